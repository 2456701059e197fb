"""Settings of Django. Nothing must be set: the data folder and the secret key make themselves.

PREAU_DATA   the folder of the embedded database and of the secret key (default: the user's data folder)
PREAU_SECRET_KEY  what signs cookies and links (default: made once, kept in the folder)
DATABASE_URL a PostgreSQL database instead of the embedded one
PREAU_NAME   the name of this installation, on the sign-in page and in letters (default: Préau)
PREAU_HOSTS  host names that the pages are served under, separated by commas (default: this machine)
PREAU_TLS    1: the pages are served over TLS, by a proxy in front: secure cookies, HSTS
PREAU_PROXIES  how many proxies stand in front, each adding to X-Forwarded-For (default: 1 with PREAU_TLS, else none)
PREAU_MAIL   where letters leave: smtp://user:password@host:port (smtps:// for TLS from the start, ?starttls=1)
PREAU_MAIL_FROM  the address they come from
PREAU_OIDC   a JSON list of OpenID Connect providers (docs/running.md)
PREAU_CLAMD  host:port of a clamd that looks at the files people join
PREAU_DEMO   1: anybody takes the role of anybody (the demonstration, on this machine alone)
"""

from __future__ import annotations

import os

from csp.constants import NONCE

from preau.config.data import data_folder, database, secret_key
from preau.config.mail import mail_settings
from preau.config.signing_in import *  # noqa: F403 - the settings of accounts, which are many
from preau.ui.assets import static_url

DATA = data_folder()
SECRET_KEY = secret_key(DATA)
DEBUG = False
PREAU_NAME = os.environ.get("PREAU_NAME") or "Préau"
ALLOWED_HOSTS = os.environ.get("PREAU_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
PREAU_DEMO = os.environ.get("PREAU_DEMO", "0") == "1"
PREAU_CLAMD = os.environ.get("PREAU_CLAMD", "")
TLS = os.environ.get("PREAU_TLS", "0") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "preau.people",  # before allauth, whose templates its own replace
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "preau.ui",
    "django.forms",
    "preau.journal",
    "preau.members",
    "preau.committees",
    "preau.documents",
    "preau.programmes",
    "preau.budgets",
    "preau.annexes",
    "preau.revisions",
    "preau.site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "preau.site.middleware.Storable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "preau.site.middleware.Bodies",  # who asks is known, and nothing of what they send is read
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "preau.people.middleware.NoTrace",
    "preau.site.middleware.Refusals",
]
ROOT_URLCONF = "preau.config.urls"
WSGI_APPLICATION = "preau.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["preau.ui.templatetags.french"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "preau.site.frame.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DATABASES = {"default": database(DATA, os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "preau_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},  # counts of attempts, which nobody may push out by making others
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = static_url()
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 365 * 24 * 3600
WHITENOISE_IMMUTABLE_FILE_TEST = f"^{STATIC_URL}"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [NONCE],
        "connect-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "preau.site.errors.csrf_failure"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if TLS else 0
SECURE_SSL_REDIRECT = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
MESSAGE_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 60 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 60 * 2**20
PREAU_MAILS = bool(os.environ.get("PREAU_MAIL"))
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a page of an import: a hundred rows, each with its fields to accept
globals().update(mail_settings(os.environ.get("PREAU_MAIL", ""), os.environ.get("PREAU_MAIL_FROM", "")))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
