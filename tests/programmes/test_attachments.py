"""Joining files to an action: once, within its limits, and never for ever."""

from __future__ import annotations

import pytest

from preau.core.refusal import Refusal
from preau.journal.models import Line, Operation
from preau.people.access import Forbidden
from preau.people.roles import Role
from preau.programmes import attachments
from preau.programmes.attachments import attach, clean_name, detach
from preau.programmes.models import Attachment, AttachmentContent
from tests.factories.people import a_member, a_user
from tests.factories.programmes import ActionFactory
from tests.programmes.clamd import running
from tests.programmes.papers import EICAR, PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    return ActionFactory(serial=11)


@pytest.fixture
def paul(action):
    """Somebody of the préfecture: he joins files, and does not coordinate."""
    return a_member(Role.PREFECTURE, action.programme.cite)


def pdf(n=0):
    return PDF + b"%" * n


def told():
    return list(Line.objects.order_by("pk").values_list("operation__verb", "before", "after"))


def test_a_file_is_kept_with_who_brought_it(action, paul):
    joined = attach(action=action, name="Devis.pdf", data=PDF, by=paul)

    one = joined.attachment
    assert (one.number, one.name, one.media_type, one.size, one.by) == (
        1,
        "Devis.pdf",
        "application/pdf",
        len(PDF),
        paul,
    )
    assert bytes(one.content.data) == PDF
    assert told() == [("attach", {"attachment": ""}, {"attachment": "Devis.pdf"})]


def test_the_same_bytes_twice_are_one_file(action, paul):
    first = attach(action=action, name="Devis.pdf", data=PDF, by=paul)
    again = attach(action=action, name="Copie de Devis.pdf", data=PDF, by=a_user())

    assert (again.attachment, first.new, again.new) == (first.attachment, True, False)
    assert Operation.objects.count() == 1


def test_another_action_may_have_the_same_file(action, paul):
    other = ActionFactory(programme=action.programme, serial=12)

    joined = [attach(action=one, name="Devis.pdf", data=PDF, by=paul).new for one in (action, other)]

    assert joined == [True, True]


def test_taken_away_it_leaves_its_line_and_no_byte(action, paul):
    one = attach(action=action, name="Devis.pdf", data=PDF, by=paul).attachment

    first, again = detach(attachment=one, by=paul), detach(attachment=one, by=paul)

    one.refresh_from_db()
    assert (first, again, one.removed_at is not None, one.name) == (True, False, True, "Devis.pdf")
    assert AttachmentContent.objects.count() == 0
    assert told()[1:] == [("attach", {"attachment": "Devis.pdf"}, {"attachment": ""})]


def test_what_was_taken_away_may_come_back_under_another_number(action, paul):
    detach(attachment=attach(action=action, name="Devis.pdf", data=PDF, by=paul).attachment, by=paul)

    assert attach(action=action, name="Devis.pdf", data=PDF, by=paul).attachment.number == 2


def test_who_takes_it_away(action, paul):
    other = a_member(Role.TOWN, action.programme.cite)
    one = attach(action=action, name="Devis.pdf", data=PDF, by=paul).attachment

    with pytest.raises(Forbidden):
        detach(attachment=one, by=other)

    assert detach(attachment=one, by=a_user())


@pytest.mark.parametrize("role", [Role.READER, Role.NATIONAL])
def test_who_only_reads_joins_nothing(action, role):
    cite = None if role == Role.NATIONAL else action.programme.cite
    reader = a_member(role, cite)

    with pytest.raises(Forbidden):
        attach(action=action, name="Devis.pdf", data=PDF, by=reader)


def test_a_file_too_large(action, paul, monkeypatch):
    monkeypatch.setattr(attachments, "LARGEST", len(PDF))

    attach(action=action, name="Devis.pdf", data=PDF, by=paul)
    with pytest.raises(Refusal, match="« Plan"):
        attach(action=action, name="Plan.pdf", data=pdf(1), by=paul)


def test_an_action_that_is_full(action, paul, monkeypatch):
    monkeypatch.setattr(attachments, "LARGEST_ACTION", 2 * len(PDF) + 1)

    taken = attach(action=action, name="1.pdf", data=pdf(0), by=paul).attachment
    attach(action=action, name="2.pdf", data=pdf(1), by=paul)
    with pytest.raises(Refusal, match="Retirez les pièces qui ne servent plus"):
        attach(action=action, name="3.pdf", data=pdf(2), by=paul)
    detach(attachment=taken, by=paul)

    assert attach(action=action, name="1.pdf", data=pdf(0), by=paul).new


def test_an_action_with_too_many_files(action, paul, monkeypatch):
    monkeypatch.setattr(attachments, "MOST", 1)

    attach(action=action, name="1.pdf", data=pdf(0), by=paul)
    with pytest.raises(Refusal, match="a déjà 1 pièces"):
        attach(action=action, name="2.pdf", data=pdf(1), by=paul)


def test_a_virus_leaves_nothing_behind(action, paul, settings):
    with running() as clamd:
        settings.PREAU_CLAMD = clamd.address
        with pytest.raises(Refusal, match="virus"):
            attach(action=action, name="Devis.pdf", data=PDF + EICAR, by=paul)

    assert (Attachment.objects.count(), Operation.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("C:\\Mes documents\\Devis 1.pdf", "Devis 1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("  Devis\n :  <1>.pdf ", "Devis 1.pdf"),
        ("é" * 300 + ".pdf", "é" * 251 + ".pdf"),
        ("...", ""),
    ],
)
def test_a_name_is_only_a_name(name, clean):
    assert clean_name(name) == clean
