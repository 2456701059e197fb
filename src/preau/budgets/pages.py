"""What the pages of envelopes show, from the right of the visitor: positions, rules, parts, forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse

from preau.budgets import shown
from preau.budgets.asked import Asked, moment_in, number_in
from preau.budgets.envelope_rules import rule_text, rules_of
from preau.budgets.models import Envelope
from preau.budgets.movement_forms import MoveForm, NotifyForm, ProgramForm
from preau.budgets.movement_pages import page_of
from preau.budgets.queries import envelopes_for, movements_for, positions_of
from preau.budgets.rules import rules_passed_of
from preau.budgets.states import RuleLevel
from preau.core.budget.position import Position
from preau.journal.moments import NOW, Moment
from preau.people.models import Cite
from preau.people.reach import access_of
from preau.people.roles import Verb
from preau.programmes.models import Action, Programme
from preau.programmes.queries import by_currency
from preau.programmes.states import ProgrammeState

PARTS = 50
"""Parts of an envelope on a page, each with five figures that lead somewhere."""
FORMATS = {
    "pdf": "PDF", "docx": "Word", "odt": "ODT", "xlsx": "Excel", "ods": "ODS", "csv": "CSV", "tsv": "TSV",
    "html": "Page web",
}  # fmt: skip
"""The formats of a paper, in the order of the menu."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A rule of an envelope, whether it is kept, and where it is not."""

    text: str
    blocks: bool
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class Row:
    """An envelope of the list."""

    envelope: Envelope
    url: str
    position: Position
    figures: list[shown.FigureLink]
    broken: int = 0
    passed: list[tuple[bool, str]] = field(default_factory=list)

    @property
    def blocked(self) -> bool:
        """Whether one of the rules that it does not keep blocks."""
        return any(blocks for blocks, _ in self.passed)


@dataclass(frozen=True, slots=True)
class Table:
    """Envelopes of one nature with their sum: money and valued contributions are never added up."""

    rows: list[Row]
    total: list[shown.FigureLink]
    position: Position


def list_context(request: HttpRequest, cite: Cite) -> dict[str, Any]:
    """The envelopes of a year at a moment. Six queries, however many."""
    at, wrong = moment_in(request.GET)
    everything = list(envelopes_for(request.user, cite))
    years = sorted({year for one in everything for year in range(one.year, one.last_year + 1)})
    year = _year(request, cite, years)
    chosen = [one for one in everything if year is not None and one.year <= year <= one.last_year]
    chosen.sort(key=lambda one: (not one.is_default, one.name.casefold()))
    found, passed = positions_of(chosen, at), rules_passed_of(chosen, at=at)
    page = reverse("movements", args=[cite.slug])
    rows = [
        Row(
            one,
            reverse("envelope", args=[cite.slug, one.pk]) + (f"?au={at.on.isoformat()}" if at.on else ""),
            found[one.pk],
            shown.figures_of(found[one.pk], page, Asked(envelope=one.pk, on=at.on)),
            len({rule.kind for rule, _ in passed[one.pk]}),
            [(rule.level == RuleLevel.BLOCK, breach.sentence) for rule, breach in passed[one.pk]],
        )
        for one in chosen
    ]
    asked = Asked(exercise=year, on=at.on)
    return {
        "tab": "envelopes",
        "year": year,
        "years": years,
        "on": at.on,
        "wrong_day": wrong,
        "money": _table([row for row in rows if not row.envelope.in_kind], page, asked),
        "in_kind": _table(
            [row for row in rows if row.envelope.in_kind], page, Asked(exercise=year, in_kind=True, on=at.on)
        ),
        "passed": [row for row in rows if row.passed],
        "headings": [label for _, label in shown.FIGURES],
    }


def _table(rows: list[Row], page: str, asked: Asked) -> Table:
    total = sum((row.position for row in rows), Position())
    return Table(rows, shown.figures_of(total, page, asked), total)


def _year(request: HttpRequest, cite: Cite, years: Sequence[int]) -> int | None:
    """The year asked for, else that of the programme in force, else the last that has an envelope."""
    asked = number_in(request.GET.get("annee", ""))
    if asked in years or not years:
        return asked if asked in years else None
    current = by_currency(Programme.objects.filter(cite=cite)).values_list("year", flat=True).first()
    return current if current in years else years[-1]


