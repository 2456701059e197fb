"""What may be done to programmes and actions as they stand: None, or the French sentence that says why not."""

from __future__ import annotations

from preau.programmes.models import Action, Programme
from preau.programmes.states import MOVES, ActionState, ProgrammeState


def may_change_grant(programme: Programme) -> str | None:
    """A grant is typed while the programme is a draft; once voted it only changes by a revision."""
    if programme.state == ProgrammeState.VOTED:
        return "Ce montant est voté : il change par une réactualisation, pas dans le tableau."
    return None


def may_withdraw(action: Action) -> str | None:
    """An action leaves a draft; once the programme is voted it is dropped or postponed, and stays in it."""
    if action.withdrawn:
        return "Cette action n’est déjà plus au programme."
    if action.programme.state == ProgrammeState.VOTED:
        return "Le programme est voté : l’action y reste. Annulez-la ou reportez-la plutôt."
    return None


def may_restore(action: Action) -> str | None:
    """Only what was withdrawn comes back."""
    return None if action.withdrawn else "Cette action est déjà au programme."


def may_move(action: Action, state: str) -> str | None:
    """From the state of the action to another (empty: planned), along the table of moves."""
    now = ActionState(action.status or ActionState.PLANNED)
    wanted = ActionState(state or ActionState.PLANNED)
    if now == wanted or wanted in MOVES[now]:
        return None
    able = ", ".join(str(one.label).lower() for one in ActionState if one in MOVES[now])
    return (
        f"Une action {str(now.label).lower()} ne devient pas {str(wanted.label).lower()}. Elle peut devenir : {able}."
    )


def may_postpone(action: Action) -> str | None:
    """An action of the programme, whose state allows it."""
    if action.withdrawn:
        return "Cette action n’est plus au programme. Remettez-la d’abord, puis reportez-la."
    return may_move(action, ActionState.POSTPONED)


def may_edit(action: Action) -> str | None:
    """What was withdrawn stays as it was when it left."""
    if action.withdrawn:
        return f"L’action « {action} » n’est plus au programme : remettez-la d’abord, puis modifiez-la."
    return None


def may_vote(programme: Programme, actions: int) -> str | None:
    """A draft with at least an action."""
    if programme.state == ProgrammeState.VOTED:
        return "Ce programme est déjà voté."
    return None if actions else "Ce programme n’a pas d’action : il n’y a rien à voter."


def may_reopen(programme: Programme) -> str | None:
    """What is voted goes back to a draft, for a vote that was noted by mistake."""
    return None if programme.state == ProgrammeState.VOTED else "Ce programme n’est pas voté."
