"""Checks of names: who carries, with whom, under which theme, and whether one name is written two ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from preau.core.annex.checks.places import finding, named
from preau.core.annex.names import glued, is_generic, is_prose, is_tentative, names_alone, partners_in
from preau.core.annex.rows import ActionRow, Annex
from preau.core.findings import Finding
from preau.core.text import fold, listed, one_edit_apart

FREQUENT = 3
"""A writing this frequent may be the right one of a name that is written otherwise once."""
MIN_WORD = 5
"""Shorter words (in letters) differ by a letter without being a slip ("Pont", "Port")."""


def theme_variant(annex: Annex) -> Iterator[Finding]:
    """theme-variant: the theme is written otherwise than elsewhere; it is counted with the commonest writing."""
    for action in annex.actions:
        if action.theme_written and action.theme_written != action.theme:
            message = f"{named(action)} : « {action.theme_written} » est le thème « {action.theme} » écrit autrement. Les deux sont comptés ensemble."
            yield finding(annex, action, "theme-variant", "theme", message)


def holder_written(annex: Annex) -> Iterator[Finding]:
    """holder-tentative, holder-several, holder-generic: what the cell of the holder leaves to be made precise."""
    for action in annex.actions:
        written = action.holder_written
        if not written or written[0].isdigit():
            continue
        if is_tentative(written):
            message = f"{named(action)} : le porteur est incertain, « {written} ». Confirmez-le, ou nommez-en un autre."
            yield finding(annex, action, "holder-tentative", "holder", message)
        if len(action.holders) > 1:
            names = listed([holder.name for holder in action.holders])
            message = f"{named(action)} : plusieurs porteurs dans une case, {names}. Dites qui reçoit l’argent."
            yield finding(annex, action, "holder-several", "holder", message)
        elif is_generic(written):
            message = f"{named(action)} : « {written} » ne nomme aucun organisme. Dites lesquels portent l’action."
            yield finding(annex, action, "holder-generic", "holder", message)


def holder_own_partner(annex: Annex) -> Iterator[Finding]:
    """holder-own-partner: the holder is also among its own partners."""
    for action in annex.actions:
        if not action.partners:
            continue
        partners = {fold(name) for name in action.partners}
        own = [holder.name for holder in action.holders if fold(holder.name) in partners]
        if own:
            message = f"{named(action)} : le porteur, {listed(own)}, est aussi parmi ses partenaires."
            yield finding(annex, action, "holder-own-partner", "expected_partners", message)


def partners_written(annex: Annex) -> Iterator[Finding]:
    """partners-prose, partners-generic, partner-repeated: a sentence, "tous les partenaires", a name twice."""
    prose: dict[str, bool] = {}
    for action in annex.actions:
        text = action.partners_written
        if not text:
            continue
        if text not in prose:
            prose[text] = is_prose(text)
        if prose[text]:
            message = (
                f"{named(action)} : la case des partenaires contient une phrase, pas des noms. Elle est gardée entière."
            )
            yield finding(annex, action, "partners-prose", "expected_partners", message)
            continue
        if any(
            fold(name).startswith(("tous les ", "toutes les ", "ensemble des ", "l ensemble "))
            for name in action.partners
        ):
            message = f"{named(action)} : « {text} » ne nomme aucun partenaire."
            yield finding(annex, action, "partners-generic", "expected_partners", message)
        counts = Counter(fold(name) for name in action.partners)
        if len(counts) < len(action.partners):
            twice = [next(n for n in action.partners if fold(n) == key) for key, count in counts.items() if count > 1]
            message = f"{named(action)} : {listed(twice)} {'est cité' if len(twice) == 1 else 'sont cités'} deux fois parmi les partenaires."
            yield finding(annex, action, "partner-repeated", "expected_partners", message)


def partners_run_together(annex: Annex) -> Iterator[Finding]:
    """partners-run-together: two partners without a separator: "Inalta Education nationale", "LPO AFEV".

    Said when the text is nothing but names that stand alone elsewhere in the file, or nothing but acronyms of
    organisations.
    """
    known = names_alone(annex.actions)
    verdicts: dict[str, list[tuple[str, list[str]]]] = {}
    for action in annex.actions:
        written = action.partners_written
        if not written:
            continue
        if written not in verdicts:
            verdicts[written] = [(name, parts) for name in partners_in(written) if (parts := glued(name, known))]
        if verdicts[written]:
            said = " et ".join(f"entre {listed(parts)} (« {name} »)" for name, parts in verdicts[written])
            message = f"{named(action)} : il manque un séparateur {said}. Ces noms sont lus séparément."
            yield finding(annex, action, "partners-run-together", "expected_partners", message)


def _occurrences(annex: Annex) -> dict[str, list[tuple[str, ActionRow, str]]]:
    """Every name of an organisation by its folded form: as written, the action, the concept of its column."""
    found: dict[str, list[tuple[str, ActionRow, str]]] = defaultdict(list)
    for action in annex.actions:
        for holder in action.holders:
            found[fold(holder.name)].append((holder.name, action, "holder"))
        for name in action.partners:
            found[fold(name)].append((name, action, "expected_partners"))
    return found


def name_typo(annex: Annex) -> Iterator[Finding]:
    """name-typo: a name written once that a letter separates from a frequent one ("Ville d'Allonne").

    A plural is no slip, unless it is the town's own name.
    """
    found = _occurrences(annex)
    families: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for key in found:
        words = key.split()
        for i, word in enumerate(words):
            if len(word) >= MIN_WORD and not any(sign.isdigit() for sign in word):
                families[hash((*words[:i], "", *words[i + 1 :]))].append((word, key))
    place = fold(annex.place or "")
    for family in families.values():
        frequent = [(word, key) for word, key in family if len(found[key]) >= FREQUENT]
        if not frequent or len(family) == 1:
            continue
        for word, key in family:
            if len(found[key]) > 1:
                continue
            right = next((k for w, k in frequent if one_edit_apart(w, word) and not _is_plural(w, word, place)), None)
            if right:
                name, action, concept = found[key][0]
                correct = Counter(written for written, _, _ in found[right]).most_common(1)[0][0]
                message = (
                    f"{named(action)} : « {name} » est peut-être « {correct} », écrit ainsi {len(found[right])} fois."
                )
                yield finding(annex, action, "name-typo", concept, message)


def _is_plural(one: str, other: str, place: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long in (short + "s", short + "x") and place not in (one, other)


def name_variant(annex: Annex) -> Iterator[Finding]:
    """name-variant: one organisation written in several ways (capitals, accents); said once, where the rarer stands."""
    for written in _occurrences(annex).values():
        spellings = Counter(name for name, _, _ in written)
        if len(spellings) < 2:  # noqa: PLR2004 - one spelling
            continue
        main = spellings.most_common(1)[0][0]
        name, action, concept = next(occurrence for occurrence in written if occurrence[0] != main)
        others = listed([f"« {spelling} » ({count})" for spelling, count in spellings.most_common()])
        message = f"{named(action)} : « {name} » s’écrit de plusieurs façons dans le fichier, {others}. C’est le même organisme."
        yield finding(annex, action, "name-variant", concept, message)
