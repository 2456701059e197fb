"""Checks of repetition: the same action twice, or twice but for a letter. Linear in the number of actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from preau.core.annex.checks.places import called, finding, named
from preau.core.annex.rows import ActionRow, Annex
from preau.core.findings import Finding
from preau.core.text import fold, one_edit_apart

GENERIC_HOLDERS = 3
"""A title that this many holders share ("Subvention de fonctionnement") says nothing of an action by itself."""
MIN_TITLE = 8
"""Shorter titles (in signs) are too near to one another by chance."""
MIN_WORD = 4
BUCKET = 40
"""In a larger family of titles that differ by one word, the word is a place or a date, not a slip of the pen."""

Key = tuple[str, str]


def _by_key(annex: Annex) -> dict[Key, list[ActionRow]]:
    """The actions by holder and title, both folded."""
    found: dict[Key, list[ActionRow]] = defaultdict(list)
    for action in annex.actions:
        if action.title and action.holder_written:
            found[fold(action.holder_written), fold(action.title)].append(action)
    return found


def _generic_titles(keys: Iterator[Key]) -> set[str]:
    holders: dict[str, set[str]] = defaultdict(set)
    for holder, title in keys:
        holders[title].add(holder)
    return {title for title, names in holders.items() if len(names) >= GENERIC_HOLDERS}


def _what(action: ActionRow) -> tuple[object, ...]:
    """The whole row but its number: two equal ones are one action written twice."""
    return action.content()[1:]


def action_repeated(annex: Annex) -> Iterator[Finding]:
    """action-repeated: the same holder carries the same title twice; or, under a common title, the same whole row."""
    by_key = _by_key(annex)
    generic = _generic_titles(iter(by_key))
    named_twice = {key: rows for key, rows in by_key.items() if len(rows) > 1 and key[1] not in generic}
    said = set()
    for rows in named_twice.values():
        for action in rows[1:]:
            said.add(id(action))
            yield _repeated(annex, action, rows[0])
    whole: dict[object, ActionRow] = {}
    by_identifier = _named_by_key(annex)
    for action in annex.actions:
        identifier = (action.uai or action.siret or action.rna) if by_identifier else None
        first = whole.setdefault(identifier or _what(action), action)
        if first is not action and id(action) not in said:
            yield _repeated(annex, action, first)


def _named_by_key(annex: Annex) -> bool:
    """Whether the rows are organisations known by their identifier: a list without titles nor amounts."""
    return not annex.computed and not any(action.title for action in annex.actions)


def _repeated(annex: Annex, action: ActionRow, first: ActionRow) -> Finding:
    detail = (
        ""
        if _what(action) == _what(first)
        else " Le thème ou les montants diffèrent : cofinancement, ou doublon\u00a0?".replace("\u00a0?", " ?")
    )
    message = f"{named(action)} : même porteur et même intitulé que {called(first)}.{detail} Rien n’est fusionné."
    concept = "title" if action.title else "holder"
    return finding(annex, action, "action-repeated", concept, message)


def action_nearly_repeated(annex: Annex) -> Iterator[Finding]:
    """action-nearly-repeated: one holder, two titles that a single letter of a single word separates.

    Titles are put in families by all their words but one, so that each is compared with its near neighbours only.
    """
    by_key = _by_key(annex)
    families: dict[int, list[tuple[str, Key]]] = defaultdict(list)
    for key in by_key:
        holder, title = key
        words = title.split()
        if len(title) >= MIN_TITLE:
            for i, word in enumerate(words):
                rest = " ".join(words[:i] + words[i + 1 :])
                families[hash((holder, rest, i))].append((word, key))
    said: set[frozenset[Key]] = set()
    for family in families.values():
        if not 1 < len(family) <= BUCKET:
            continue
        for i, (word, key) in enumerate(family):
            for other_word, other_key in family[i + 1 :]:
                pair = frozenset((key, other_key))
                if pair not in said and _is_slip(word, other_word):
                    said.add(pair)
                    first, second = sorted((by_key[key][0], by_key[other_key][0]), key=lambda a: (a.table, a.line))
                    yield _nearly(annex, second, first)


def _is_slip(one: str, other: str) -> bool:
    if max(len(one), len(other)) < MIN_WORD or one.isdigit() or other.isdigit():
        return False
    return one_edit_apart(one, other) and not (any(c.isdigit() for c in one + other))


def _nearly(annex: Annex, action: ActionRow, first: ActionRow) -> Finding:
    message = (
        f"{named(action)} : « {action.title} » ne diffère que d’une lettre de « {first.title} » ({called(first)}), "
        "du même porteur. Doublon, ou faute de frappe ?"
    )
    return finding(annex, action, "action-nearly-repeated", "title", message)
