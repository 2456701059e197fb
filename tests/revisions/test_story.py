"""The story of Allonnes, 2020: an initial programme, the pandemic, three assents, the amounts of the annex.

The amounts before the pandemic are ours; those after it are the annex's own.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from preau.annexes.operations import import_annex, target_of
from preau.annexes.votes import vote_programme
from preau.budgets.models import Movement, Revision
from preau.budgets.operations import Noted, note_movement
from preau.budgets.queries import position_of, with_grant
from preau.budgets.states import Answer, MovementKind
from preau.committees.models import Sitting
from preau.committees.operations import ensure_committees, ensure_seats
from preau.core.refusal import Refusal
from preau.formats.annex import read_annex
from preau.journal.moments import Moment
from preau.programmes.models import Action, Programme
from preau.revisions.operations.adopting import adopt
from preau.revisions.operations.drafts import Typed, add_to_draft, edit_draft, start_revision
from preau.revisions.operations.proposing import Said, propose, record_assent
from tests.factories.people import coordinates

pytestmark = pytest.mark.django_db

ANNEX = Path("examples/allonnes-2020/annexe1.txt")
NEW = (9, 10, 23, 24)
"""What the confinement of spring 2020 called for."""
BEFORE = {6: "43 000", 8: "25 000", 13: "22 000", 15: "30 000", 20: "26 000"}
"""Euros of the actions that gave way, as they were voted in March; the others did not move."""
REASON = "Crédits redéployés vers la continuité éducative pendant le confinement"


def rows_of(text):
    """The rows of the annex by number: the cells of each action."""
    rows = [line.split("\t") for line in text.splitlines()]
    return {int(cells[0]): cells for cells in rows if cells[0].isdecimal()}


def as_voted_in_march(text):
    """The annex before the pandemic: without its four new actions, with the amounts of March."""
    lines = []
    for line in text.splitlines():
        cells = line.split("\t")
        if cells[0].isdecimal() and int(cells[0]) in NEW:
            continue
        if cells[0].isdecimal() and int(cells[0]) in BEFORE:
            cells[-1] = f"{BEFORE[int(cells[0])]} €"
        lines.append("" if line.startswith("TOTAL") else "\t".join(cells))
    return "\n".join(lines)


@pytest.fixture
def text():
    return ANNEX.read_text(encoding="utf-8")


@pytest.fixture
def programme(text):
    """March 2020: twenty actions, voted on the 10th for 250 000 €, notified on the 2nd of April."""
    data = as_voted_in_march(text).encode()
    file = read_annex(data, "annexe-mars.txt")
    import_annex(file=file, data=data, target=target_of(file, slug="allonnes"), by=None)
    programme = Programme.objects.select_related("cite").get()
    claire = coordinates(programme.cite)
    vote_programme(programme=programme, on=date(2020, 3, 10), by=claire)
    envelope = programme.cite.envelopes.get()
    envelope.rules.update(level="block")
    note_movement(envelope=envelope, noted=Noted(MovementKind.NOTIFIED, Decimal(250_000), date(2020, 4, 2)), by=claire)
    return programme


@pytest.fixture
def claire(programme):
    return coordinates(programme.cite)


@pytest.fixture
def october(programme):
    """The steering committee of 13 October 2020."""
    committee = ensure_committees(programme.cite)[0]
    return Sitting.objects.create(committee=committee, serial=1, on=date(2020, 10, 13))


def draft_of_october(programme, text, claire):
    """The revision that brings the programme to the annex: what five actions give up goes to four new ones."""
    rows = rows_of(text)
    draft = start_revision(programme=programme, title="Confinement", by=claire, reason=REASON)
    serial = dict(Action.objects.filter(programme=programme).values_list("number", "serial"))
    typed = [Typed(serial[str(number)], rows[number][-1], reason="Ramené au montant utile") for number in BEFORE]
    edit_draft(revision=draft, typed=typed, by=claire)
    names = ("number", "holder_written", "theme", "title", "description", "audience", "partners_written", "total_cost")
    for number in NEW:
        fields = dict(zip(names, rows[number], strict=False))
        add_to_draft(revision=draft, fields=fields, amounts={None: rows[number][-1]}, by=claire, reason="Confinement")
    return draft


def grants(programme, at=None):
    """What is programmed for each action by its number, at a moment."""
    actions = with_grant(Action.objects.filter(programme=programme), **({"at": at} if at else {}))
    return {int(action.number): action.grant for action in actions if action.grant is not None}


def test_the_pandemic_changes_the_programme_and_nothing_of_march_is_lost(programme, text, claire, october):
    in_march = grants(programme)
    assert (len(in_march), sum(in_march.values())) == (20, Decimal(250_000))

    draft = draft_of_october(programme, text, claire)
    proposed = propose(revision=draft, on=date(2020, 10, 1), due_on=date(2020, 10, 9), sitting=october, by=claire)
    assert grants(programme) == in_march, "a proposal moves nothing"

    state, school, town = ensure_seats(programme.cite)
    for seat, day, person, answer, words in (
        (state, 2, "Mme Hamon, déléguée du préfet", Answer.YES, ""),
        (school, 5, "M. Petit, principal", Answer.RESERVE, "Reprogrammer la journée partenariale en 2021."),
    ):
        said = Said(answer, date(2020, 10, day), person, text=words)
        record_assent(revision=proposed, seat=seat, said=said, by=claire)
    with pytest.raises(Refusal, match=f"Avis manquants : {town}"):
        adopt(revision=proposed, sitting=october, by=claire)

    said = Said(Answer.YES, date(2020, 10, 9), "Le maire")
    record_assent(revision=proposed, seat=town, said=said, by=claire)
    adopted = adopt(revision=proposed, sitting=october, by=claire, decision="Adoptée à l’unanimité.")

    assert str(adopted) == "Réactualisation n°\u00a01"
    assert grants(programme) == {
        n: Decimal(cells[-1].replace(" ", "").rstrip("€")) for n, cells in rows_of(text).items()
    }
    assert sum(grants(programme).values()) == Decimal(250_000)
    assert grants(programme, Moment(on=date(2020, 10, 12))) == in_march
    assert grants(programme, Moment(on=date(2020, 3, 9))) == {}
    assert Revision.objects.filter(number__isnull=False).count() == 2
    envelope = programme.cite.envelopes.get()
    assert position_of(envelope).available == Decimal(0)
    assert position_of(envelope, Moment(on=date(2020, 3, 31))).available == Decimal(-250_000)
    assert {movement.on for movement in Movement.objects.filter(cause=adopted.operation)} == {date(2020, 10, 13)}
