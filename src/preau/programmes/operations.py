"""Writing programmes, themes and actions. The caller holds the transaction and writes the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from preau.core.annex.names import holders_in, partners_in
from preau.core.text import fold
from preau.people.models import Cite, Organisation, name_key
from preau.people.operations import ensure_organisations
from preau.people.queries import organisations_by_key
from preau.programmes.models import Action, ActionHolder, ActionPartner, Theme
from preau.programmes.queries import themes_by_key

LOOKS = 16
"""Pairs of colour and pattern that a theme may have."""
_CONSONANTS = "bcdfghjklmnpqrstvwxz"


def ensure_themes(*, cite: Cite, names: Iterable[str]) -> tuple[dict[str, Theme], list[Theme]]:
    """The theme of each name, by key, and those that had to be created, in the order of the names.

    A new theme takes the next rank, and for letter the first of its name that is free.
    """
    known = themes_by_key(cite)
    standing = {theme.pk: theme for theme in known.values()}
    letters = {theme.letter or "" for theme in standing.values()}
    last = max((theme.rank or 0 for theme in standing.values()), default=0)
    looks = Counter(theme.look for theme in standing.values())
    new: list[Theme] = []
    for name in names:
        key = name_key(name)
        if key not in known:
            last += 1
            letter = free_letter(name, letters)
            known[key] = Theme(cite=cite, name=name, key=key, letter=letter, rank=last, look=free_look(looks))
            letters.add(letter)
            looks[known[key].look] += 1
            new.append(known[key])
    Theme.objects.bulk_create(new)
    return known, new


def free_look(taken: Mapping[int, int]) -> int:
    """The first look that the fewest themes have: sixteen themes before one is given twice."""
    return min(range(1, LOOKS + 1), key=lambda look: (taken.get(look, 0), look))


def free_letter(name: str, taken: set[str]) -> str:
    """The letter of a theme's badge: its first, else its second consonant, else any of its letters, else a number."""
    letters = fold(name).replace(" ", "").upper() or "?"
    consonants = [letter for letter in letters if letter.lower() in _CONSONANTS]
    candidates = [letters[0], *consonants[1:2], *letters]
    free = next((letter for letter in candidates if letter not in taken), None)
    return free or next(str(n) for n in count(1) if str(n) not in taken)


def set_holders(*, cite: Cite, actions: Sequence[Action]) -> list[Organisation]:
    """Make the holders of the actions what their written cell says. Returns the organisations created for it."""
    written = {action.pk: holders_in(action.holder_written) if action.holder_written else () for action in actions}
    names = [holder.name for holders in written.values() for holder in holders]
    known, new = ensure_organisations(cite=cite, names=names)
    ActionHolder.objects.filter(action__in=[action.pk for action in actions]).delete()
    rows = []
    for pk, holders in written.items():
        distinct = {known[name_key(holder.name)]: holder for holder in reversed(holders)}
        rows += [
            ActionHolder(action_id=pk, organisation=organisation, position=position, tentative=holder.tentative)
            for position, (organisation, holder) in enumerate(reversed(distinct.items()), start=1)
        ]
    ActionHolder.objects.bulk_create(rows, batch_size=500)
    return new


def set_partners(*, cite: Cite, actions: Sequence[Action]) -> None:
    """Make the partners of the actions what their written cell says; a name that the cité knows points at it."""
    known = organisations_by_key(cite)
    ActionPartner.objects.filter(action__in=[action.pk for action in actions]).delete()
    ActionPartner.objects.bulk_create(
        (
            ActionPartner(action=action, position=position, written=name, organisation=known.get(name_key(name)))
            for action in actions
            for position, name in enumerate(partners_in(action.partners_written), start=1)
        ),
        batch_size=500,
    )


def set_ranks(ranks: Mapping[int, int]) -> None:
    """Put the actions in the order of their annex: rank by primary key. The order is no fact, and is not told."""
    moved = [
        Action(pk=action.pk, rank=ranks[action.pk])
        for action in Action.objects.filter(pk__in=ranks).only("pk", "rank")
        if action.rank != ranks[action.pk]
    ]
    Action.objects.bulk_update(moved, ["rank"], batch_size=500)