@dataclass(slots=True)
class Forms:
    """The forms of the page of an envelope that were refused: they keep what was typed."""

    notify: NotifyForm | None = None
    move: MoveForm | None = None
    program: ProgramForm | None = None

    @property
    def place(self) -> str:
        """Where the refused one stands on the page."""
        places = {"t-notifier": self.notify, "t-noter": self.move, "t-programmer": self.program}
        return next((place for place, form in places.items() if form is not None), "")


def envelope_context(request: HttpRequest, envelope: Envelope, forms: Forms) -> dict[str, Any]:
    """The page of an envelope. A constant number of queries, whatever its movements and its actions."""
    cite, access = envelope.cite, access_of(request)
    at, wrong = moment_in(request.GET)
    grouping = request.GET.get("par", "action")
    grouping = grouping if grouping in {one.word for one in shown.GROUPINGS} else "action"
    asked = Asked(envelope=envelope.pk, on=at.on)
    position = positions_of([envelope], at)[envelope.pk]
    actions = shown.by_action(envelope, at)
    rows, total = shown.parts(cite, grouping, actions, asked)
    page_url = reverse("movements", args=[cite.slug])
    manages = access.may_here(Verb.MANAGE_BUDGETS)
    movements = asked.keep(movements_for(request.user, cite))
    return {
        "tab": "envelopes",
        "envelope": envelope,
        "on": at.on,
        "wrong_day": wrong,
        "position": position,
        "figures": shown.figures_of(position, page_url, asked),
        "headings": [label for _, label in shown.OF_AN_ACTION],
        "rules": kept_rules(envelope, at),
        "grouping": next(one for one in shown.GROUPINGS if one.word == grouping),
        "groupings": shown.GROUPINGS,
        "parts": Paginator(rows, PARTS).get_page(request.GET.get("parts")),
        "parts_total": shown.figures_of(total, page_url, asked, shown.OF_AN_ACTION),
        "here": reverse("envelope", args=[cite.slug, envelope.pk]),
        "all_movements": page_url + asked.address(),
        "formats": FORMATS,
        "refused": forms.place,
        "may_manage": manages,
        **page_of(request, cite, movements, asked),
        **_forms(request, envelope, list(actions), forms, at),
    }


def kept_rules(envelope: Envelope, at: Moment) -> list[Kept]:
    """The rules of the envelope, with where each is not kept at the moment."""
    passed = rules_passed_of([envelope], at=at)[envelope.pk]
    return [
        Kept(
            rule_text(rule),
            rule.level == RuleLevel.BLOCK,
            [breach.sentence for kept, breach in passed if kept.kind == rule.kind],
        )
        for rule in rules_of(envelope)
    ]


def _forms(request: HttpRequest, envelope: Envelope, actions: list[Action], forms: Forms, at: Moment) -> dict[str, Any]:
    """The forms beside the envelope, as it stands: none on a day that is past."""
    access = access_of(request)
    manages, edits = (at.is_now and access.may_here(verb) for verb in (Verb.MANAGE_BUDGETS, Verb.EDIT))
    drafts = draft_actions(envelope) if edits else []
    return {
        "notify_form": (forms.notify or NotifyForm(auto_id="notify_%s")) if manages else None,
        "move_form": (forms.move or MoveForm(actions=actions, auto_id="move_%s")) if manages and actions else None,
        "program_form": (forms.program or ProgramForm(actions=drafts, auto_id="program_%s")) if drafts else None,
    }


def funded_actions(envelope: Envelope) -> list[Action]:
    """The actions that the envelope has money for, now."""
    return list(shown.by_action(envelope, NOW))


def draft_actions(envelope: Envelope) -> list[Action]:
    """The actions of the draft programmes of the envelope's years, which it may be programmed for. One query."""
    found = Action.objects.filter(
        programme__cite=envelope.cite_id,
        programme__state=ProgrammeState.DRAFT,
        programme__year__range=(envelope.year, envelope.last_year),
        withdrawn=False,
    )
    names = ("serial", "number", "title", "holder_written", "programme__year", "programme__cite")
    ordered = found.select_related("programme").only(*names, "programme__state")
    return list(ordered.order_by("programme__year", "rank", "serial"))
