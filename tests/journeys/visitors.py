"""Who looks at the pages, through which window: a member with a role, signed in without typing a password."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from preau.people.models import Cite
from preau.people.roles import OF_AN_ORGANISATION
from tests.factories.people import a_member
from tests.factories.programmes import OrganisationFactory

WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}


def somebody(role, organisation, slug):
    """The member with that role in the cité; of the installation where the slug is None."""
    cite = Cite.objects.get(slug=slug) if slug else None
    whose = OrganisationFactory(cite=cite, name=organisation) if role in OF_AN_ORGANISATION else None
    return a_member(role, cite, organisation=whose)


def a_page(browser, site, user, screen):
    """A page signed in as the user, nobody for None, closed when it is asked for again: no script may have failed."""
    context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", **screen)
    sign_in(context, site, user)
    page = context.new_page()
    failures = []
    page.on("pageerror", lambda error: failures.append(error))  # noqa: PLW0108  a bound method is refused
    yield page
    context.close()
    assert failures == []


def sign_in(context, site, user):
    """Give the browser the session of the user."""
    if user is None:
        return
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
