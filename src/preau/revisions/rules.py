"""What may be done to a revision as it stands: None, or the French sentence that says why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from preau.budgets.models import Revision
from preau.budgets.states import REVISION_MOVES, Answer, Fate, RevisionState
from preau.committees.models import AssentRule, Sitting
from preau.committees.states import Needed, SittingState
from preau.programmes.models import Action, Programme
from preau.programmes.rules import may_move
from preau.programmes.states import ActionState, ProgrammeState
from preau.revisions.answers import SeatAnswer

STATES = {
    Fate.POSTPONE: ActionState.POSTPONED,
    Fate.DROP: ActionState.DROPPED,
    Fate.RESUME: ActionState.PLANNED,
}
"""The state that each fate gives to its action."""


def may_start(programme: Programme) -> str | None:
    """A revision changes a programme that was voted; a draft is typed in its table."""
    if programme.state == ProgrammeState.VOTED:
        return None
    return "Ce programme est en préparation : ses montants se saisissent dans le tableau. Notez d’abord son vote."


def may_draft(revision: Revision) -> str | None:
    """Only a draft is written in."""
    if revision.state == RevisionState.DRAFT:
        return None
    if revision.state == RevisionState.PROPOSED:
        return "Ce projet est proposé : ses montants sont figés. Reprenez-le en brouillon pour le modifier."
    return f"Ce projet n’est plus un brouillon ({revision.get_state_display().lower()})."


def may_meet(action: Action, fate: Fate) -> str | None:
    """Whether the state of the action allows what a revision would make of it."""
    if fate not in STATES:
        return None
    refusal = may_move(action, STATES[fate])
    return f"Action {action} : {refusal}" if refusal else None


def may_become(revision: Revision, state: RevisionState) -> str | None:
    """Along the table of moves."""
    now = RevisionState(revision.state)
    if state in REVISION_MOVES[now]:
        return None
    able = ", ".join(str(one.label).lower() for one in RevisionState if one in REVISION_MOVES[now])
    said = f" Elle peut devenir : {able}." if able else " Elle ne change plus : préparez-en une autre."
    return f"Une réactualisation {now.label.lower()} ne devient pas {state.label.lower()}.{said}"


def may_assent(revision: Revision, on: date) -> str | None:
    """A seat answers to what is proposed, from the day it was."""
    if revision.state != RevisionState.PROPOSED:
        return "Un avis se donne sur une réactualisation proposée."
    if revision.proposed_on and on < revision.proposed_on:
        return f"La réactualisation a été proposée le {revision.proposed_on:%d/%m/%Y} : un avis ne peut la précéder."
    return None


def may_adopt_by(rule: AssentRule, answers: Sequence[SeatAnswer]) -> str | None:
    """Whether the seats gave the assents that the cité asks for: no seat at all is the assent of nobody.

    A reserve is an assent, and stays written.
    """
    yes = sum(1 for one in answers if one.assent and one.assent.answer in (Answer.YES, Answer.RESERVE))
    missing = ", ".join(str(one.seat) for one in answers if one.assent is None)
    against = ", ".join(str(one.seat) for one in answers if one.assent and one.assent.answer == Answer.NO)
    enough = {
        Needed.ALL: 0 < yes == len(answers),
        Needed.MAJORITY: yes * 2 > len(answers),
        Needed.NONE: True,
    }[Needed(rule.needed)]
    if enough:
        return None
    if not answers:
        return f"{rule} est exigé, et aucun siège n’est ouvert. Ouvrez un siège, ou changez la règle des avis."
    said = " ".join(
        sentence
        for sentence in (
            f"Avis manquants : {missing}." if missing else "",
            f"Avis défavorables : {against}." if against else "",
        )
        if sentence
    )
    return f"{rule} est exigé. {said}"


def may_be_proposed_to(sitting: Sitting, programme: Programme, day: date) -> str | None:
    """Whether a revision of the programme, proposed that day, may be put to the sitting."""
    if sitting.committee.cite_id != programme.cite_id:
        return "Cette séance n’est pas de cette cité éducative."
    if sitting.state == SittingState.CANCELLED:
        return f"La séance « {sitting} » est annulée. Choisissez-en une autre."
    if sitting.on < day:
        return f"La séance du {sitting.on:%d/%m/%Y} précède la proposition. Choisissez-en une autre."
    return None


def may_decide_in(revision: Revision, sitting: Sitting, today: date) -> str | None:
    """Whether the sitting is one that can decide of the revision now: of its cité, not cancelled, not to come."""
    if sitting.committee.cite_id != revision.programme.cite_id:
        return "Cette séance n’est pas de cette cité éducative."
    if sitting.state == SittingState.CANCELLED:
        return f"La séance « {sitting} » est annulée. Choisissez-en une autre."
    if sitting.on > today:
        return f"La séance « {sitting} » est à venir : rien n’y est encore décidé."
    if revision.proposed_on and sitting.on < revision.proposed_on:
        return (
            f"La séance du {sitting.on:%d/%m/%Y} précède la proposition, du {revision.proposed_on:%d/%m/%Y}. "
            "Choisissez une autre séance, ou corrigez la date de la proposition."
        )
    return None
