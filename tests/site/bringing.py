"""What tests bring to an action from its page, and who they are."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from preau.annexes.checking import refresh_findings
from preau.people.roles import INSTALLATION, OF_AN_ORGANISATION
from tests.factories.people import a_member
from tests.factories.programmes import OrganisationFactory, a_programme
from tests.programmes.papers import PDF

PAGE = "/allonnes/2020/actions/1/"


def an_action():
    """Action 1 of Allonnes, held by the Centre social, with a number of people in its text."""
    one = a_programme(actions=3).actions.select_related("programme__cite").get(serial=1)
    one.audience = "985 enfants scolarisés"
    one.save()
    refresh_findings(one.programme)
    return one


def file(name="Devis.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def as_somebody(role, action, organisation="Centre social"):
    """A browser where somebody with that role is signed in."""
    cite = None if role in INSTALLATION else action.programme.cite
    of = OrganisationFactory(cite=cite, name=organisation) if role in OF_AN_ORGANISATION else None
    client = Client()
    client.force_login(a_member(role, cite, organisation=of))
    return client
