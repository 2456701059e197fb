"""Checks of repetition: the same action twice, or twice but for a letter. Linear in the number of actions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from preau.core.annex.checks.places import called, named, say
from preau.core.annex.rows import ActionRow, Annex
from preau.core.findings import Finding
from preau.core.text import fold, is_slip

GENERIC_HOLDERS = 3
"""A title that this many holders share ("Subvention de fonctionnement") says nothing of an action by itself."""
MIN_TITLE = 8
"""Shorter titles (in signs) are too near to one another by chance."""
BUCKET = 40
"""In a larger family of titles that differ by one word, the word is a place or a date, not a slip of the pen."""
_LETTERS = b"abcdefghijklmnopqrstuvwxyz"


def repeated(annex: Annex) -> Iterator[Finding]:
    """action-repeated and action-nearly-repeated: one holder, one title twice, or two that a letter separates."""
    first: dict[str, ActionRow] = {}
    again: dict[str, list[ActionRow]] = defaultdict(list)
    unnamed = []
    for action in annex.actions:
        if action.title and action.holder_written:
            key = f"{fold(action.holder_written)}\n{fold(action.title)}"
            if first.setdefault(key, action) is not action:
                again[key].append(action)
        else:
            unnamed.append(action)
    generic = _generic_titles(first) if again else set()
    for key, rows in again.items():
        if key.partition("\n")[2] in generic:
            yield from _same(annex, ((_what(action), action) for action in [first[key], *rows]))
        else:
            yield from (_repeated(annex, action, first[key]) for action in rows)
    by_identifier = not first and not annex.computed
    yield from _same(annex, (((_identifier(a) if by_identifier else None) or _what(a), a) for a in unnamed))
    yield from _nearly_repeated(annex, first)


def _generic_titles(keys: Iterable[str]) -> set[str]:
    holders = Counter(key.partition("\n")[2] for key in keys)
    return {title for title, count in holders.items() if count >= GENERIC_HOLDERS}


def _what(action: ActionRow) -> object:
    """The whole row but its number: two equal ones are one action written twice."""
    return action.content()[1:]


def _identifier(action: ActionRow) -> str | None:
    """What an organisation is known by, in a list without titles nor amounts."""
    return action.uai or action.siret or action.rna


def _same(annex: Annex, known: Iterable[tuple[object, ActionRow]]) -> Iterator[Finding]:
    seen: dict[object, ActionRow] = {}
    for what, action in known:
        first = seen.setdefault(what, action)
        if first is not action:
            yield _repeated(annex, action, first)


def _repeated(annex: Annex, action: ActionRow, first: ActionRow) -> Finding:
    if not action.title and (identifier := _identifier(action)) and identifier == _identifier(first):
        same, detail = f"le même identifiant, {identifier},", ""
    else:
        same = "même porteur et même intitulé" if action.title else "même porteur"
        detail = "" if _what(action) == _what(first) else " Le reste diffère : cofinancement, ou doublon ?"
    message = f"{named(action)} : {same} que {called(first)}.{detail} Rien n’est fusionné."
    return say(annex, "action-repeated", "title" if action.title else "holder")(action, message)


def _nearly_repeated(annex: Annex, actions: dict[str, ActionRow]) -> Iterator[Finding]:
    """Two titles of one holder, of which one letter of one word is not the same."""
    found = say(annex, "action-nearly-repeated", "title")
    for one, other in sorted(_near_pairs(actions)):
        first, second = sorted((actions[one], actions[other]), key=lambda action: (action.table, action.line))
        message = (
            f"{named(second)} : « {second.title} » ne diffère que d’une lettre de « {first.title} » "
            f"({called(first)}), du même porteur. Doublon, ou faute de frappe ?"
        )
        yield found(second, message)


def _near_pairs(keys: Iterable[str]) -> set[tuple[str, str]]:
    """The pairs of keys whose titles a slip in one word separates; a key is a holder and a title, folded, on two lines.

    Titles alike have as many words, and the same digits in the same places (a number is no slip): nearly every title is
    told from all others by what is left of it without its letters. Those that are not are put in families by all their
    words but one, so that each is compared with its neighbours only.
    """
    alone: dict[bytes, str] = {}
    groups: dict[bytes, list[str]] = defaultdict(list)
    for key in keys:
        holder, _, title = key.partition("\n")
        if len(title) >= MIN_TITLE:
            group = holder.encode() + b"\n" + title.encode().translate(None, _LETTERS)
            if alone.setdefault(group, key) is not key:
                groups[group].append(key)
    pairs: set[tuple[str, str]] = set()
    for group, rest in groups.items():
        for family in _families([alone[group], *rest]):
            pairs.update(_slips(family))
    return pairs


def _families(group: list[str]) -> Iterator[list[tuple[str, str]]]:
    """The titles of a group that are the same but for one word, with that word."""
    families: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for key in group:
        words = key.partition("\n")[2].split()
        for i, word in enumerate(words):
            families[(*words[:i], "", *words[i + 1 :])].append((word, key))
    return (family for family in families.values() if 1 < len(family) <= BUCKET)


def _slips(family: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for i, (word, key) in enumerate(family):
        for other_word, other_key in family[i + 1 :]:
            if is_slip(word, other_word):
                yield (key, other_key)
