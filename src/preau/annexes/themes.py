"""The themes of a cité: added, renamed, given a letter, a look and a place.

A name that a theme has had stays as a pointer to it, so that old files and the journal still find their way. Whatever
changes what the theme of an action is called makes its findings anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from preau.annexes.checking import refresh_findings
from preau.core.annex.rows import ActionRow
from preau.core.refusal import Refusal
from preau.core.text import squeeze
from preau.journal.models import Line, Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import Cite, User, name_key
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import Programme, Theme
from preau.programmes.operations import LOOKS, free_letter, free_look
from preau.programmes.queries import themes_by_key

LONGEST_LETTER = 2


def add_theme(*, cite: Cite, name: str, by: User) -> Theme:
    """A new theme after the others, with the first letter and the first look that are free.

    Raises Refusal for no name, or one that another theme has or had.
    """
    name = _one_line(name)
    with transaction.atomic():
        cite = locked(cite, by)
        _refuse_taken(cite, name, None)
        standing = standing_themes(cite)
        theme = Theme.objects.create(
            cite=cite,
            name=name,
            key=name_key(name),
            letter=free_letter(name, {one.letter or "" for one in standing}),
            rank=max((one.rank or 0 for one in standing), default=0) + 1,
            look=free_look(Counter(one.look for one in standing)),
        )
        operation = begin(cite=cite, verb=Operation.Verb.THEMES, label=f"Thème ajouté : {name}", by=by)
        told = {"name": name, "letter": theme.letter, "look": theme.look, "rank": theme.rank}
        tell(operation, [Told(theme, {}, told)])
    return theme


def change_theme(*, theme: Theme, name: str, letter: str, look: int, by: User) -> Operation | None:
    """Give its name, its letter and its look to the theme. None where nothing changes.

    Raises Refusal for a name that another theme has or had, a letter that is taken or too long.
    """
    name, letter = _one_line(name), squeeze(letter).upper()
    with transaction.atomic():
        cite = locked(theme.cite, by)
        theme = standing_theme(cite, theme.pk)
        after = {"name": name, "letter": letter, "look": look}
        before = {field: getattr(theme, field) for field in after}
        changed = [field for field in after if after[field] != before[field]]
        if not changed:
            return None
        _refuse_letter(cite, theme, letter)
        if not 1 <= look <= LOOKS:
            raise Refusal(f"Choisissez l’un des {LOOKS} aspects proposés.")
        if "name" in changed:
            _rename(cite, theme, name)
        theme.letter, theme.look = letter, look
        theme.save(update_fields=["letter", "look"])
        operation = begin(cite=cite, verb=Operation.Verb.THEMES, label=f"Thème modifié : {name}", by=by)
        told = Told(theme, {field: before[field] for field in changed}, {field: after[field] for field in changed})
        tell(operation, [told])
        if "name" in changed:
            refresh_all(Programme.objects.filter(actions__theme=theme))
    return operation


def place_theme(*, theme: Theme, place: int, by: User) -> Operation | None:
    """Put the theme at that place (from 1) among the others. None where it is there, so that twice is once."""
    with transaction.atomic():
        cite = locked(theme.cite, by)
        theme = standing_theme(cite, theme.pk)
        order = [one for one in standing_themes(cite) if one != theme]
        order.insert(max(min(place, len(order) + 1), 1) - 1, theme)
        before = {one.pk: one.rank for one in order}
        moved = rank_in_order(cite, order)
        if not moved:
            return None
        operation = begin(cite=cite, verb=Operation.Verb.THEMES, label=f"Ordre des thèmes : {theme}", by=by)
        tell(operation, [Told(one, {"rank": before[one.pk]}, {"rank": one.rank}) for one in moved])
    return operation


def name_as_kept(cite: Cite, actions: Iterable[ActionRow]) -> None:
    """Give to the actions of a file the theme that a name leads to today, where it was renamed or merged since.

    What the file says stays in `theme_written`.
    """
    known = {key: theme.name for key, theme in themes_by_key(cite).items() if key != theme.key}
    for action in actions if known else ():
        if action.theme and (name := known.get(name_key(action.theme))):
            action.theme = name


def standing_themes(cite: Cite) -> list[Theme]:
    """The themes of the cité in their order, those that were merged aside."""
    return list(Theme.objects.filter(cite=cite, merged_into=None).order_by("rank"))


def standing_theme(cite: Cite, pk: int) -> Theme:
    """The theme as it is now, under the lock. Raises Refusal where it was merged meanwhile."""
    theme = Theme.objects.select_related("merged_into").get(cite=cite, pk=pk)
    if theme.merged_into is not None:
        raise Refusal(f"« {theme} » a été réuni à « {theme.merged_into} ». Rechargez la page.")
    return theme


def rank_in_order(cite: Cite, order: list[Theme]) -> list[Theme]:
    """Rank the themes as they come, from 1; those whose rank changed. Two steps, for no two may share a rank ever."""
    moved = [(theme, rank) for rank, theme in enumerate(order, start=1) if theme.rank != rank]
    last = (Theme.objects.filter(cite=cite).aggregate(last=Max("rank"))["last"] or 0) + len(order)
    for shift in (last, 0):
        for theme, rank in moved:
            theme.rank = rank + shift
        Theme.objects.bulk_update([theme for theme, _ in moved], ["rank"])
    return [theme for theme, _ in moved]


def refresh_all(programmes: Iterable[Programme]) -> None:
    """Make anew the findings of each of the programmes."""
    for programme in {one.pk: one for one in programmes}.values():
        refresh_findings(programme)


def locked(cite: Cite, by: User) -> Cite:
    """The cité, locked, where the person may change its themes."""
    access_to(by, cite).require(Verb.EDIT)
    return lock(cite)


def _one_line(name: str) -> str:
    line = " ".join(squeeze(name).split())
    if not line:
        raise Refusal("Donnez un nom au thème.")
    if len(line) > 300:  # noqa: PLR2004 - what the key holds
        raise Refusal(f"Ce nom a {len(line)} signes. Raccourcissez-le à 300.")
    return line


def _refuse_letter(cite: Cite, theme: Theme, letter: str) -> None:
    if not letter.isalnum() or len(letter) > LONGEST_LETTER:
        raise Refusal("La lettre d’un thème a un ou deux signes, lettres ou chiffres : « S », « CV ».")
    taken = Theme.objects.filter(cite=cite, letter=letter).exclude(pk=theme.pk).first()
    if taken is not None:
        raise Refusal(f"La lettre {letter} est celle de « {taken} ». Choisissez-en une autre.")


def _refuse_taken(cite: Cite, name: str, mine: Theme | None) -> Theme | None:
    """Refuse the name of another theme; the pointer to `mine` that has it, where it only was an old name of it."""
    taken = Theme.objects.filter(cite=cite, key=name_key(name)).exclude(pk=mine.pk if mine else 0).first()
    if taken is None:
        return None
    if taken.merged_into is None:
        raise Refusal(f"« {taken} » est déjà un thème. Choisissez un autre nom, ou réunissez les deux.")
    merge = _merge_that_took(taken)
    if merge is not None:
        raise Refusal(
            f"« {taken} » a été réuni à « {taken.merged_into} ». "
            f"Annulez cette fusion (n° {merge.number}) pour reprendre ce nom."
        )
    if mine is None or taken.merged_into != mine:
        raise Refusal(f"« {taken} » est l’ancien nom du thème « {taken.merged_into} ». Choisissez un autre nom.")
    return taken


def _merge_that_took(theme: Theme) -> Operation | None:
    lines = Line.objects.filter(kind=Line.Kind.THEME, object_id=theme.pk, operation__verb=Operation.Verb.MERGE)
    line = lines.filter(operation__undone_by=None).select_related("operation").first()
    return line.operation if line else None


def _rename(cite: Cite, theme: Theme, name: str) -> None:
    """Give the name to the theme; the one it had stays as a pointer to it, or takes the place of one it takes back."""
    old, key = theme.name, theme.key
    pointer = _refuse_taken(cite, name, theme)
    if pointer is not None:
        pointer.delete()
    theme.name, theme.key = name, name_key(name)
    theme.save(update_fields=["name", "key"])
    if key != theme.key:
        Theme.objects.create(cite=cite, name=old, key=key, merged_into=theme, look=theme.look)
