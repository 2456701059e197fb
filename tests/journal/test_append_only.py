"""What was written stays as it was written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from preau.core.refusal import Refusal
from preau.journal.models import AppendOnlyError, Operation
from preau.journal.operations import EARLIEST, Told, begin, tell
from preau.people.models import Cite
from preau.programmes.states import FIRST_YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def operation():
    cite = Cite.objects.create(slug="allonnes", name="Allonnes")
    return begin(cite=cite, verb=Operation.Verb.IMPORT, label="annexe.xlsx", by=None)


def test_operations_are_numbered_within_their_cite(operation):
    other = Cite.objects.create(slug="alonnes", name="Alonnes")

    second = begin(cite=operation.cite, verb=Operation.Verb.IMPORT, label="b", by=None)
    elsewhere = begin(cite=other, verb=Operation.Verb.IMPORT, label="c", by=None)

    assert (operation.number, second.number, elsewhere.number) == (1, 2, 1)


def test_a_line_is_neither_rewritten_nor_deleted(operation):
    tell(operation, [Told(operation.cite, {}, {"name": "Allonnes"})])
    line = operation.lines.get()

    line.label = "autre"
    with pytest.raises(AppendOnlyError):
        line.save()
    with pytest.raises(AppendOnlyError):
        line.delete()

    assert (str(operation.lines.get()), line.before) == ("Cité Allonnes", {})


def test_an_undo_says_what_it_undoes(operation):
    with pytest.raises(IntegrityError):
        begin(cite=operation.cite, verb=Operation.Verb.UNDO, label="rien", by=None)


def test_rows_are_neither_rewritten_nor_deleted_together(operation):
    with pytest.raises(AppendOnlyError):
        Operation.objects.update(label="autre")
    with pytest.raises(AppendOnlyError):
        Operation.objects.filter(pk=operation.pk).delete()

    assert Operation.objects.get().label == "annexe.xlsx"


@pytest.mark.parametrize(
    ("day", "said"), [(date(1, 1, 1), "01/01/0001"), (EARLIEST - timedelta(1), "31/12/2018")], ids=["lost", "before"]
)
def test_nothing_holds_from_before_the_label(operation, day, said):
    sentence = f"Le {said} est avant les cités éducatives. Donnez une date à partir du 01/01/2019."

    with pytest.raises(Refusal) as refused:
        begin(cite=operation.cite, verb=Operation.Verb.VOTE, label="", by=None, on=day)

    assert str(refused.value) == sentence
    assert begin(cite=operation.cite, verb=Operation.Verb.VOTE, label="", by=None, on=EARLIEST).on == EARLIEST


def test_the_books_begin_with_the_first_programmes():
    assert date(FIRST_YEAR, 1, 1) == EARLIEST
