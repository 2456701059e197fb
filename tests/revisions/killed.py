"""Kills a vote, an adoption and its undoing at one statement after another. Run by test_killed.py."""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal

from preau.config.database import wake

wake()

from preau.annexes.votes import vote_programme  # noqa: E402 - models exist once Django is awake
from preau.budgets.models import Revision  # noqa: E402
from preau.budgets.operations import Noted, ensure_cite_envelope, note_movement, program_action  # noqa: E402
from preau.budgets.states import Answer, Fate, MovementKind, RevisionState  # noqa: E402
from preau.committees.models import Sitting  # noqa: E402
from preau.committees.operations import ensure_committees, ensure_seats  # noqa: E402
from preau.programmes.models import Action, Programme  # noqa: E402
from preau.revisions.operations.adopting import adopt, start_undo  # noqa: E402
from preau.revisions.operations.drafts import Typed, add_to_draft, edit_draft, set_fate, start_revision  # noqa: E402
from preau.revisions.operations.proposing import Said, propose, record_assent  # noqa: E402
from tests.factories.people import coordinates  # noqa: E402
from tests.factories.programmes import ActionFactory, ProgrammeFactory  # noqa: E402
from tests.killer import kill_everywhere  # noqa: E402

VOTED, DECIDED = date(2020, 3, 10), date(2020, 10, 13)


def fill() -> tuple[Programme, Sitting]:
    """A draft of five actions of 1 000 €, notified, and the sittings of the year."""
    programme = ProgrammeFactory()
    claire = coordinates(programme.cite)
    envelope, _ = ensure_cite_envelope(cite=programme.cite, year=2020)
    note_movement(envelope=envelope, noted=Noted(MovementKind.NOTIFIED, Decimal(5_000), VOTED), by=claire)
    envelope.rules.update(level="block")
    for serial in range(1, 6):
        action = ActionFactory(programme=programme, serial=serial)
        program_action(envelope=envelope, action=action, amount=Decimal(1_000), by=claire)
    committee = ensure_committees(programme.cite)[0]
    return programme, Sitting.objects.create(committee=committee, serial=1, on=DECIDED)


def draft_of(programme: Programme) -> Revision:
    """Two amounts change, an action joins, one is put off to a year that has no programme yet, one is dropped."""
    claire = coordinates(programme.cite)
    draft = start_revision(programme=programme, title="Automne", by=claire)
    edit_draft(revision=draft, typed=[Typed(1, "− 50 %", reason="Moins"), Typed(2, "1 700")], by=claire)
    add_to_draft(revision=draft, fields={"title": "Kits", "holder_written": "Ville"}, amounts={None: "800"}, by=claire)
    set_fate(revision=draft, serial=3, fate=Fate.POSTPONE, year=2021, by=claire, reason="Salle fermée")
    set_fate(revision=draft, serial=4, fate=Fate.DROP, by=claire, reason="Sans porteur")
    return draft


def propose_to_all(draft: Revision) -> None:
    claire = coordinates(draft.programme.cite)
    proposed = propose(revision=draft, on=date(2020, 10, 1), by=claire) if draft.undoes is None else None
    proposed = proposed or propose(revision=draft, on=DECIDED, by=claire)
    for seat in ensure_seats(draft.programme.cite):
        record_assent(revision=proposed, seat=seat, said=Said(Answer.YES, DECIDED, "Le maire"), by=claire)


def adopt_last(sitting: Sitting) -> None:
    revision = Revision.objects.select_related("programme__cite").latest("pk")
    adopt(revision=revision, sitting=sitting, by=coordinates(revision.programme.cite))


def main() -> None:
    programme, sitting = fill()
    claire = coordinates(programme.cite)
    told = [kill_everywhere(lambda: vote_programme(programme=programme, on=VOTED, by=claire))]
    programme.refresh_from_db()
    propose_to_all(draft_of(programme))
    told.append(kill_everywhere(lambda: adopt_last(sitting)))
    adopted = Revision.objects.select_related("programme__cite").get(state=RevisionState.ADOPTED, number=1)
    propose_to_all(start_undo(revision=adopted, by=claire))
    told.append(kill_everywhere(lambda: adopt_last(sitting)))
    amounts = [int(sum(one.amount for one in action.movements.all())) for action in Action.objects.order_by("pk")]
    sys.stdout.write(json.dumps({"told": told, "amounts": amounts}))


main()
