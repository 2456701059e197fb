"""What a person asks of movements, a figure and what it is of: all of it in the address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import QueryDict
from django.utils.timezone import localdate

from preau.budgets.models import Movement
from preau.budgets.queries import GRANT
from preau.budgets.states import MovementKind
from preau.core.budget.position import SIGNS, Figure, Kind
from preau.core.days import past_day
from preau.core.money import ZERO
from preau.core.refusal import Refusal
from preau.journal.moments import NOW, Moment
from preau.programmes.models import ActionHolder
from preau.programmes.states import NationalAxis

GRANT_WORD = "cite-educative"
FIGURES: Mapping[str, tuple[Figure, str]] = {
    "notifie": ("notified", "Notifié"),
    "programme": ("programmed", "Programmé"),
    "engage": ("committed", "Engagé, moins ce qui est dégagé ou reversé"),
    "verse": ("paid", "Versé, moins ce qui est reversé"),
    "disponible": ("available", "Disponible : le notifié moins le programmé"),
    "a-engager": ("to_commit", "À engager : le programmé moins l’engagé"),
    "a-verser": ("to_pay", "À verser : l’engagé moins le versé"),
    GRANT_WORD: ("programmed", "Montant Cité éducative : le programmé des enveloppes qui le composent"),
}
"""The figures by their word in the address, each with what it is made of."""
WORDS: Mapping[Figure, str] = {figure: word for word, (figure, _) in FIGURES.items() if word != GRANT_WORD}
KINDS: Mapping[str, MovementKind] = {
    "notifie": MovementKind.NOTIFIED,
    "programme": MovementKind.PROGRAMMED,
    "engage": MovementKind.COMMITTED,
    "verse": MovementKind.PAID,
    "degage": MovementKind.RELEASED,
    "reverse": MovementKind.RECOVERED,
}
NONE = "sans"
"""The word of what has no theme, no axis, no holder."""
LARGEST = 2**31 - 1
_SERIAL = re.compile(r"(\d{4})-(\d{1,9})")


def number_in(text: str) -> int | None:
    """The number that a word of an address is, where it is one that a row may have."""
    return int(text) if text.isdecimal() and len(text) < 11 and int(text) <= LARGEST else None  # noqa: PLR2004


def moment_in(query: QueryDict) -> tuple[Moment, str]:
    """The day that an address asks about, and what is wrong with it where it is none."""
    text = query.get("au", "").strip()
    if not text:
        return NOW, ""
    try:
        return Moment(on=past_day(text, localdate())), ""
    except Refusal as refusal:
        return NOW, str(refusal)


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure, or kinds of movements, and what they are of. An empty word asks nothing."""

    figure: str = ""
    kinds: frozenset[MovementKind] = field(default_factory=frozenset)
    envelope: int | None = None
    exercise: int | None = None
    in_kind: bool = False
    action: str = ""
    theme: str = ""
    axis: str = ""
    holder: str = ""
    year: int | None = None
    on: date | None = None

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """What the address asks; a word that means nothing asks nothing."""
        figure, axis, action = query.get("montant", ""), query.get("axe", ""), query.get("action", "")
        holder = query.get("porteur", "")
        return cls(
            figure=figure if figure in FIGURES else "",
            kinds=frozenset(KINDS[word] for word in query.getlist("type") if word in KINDS),
            envelope=number_in(query.get("enveloppe", "")),
            exercise=number_in(query.get("exercice", "")),
            in_kind=query.get("nature") == "1",
            action=action if _SERIAL.fullmatch(action) or number_in(action) is not None else "",
            theme=query.get("theme", "")[:10],
            axis=axis if axis in {NONE, *NationalAxis.values} else "",
            holder=holder if holder == NONE or number_in(holder) is not None else "",
            year=number_in(query.get("annee", "")),
            on=moment_in(query)[0].on,
        )

    def address(self, **changes: object) -> str:
        """The words of an address that ask this, or this but for some changes: "?montant=engage&enveloppe=3"."""
        return f"?{urlencode(replace(self, **changes).words)}"  # type: ignore[arg-type]

    @property
    def words(self) -> list[tuple[str, object]]:
        """What is asked, as the names and values of an address."""
        kinds = [word for word, kind in KINDS.items() if kind in self.kinds]
        words: list[tuple[str, object]] = [("montant", self.figure), *(("type", word) for word in kinds)]
        words += [("enveloppe", self.envelope), ("exercice", self.exercise), ("nature", "1" if self.in_kind else "")]
        words += [("action", self.action), ("theme", self.theme), ("axe", self.axis), ("porteur", self.holder)]
        words += [("annee", self.year), ("au", self.on and self.on.isoformat())]
        return [(name, value) for name, value in words if value not in (None, "")]

    @property
    def signs(self) -> Mapping[Kind, int]:
        """The kinds that count, with their sign: those of the figure, else those asked for, else all."""
        if self.figure:
            return SIGNS[FIGURES[self.figure][0]]
        kinds: list[Kind] = [kind.value for kind in MovementKind if not self.kinds or kind in self.kinds]  # type: ignore[misc]
        return dict.fromkeys(kinds, 1)

    @property
    def adds_up(self) -> bool:
        """Whether the movements make one sum: those of a figure, or of one kind."""
        return bool(self.figure) or len(self.signs) == 1

    def keep(self, movements: QuerySet[Movement]) -> QuerySet[Movement]:
        """Those of the movements that answer, the latest first."""
        kept = movements.filter(Moment(on=self.on).movements(), kind__in=list(self.signs))
        if self.figure == GRANT_WORD:
            kept = kept.filter(GRANT)
        if self.envelope is not None:
            kept = kept.filter(envelope=self.envelope)
        if self.exercise is not None:
            kept = kept.filter(envelope__year__lte=self.exercise, envelope__last_year__gte=self.exercise)
        if self.exercise is not None or self.in_kind:
            kept = kept.filter(envelope__in_kind=self.in_kind)
        if self.year is not None:
            kept = kept.filter(action__programme__year=self.year)
        return self._of_action(kept).order_by("-on", "-pk")

    def _of_action(self, kept: QuerySet[Movement]) -> QuerySet[Movement]:
        """Those of the action, the theme, the axis and the first holder that are asked for."""
        if serial := _SERIAL.fullmatch(self.action):
            kept = kept.filter(action__programme__year=int(serial[1]), action__serial=min(int(serial[2]), LARGEST))
        elif self.action:
            kept = kept.filter(action=int(self.action))
        if self.theme:
            is_theme = Q(action__theme=None) if self.theme == NONE else Q(action__theme__letter=self.theme)
            kept = kept.filter(is_theme, action__isnull=False)
        if self.axis:
            kept = kept.filter(action__axis="" if self.axis == NONE else self.axis)
        if self.holder:
            first = ActionHolder.objects.filter(action=OuterRef("action")).order_by("position", "pk")
            kept = kept.annotate(first_holder=Subquery(first.values("organisation")[:1])).filter(
                action__isnull=False, first_holder=None if self.holder == NONE else int(self.holder)
            )
        return kept

    def sums(self, kept: QuerySet[Movement]) -> dict[Kind, Decimal]:
        """What the movements kept make, kind by kind, with the sign under which each counts. One query."""
        rows = kept.order_by().values_list("kind").annotate(total=Sum(F("amount")))
        return {kind: total * self.signs[kind] for kind, total in rows}

    def total(self, sums: Mapping[Kind, Decimal]) -> Decimal:
        """The figure that they make."""
        return sum(sums.values(), ZERO)
