"""Two themes made one, and one made two again: what moved stands in the journal, so that it goes back exactly."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from preau.annexes.themes import locked, rank_in_order, refresh_all, standing_theme, standing_themes
from preau.core.refusal import Refusal
from preau.journal.models import Line, Operation
from preau.journal.operations import Told, begin, once, tell
from preau.people.models import Cite, User
from preau.programmes.models import Action, Programme, Theme


def merge_themes(*, kept: Theme, gone: Theme, by: User) -> Operation:
    """Make one theme of two: the actions of `gone`, of every year, are under `kept`, and its name leads there.

    Raises Refusal where the two are one already.
    """
    with transaction.atomic():
        cite = locked(kept.cite, by)
        kept, gone = standing_theme(cite, kept.pk), standing_theme(cite, gone.pk)
        if kept == gone:
            alone = len(standing_themes(cite)) == 1
            why = "C’est le dernier thème : il reste." if alone else "Un thème ne se réunit pas à lui-même."
            raise Refusal(f"{why} Choisissez deux thèmes.")
        actions = list(Action.objects.filter(theme=gone))
        before = {"letter": gone.letter, "rank": gone.rank, "merged_into": None}
        Action.objects.filter(theme=gone).update(theme=kept)
        gone.letter, gone.rank, gone.merged_into = None, None, kept
        gone.save(update_fields=["letter", "rank", "merged_into"])
        operation = begin(cite=cite, verb=Operation.Verb.MERGE, label=f"« {gone} » réuni à « {kept} »", by=by)
        told = [Told(gone, before, {"letter": None, "rank": None, "merged_into": kept.name, "into": kept.pk})]
        told += [Told(action, {"theme": gone.name}, {"theme": kept.name}) for action in actions]
        tell(operation, [Told(kept, {"merged": None}, {"merged": gone.name}), *told])
        refresh_all(Programme.objects.filter(pk__in={action.programme_id for action in actions}))
    return operation


def theme_merge_of(cite: Cite, number: int) -> Operation | None:
    """The merge of two themes that bears that number in the cité, undone or not."""
    merges = Operation.objects.filter(cite=cite, verb=Operation.Verb.MERGE, number=number)
    return merges.filter(lines__kind=Line.Kind.THEME).distinct().first()


def undo_theme_merge(*, operation: Operation, by: User) -> Operation:
    """Make two themes again; the actions that were moved go back, save those that were given another theme since.

    Raises Refusal where it is undone already, another merge of one of the two followed, or the letter was taken since.
    """
    with transaction.atomic():
        cite = locked(operation.cite, by)
        if Operation.objects.filter(undoes=operation).exists():
            raise Refusal("Cette fusion est déjà annulée.")
        lines = list(operation.lines.filter(kind=Line.Kind.THEME))
        line = next(one for one in lines if "into" in one.after)
        kept = Theme.objects.get(cite=cite, pk=line.after["into"])
        gone = Theme.objects.get(cite=cite, pk=line.object_id)
        _refuse_if_built_upon(operation, kept, gone)
        ranks = {one.pk: one.rank for one in standing_themes(cite)}
        _stand_again(cite, gone, line)
        moved = _moved_back(operation, kept)
        Action.objects.filter(pk__in=[action.pk for action in moved]).update(theme=gone)
        label = f"Annulation de la fusion n° {operation.number} : {operation.label}"
        undo = begin(cite=cite, verb=Operation.Verb.UNDO, label=label, by=by, undoes=operation)
        told = [Told(gone, {"merged_into": kept.name}, {"letter": gone.letter, "rank": gone.rank, "merged_into": None})]
        told += [Told(action, {"theme": kept.name}, {"theme": gone.name}) for action in moved]
        pushed = [one for one in standing_themes(cite) if one.pk in ranks and one.rank != ranks[one.pk]]
        told += [Told(one, {"rank": ranks[one.pk]}, {"rank": one.rank}) for one in pushed]
        tell(undo, once([Told(kept, {"merged": gone.name}, {"merged": None}), *told]))
        refresh_all(Programme.objects.filter(pk__in={action.programme_id for action in moved}))
    return undo


def _refuse_if_built_upon(operation: Operation, kept: Theme, gone: Theme) -> None:
    later = (
        Operation.objects.filter(cite=operation.cite_id, verb=Operation.Verb.MERGE, number__gt=operation.number)
        .filter(lines__kind=Line.Kind.THEME, lines__object_id__in=[kept.pk, gone.pk], undone_by=None)
        .order_by("-number")
        .first()
    )
    if later is not None:
        raise Refusal(f"Une autre fusion a suivi, {later.label} (n° {later.number}). Annulez-la d’abord.")


def _stand_again(cite: Cite, gone: Theme, line: Line) -> None:
    """Give its letter and its place back to the theme; those after it make room."""
    letter, rank = line.before["letter"], line.before["rank"]
    taken = Theme.objects.filter(cite=cite, letter=letter).first()
    if taken is not None:
        raise Refusal(f"La lettre {letter} est depuis celle de « {taken} ». Donnez-lui une autre lettre d’abord.")
    order = standing_themes(cite)
    gone.letter, gone.merged_into = letter, None
    gone.rank = (Theme.objects.filter(cite=cite).aggregate(last=Max("rank"))["last"] or 0) + 1
    gone.save(update_fields=["letter", "rank", "merged_into"])
    before = sum((one.rank or 0) < rank for one in order)
    if any(one.rank == rank for one in order):
        rank_in_order(cite, [*order[:before], gone, *order[before:]])
        gone.refresh_from_db(fields=["rank"])
    else:
        gone.rank = rank
        gone.save(update_fields=["rank"])


def _moved_back(operation: Operation, kept: Theme) -> list[Action]:
    """The actions that the merge moved and that are where it put them; chosen since, their theme stays."""
    lines = operation.lines.filter(kind=Line.Kind.ACTION).values("object_id")
    since = Line.objects.filter(
        kind=Line.Kind.ACTION, object_id__in=lines, operation__number__gt=operation.number, operation__cite=kept.cite_id
    )
    chosen = {pk for pk, after in since.values_list("object_id", "after") if "theme" in after}
    return list(Action.objects.filter(theme=kept, pk__in=lines).exclude(pk__in=chosen))
