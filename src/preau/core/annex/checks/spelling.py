"""Checks of names: who carries, with whom, under which theme, and whether one name is written two ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from preau.core.annex.checks.places import named, say
from preau.core.annex.names import glued, is_generic, is_prose, is_tentative, names_alone, partners_in
from preau.core.annex.rows import ActionRow, Annex
from preau.core.findings import Finding
from preau.core.text import fold, listed, one_edit_apart

FREQUENT = 3
"""A writing this frequent may be the right one of a name that is written otherwise once."""
MIN_WORD = 5
"""Shorter words (in letters) differ by a letter without being a slip ("Pont", "Port")."""
_EVERYBODY = ("tous les ", "toutes les ", "ensemble des ", "l ensemble ")


def theme_variant(annex: Annex) -> Iterator[Finding]:
    """theme-variant: the theme is written otherwise than elsewhere; it is counted with the commonest writing."""
    found = say(annex, "theme-variant", "theme")
    for action in annex.actions:
        if action.theme_written and action.theme_written != action.theme:
            message = (
                f"{named(action)} : « {action.theme_written} » est le thème « {action.theme} » écrit autrement. "
                "Les deux sont comptés ensemble."
            )
            yield found(action, message)


def holder_written(annex: Annex) -> Iterator[Finding]:
    """holder-tentative, holder-several, holder-generic: what the cell of the holder leaves to be made precise."""
    verdicts: dict[str, list[tuple[str, str]]] = {}
    sayings = {code: say(annex, f"holder-{code}", "holder") for code in ("tentative", "several", "generic")}
    for action in annex.actions:
        written = action.holder_written
        if not written:
            continue
        if written not in verdicts:
            verdicts[written] = list(_of_holder(action, written))
        for code, message in verdicts[written]:
            yield sayings[code](action, f"{named(action)} : {message}")


def _of_holder(action: ActionRow, written: str) -> Iterator[tuple[str, str]]:
    if written[0].isdigit():
        return
    if is_tentative(written):
        yield "tentative", f"le porteur est incertain, « {written} ». Confirmez-le, ou nommez-en un autre."
    if len(action.holders) > 1:
        names = listed([holder.name for holder in action.holders])
        yield "several", f"plusieurs porteurs dans une case, {names}. Dites qui reçoit l’argent."
    elif is_generic(written):
        yield "generic", f"« {written} » ne nomme aucun organisme. Dites lesquels portent l’action."


def holder_own_partner(annex: Annex) -> Iterator[Finding]:
    """holder-own-partner: the holder is also among its own partners."""
    found = say(annex, "holder-own-partner", "expected_partners")
    folded: dict[tuple[str, ...], set[str]] = {}
    for action in annex.actions:
        if not action.partners:
            continue
        if action.partners not in folded:
            folded[action.partners] = {fold(name) for name in action.partners}
        partners = folded[action.partners]
        own = [holder.name for holder in action.holders if fold(holder.name) in partners]
        if own:
            yield found(action, f"{named(action)} : le porteur, {listed(own)}, est aussi parmi ses partenaires.")


def partners_written(annex: Annex) -> Iterator[Finding]:
    """partners-prose, partners-generic, partner-repeated, partners-run-together: what the cell of the partners is.

    A sentence, "tous les partenaires", a name twice, two names without a separator ("LPO AFEV").
    """
    codes = ("partners-prose", "partners-generic", "partner-repeated", "partners-run-together")
    sayings = {code: say(annex, code, "expected_partners") for code in codes}
    known: set[str] | None = None
    verdicts: dict[str, list[tuple[str, str]]] = {}
    for action in annex.actions:
        written = action.partners_written
        if not written:
            continue
        if written not in verdicts:
            known = names_alone(annex.actions) if known is None else known
            verdicts[written] = list(_of_partners(action, written, known))
        for code, message in verdicts[written]:
            yield sayings[code](action, f"{named(action)} : {message}")


def _of_partners(action: ActionRow, written: str, known: set[str]) -> Iterator[tuple[str, str]]:
    if is_prose(written):
        yield "partners-prose", "la case des partenaires contient une phrase, pas des noms. Elle est gardée entière."
        return
    if any(fold(name).startswith(_EVERYBODY) for name in action.partners):
        yield "partners-generic", f"« {written} » ne nomme aucun partenaire."
    counts = Counter(fold(name) for name in action.partners)
    if len(counts) < len(action.partners):
        twice = [next(n for n in action.partners if fold(n) == key) for key, count in counts.items() if count > 1]
        verb = "est cité" if len(twice) == 1 else "sont cités"
        yield "partner-repeated", f"{listed(twice)} {verb} deux fois parmi les partenaires."
    together = [(name, parts) for name in partners_in(written) if (parts := glued(name, known))]
    if together:
        said = ", ".join(f"entre {listed(parts)} (« {name} »)" for name, parts in together)
        yield "partners-run-together", f"il manque un séparateur {said}. Ces noms sont lus séparément."


class _Name:
    """The writings of one name, folded alike: how often each, and where each comes first."""

    __slots__ = ("first", "times")

    def __init__(self) -> None:
        self.times: Counter[str] = Counter()
        self.first: dict[str, tuple[ActionRow, str]] = {}

    @property
    def main(self) -> str:
        """The commonest writing, the first of equals."""
        return self.times.most_common(1)[0][0]


def _names(annex: Annex) -> dict[str, _Name]:
    """Every name of a holder or a partner, by its folded form; cells written alike are read once."""
    times: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], ActionRow] = {}
    for action in annex.actions:
        for cell in (("holder", action.holder_written or ""), ("expected_partners", action.partners_written or "")):
            times[cell] += 1
            first.setdefault(cell, action)
    names: dict[str, _Name] = defaultdict(_Name)
    for cell, action in first.items():
        concept = cell[0]
        for written in [holder.name for holder in action.holders] if concept == "holder" else action.partners:
            name = names[fold(written)]
            name.times[written] += times[cell]
            name.first.setdefault(written, (action, concept))
    return names


def names_written(annex: Annex) -> Iterator[Finding]:
    """name-typo: a name written once that a letter separates from a frequent one ("Ville d'Allonne").

    name-variant: one organisation written in several ways (capitals, accents); said once, where the rarer comes first.
    """
    names = _names(annex)
    sayings = {
        (code, concept): say(annex, code, concept)
        for code in ("name-typo", "name-variant")
        for concept in ("holder", "expected_partners")
    }
    for rare, right in _slips(names):
        (written, (action, concept)), times = next(iter(rare.first.items())), right.times.total()
        message = f"{named(action)} : « {written} » est peut-être « {right.main} », écrit ainsi {times} fois."
        yield sayings["name-typo", concept](action, message)
    for name in names.values():
        if len(name.times) > 1:
            main = name.main
            written, (action, concept) = next(item for item in name.first.items() if item[0] != main)
            ways = listed([f"« {way} » ({times})" for way, times in name.times.most_common()])
            message = (
                f"{named(action)} : « {written} » s’écrit de plusieurs façons dans le fichier, {ways}. "
                "C’est le même organisme."
            )
            yield sayings["name-variant", concept](action, message)


def _slips(names: dict[str, _Name]) -> Iterator[tuple[_Name, _Name]]:
    """The names written once, each with the frequent name that a letter of a word separates from it.

    Frequent names are put in families by all their words but one, so that a rare name meets its near ones only.
    """
    families: dict[tuple[str, ...], list[tuple[str, _Name]]] = defaultdict(list)
    for folded, name in names.items():
        if name.times.total() >= FREQUENT:
            for others, word in _all_but_one(folded):
                families[others].append((word, name))
    for folded, name in names.items():
        if name.times.total() == 1:
            near = (
                right
                for others, word in _all_but_one(folded)
                for other, right in families.get(others, ())
                if one_edit_apart(word, other) and not _is_plural(word, other, name, others.index(""))
            )
            if (right := next(near, None)) is not None:
                yield name, right


def _all_but_one(folded: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each long word of a name, with the words around it."""
    words = folded.split()
    for i, word in enumerate(words):
        if len(word) >= MIN_WORD and word.isalpha():
            yield (*words[:i], "", *words[i + 1 :]), word


def _is_plural(one: str, other: str, name: _Name, at: int) -> bool:
    """Whether only the mark of the plural differs, no slip but in a proper noun ("d'Allonne", "d'Allonnes")."""
    short, long = sorted((one, other), key=len)
    written = next(iter(name.times))
    words = "".join(sign if sign.isalnum() else " " for sign in written).split()
    proper = 0 < at < len(words) and words[at][0].isupper()
    return long in (f"{short}s", f"{short}x") and not proper
