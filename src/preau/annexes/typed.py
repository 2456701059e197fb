"""What a person types in a cell, as the value of a field, and back. A refusal says how to write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from preau.annexes.state import AMOUNTS
from preau.core.annex.names import read_status
from preau.core.annex.plan import Value
from preau.core.money import Unreadable, parse_amount, says_nothing
from preau.core.refusal import Refusal
from preau.core.text import fold, squeeze
from preau.people.models import name_key
from preau.programmes.models import Theme
from preau.programmes.states import ActionState, NationalAxis

LONG = frozenset({"description", "audience", "partners_written"})
"""Fields that keep their paragraphs; the others are on one line."""
EDITABLE = (
    "number", "title", "status", "holder_written", "theme", "axis", "description", "audience", "priority",
    "partners_written", "total_cost", "requested", "grant",
)  # fmt: skip
"""The fields that a person may type, in the order of the annex."""
MOST = Decimal(1_000_000_000)
"""Euros past which an amount is a slip: the programme of a town has a thousandth of it."""
LONGEST = {"number": 30, "title": 1_000, "holder_written": 1_000, "audience": 5_000}
LONGEST_TEXT = 20_000
"""Signs of a text. The longest description of a real annex has a tenth of it."""


def typed(field: str, text: str, themes: Mapping[str, Theme]) -> Value:
    """The value that the text means for the field; None for nothing. `themes` are those of the cité by their keys.

    Raises Refusal, with an example, for a text that means no such value.
    """
    if field not in EDITABLE:
        raise Refusal(f"Le champ « {field} » ne se modifie pas ici.")
    if field in AMOUNTS or field == "grant":
        return _amount(text)
    words = squeeze(text if field in LONG else re.sub(r"[\r\n\t\v]+", " ", text))
    if not words:
        return None
    if field == "status":
        return _status(words)
    if field == "axis":
        return _axis(words)
    if field == "theme":
        return _theme(words, themes)
    if field == "priority":
        return _percent(words)
    longest = LONGEST.get(field, LONGEST_TEXT)
    if len(words) > longest:
        raise Refusal(f"Ce texte a {len(words)} signes ; il peut en avoir {longest}. Raccourcissez-le.")
    return words


def _amount(text: str) -> Decimal | None:
    """Euros, to the cent. A minus sign is refused: what is given back is another amount, not a negative one."""
    if not text.strip() or says_nothing(text):
        return None
    try:
        amount = parse_amount(text)
    except Unreadable:
        amount = None
    if amount is None or amount < 0:
        raise Refusal(
            f"« {text.strip()[:40]} » n’est pas un montant. Écrivez des euros, par exemple 12 500 ou 12 500,50."
        )
    if amount > MOST:
        raise Refusal(f"« {text.strip()[:40]} » dépasse un milliard d’euros. Vérifiez le nombre de zéros.")
    return amount


def _status(words: str) -> str:
    by_label = {fold(str(state.label)): state.value for state in ActionState}
    known = words if words in ActionState.values else by_label.get(fold(words)) or read_status(words)
    if known is None:
        raise Refusal(f"« {words[:40]} » n’est pas un état. Les états sont : {_listed(ActionState)}.")
    return known


def _axis(words: str) -> str:
    by_label = {fold(str(axis.label)): axis.value for axis in NationalAxis}
    by_rank = {str(rank): axis.value for rank, axis in enumerate(NationalAxis, start=1)}
    folded = fold(words)
    known = words if words in NationalAxis.values else by_label.get(folded) or by_rank.get(folded.removeprefix("axe "))
    if known is None:
        raise Refusal(f"« {words[:40]} » n’est pas un axe national. Les axes sont : {_listed(NationalAxis)}.")
    return known


def _percent(words: str) -> int:
    """A share of the audience, from 0 to 100."""
    digits = words.removesuffix("%").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 4 and int(digits) <= 100):  # noqa: PLR2004 - percents
        raise Refusal(f"« {words[:40]} » n’est pas une part. Écrivez un nombre entier de 0 à 100, par exemple 60.")
    return int(digits)


def _theme(words: str, themes: Mapping[str, Theme]) -> str:
    by_letter = {theme.letter: theme for theme in themes.values()}
    theme = themes.get(name_key(words)) or by_letter.get(words)
    if theme is None:
        names = dict.fromkeys(theme.name for theme in themes.values())
        raise Refusal(
            f"Le thème « {words[:80]} » n’existe pas. Ajoutez-le à la page des thèmes"
            + (f", ou choisissez : {', '.join(names)}." if names else ".")
        )
    return theme.name


def _listed(choices: type[ActionState | NationalAxis]) -> str:
    return ", ".join(str(one.label) for one in choices)


def shown(value: Value) -> str:
    """The text of a value in a field to type in: what `typed` reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        whole, cents = f"{abs(value):.2f}".split(".")
        grouped = ("-" if value < 0 else "") + f"{int(whole):,}".replace(",", "\u202f")
        return grouped if cents == "00" else f"{grouped},{cents}"
    return str(value)
