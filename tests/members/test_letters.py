"""The letter of an invitation, through a real mail server on this machine; and what is said where none takes it."""

from __future__ import annotations

import email
import re
import socket
from email import policy

import pytest
from aiosmtpd.controller import Controller

from preau.members.mails import send_invitation
from preau.people.models import Invitation
from preau.people.roles import Role
from tests.factories.invitations import an_invitation
from tests.factories.people import a_member
from tests.factories.programmes import OrganisationFactory

pytestmark = pytest.mark.django_db


class Box:
    """Keeps what arrives."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name that the server calls
        self.letters.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


def a_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def post(settings):
    """The settings of an installation whose letters leave by a server of this machine; its port."""
    settings.PREAU_MAILS = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", a_port(), 2
    return settings.EMAIL_PORT


@pytest.fixture
def box(post):
    box = Box()
    server = Controller(box, hostname="127.0.0.1", port=post)
    server.start()
    yield box
    server.stop()


def test_the_letter_arrives_in_french_short_and_plain(visit, allonnes, claire, box):
    OrganisationFactory(cite=allonnes, name="Centre social")
    organisation = allonnes.organisations.get()
    sent = {"email": "Nouveau@ville.example", "role": "holder", "organisation": organisation.pk}

    seen = visit("/allonnes/membres/", sent)

    [(to, letter)] = box.letters
    text = letter.get_content().replace("\u00a0", " ").replace("\r\n", "\n")
    link = re.search(r"^http://testserver/invitation/[\w-]{43}/$", text, re.MULTILINE).group()
    day = seen.texts(".st")[0].rpartition(" ")[2]
    assert (to, letter["Subject"].strip(), letter.get_content_type()) == (
        ["nouveau@ville.example"],
        "Invitation à rejoindre la cité éducative d’Allonnes",
        "text/plain",
    )
    assert text.replace(link, "LIEN").splitlines()[:6] == [
        "Bonjour,",
        "",
        "Claire vous invite à rejoindre la cité éducative d’Allonnes dans Préau. Votre rôle : Porteur, Centre social.",
        "",
        "Pour accepter, ouvrez ce lien :",
        "LIEN",
    ]
    assert day in text
    assert len(text) < 700


def test_a_name_with_a_line_break_adds_no_header(allonnes, box):
    allonnes.name = "Allonnes\nBcc: tous@ville.example"
    allonnes.save()

    assert send_invitation(an_invitation(allonnes).invitation, "http://testserver/")

    [(to, letter)] = box.letters
    assert (to, letter["Bcc"]) == (["nouveau@ville.example"], None)


def test_a_letter_that_no_server_takes_is_said_and_the_link_is_given(visit, allonnes, claire, post):
    seen = visit("/allonnes/membres/", {"email": "nouveau@ville.example", "role": "reader"})

    assert seen.texts(".note")[0].startswith("Le serveur de messagerie n’a pas pris la lettre.")
    assert re.search(r"http://testserver/invitation/[\w-]{43}/", seen.body)
    assert Invitation.objects.get().email == "nouveau@ville.example"


def test_a_letter_of_the_installation_names_no_cite(client, visit, box):
    client.force_login(a_member(Role.ADMINISTRATOR, email="thomas@ville.example"))

    visit("/installation/", {"email": "ines@ville.example", "role": "national"})

    [(_, letter)] = box.letters
    assert letter["Subject"].strip() == "Invitation à rejoindre Préau"
    assert "Thomas vous invite à rejoindre Préau. Votre rôle\u00a0: Équipe nationale." in letter.get_content()
