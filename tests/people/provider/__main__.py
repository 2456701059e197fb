"""The process of the provider: `python -m tests.people.provider PORT ORIGIN`, for the Préau served at ORIGIN."""

import os
import sys

import django

from tests.people.provider.running import CLIENT, PEOPLE, SECRET


def furnish(origin):
    """The people, and the one service that they may go to."""
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    client = Client(id=CLIENT, name="Préau", skip_consent=True)
    client.set_secret(SECRET)
    client.set_scopes(["openid", "email", "profile"])
    client.set_redirect_uris([f"{origin}/compte/oidc/etat/login/callback/"])
    client.set_post_logout_redirect_uris([f"{origin}/compte/login/"])
    client.save()
    for name, (email, verified) in PEOPLE.items():
        user = User.objects.create_user(name, email)
        EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)


def serve(port):
    """Answer, several at a time, and say nothing of what goes well."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args):
            """Nothing."""

    server = ThreadedWSGIServer(("127.0.0.1", port), Quiet)
    server.set_app(get_wsgi_application())
    server.serve_forever()


os.environ["DJANGO_SETTINGS_MODULE"] = "tests.people.provider.settings"
django.setup()
furnish(sys.argv[2])
serve(int(sys.argv[1]))
