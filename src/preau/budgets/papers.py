"""An envelope as a paper: where it stands on a day, its rules, what it gives to each action, its movements."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.timezone import localdate

from preau.budgets import shown
from preau.budgets.models import Envelope, Movement
from preau.budgets.pages import Kept, kept_rules
from preau.budgets.queries import position_of
from preau.core.budget.position import Position
from preau.core.document.blocks import Block, Cell, Column, Document, Heading, Paragraph, Row, Table
from preau.core.typography import french, of_place
from preau.journal.moments import NOW, Moment


def envelope_statement(envelope: Envelope, at: Moment = NOW) -> Document:
    """The statement of the envelope at a moment. It names nobody: organisations alone. A constant number of queries."""
    position = position_of(envelope, at)
    day = at.on or localdate()
    title = f"Enveloppe {envelope} – État au {day:%d/%m/%Y}"
    blocks: list[Block] = [
        Heading(french(title)),
        Paragraph(french(_facts(envelope))),
        Heading("Position", 2),
        _position(position),
        Heading("Règles", 2),
        *_rules(kept_rules(envelope, at)),
        Heading("Par action", 2),
        *_by_action(envelope, at),
        Heading("Mouvements", 2),
        *_movements(envelope, at),
    ]
    footer = f"Cité éducative {of_place(envelope.cite.name)} – {title}"
    return Document(french(title), tuple(blocks), footer=french(footer))


def _facts(envelope: Envelope) -> str:
    facts = [f"Nature : {envelope.get_kind_display()}{', en nature' if envelope.in_kind else ''}."]
    if envelope.funder:
        facts.append(f"Financeur : {envelope.funder}.")
    if envelope.keeper:
        facts.append(f"Gestionnaire : {envelope.keeper}.")
    facts.append(f"Période : {envelope.get_period_display().lower()} {envelope.years}.")
    return " ".join(facts)


def _position(position: Position) -> Table:
    figures = [(label, getattr(position, figure)) for figure, label in shown.FIGURES]
    return Table(
        tuple(Column(1, "right") for _ in figures),
        (tuple(Cell(label, role="column") for label, _ in figures),),
        (tuple(Cell(amount) for _, amount in figures),),
        caption="Position de l’enveloppe, en euros",
    )


def _rules(rules: Iterable[Kept]) -> list[Block]:
    lines = []
    for rule in rules:
        state = "tenue" if not rule.sentences else "non tenue"
        lines.append(f"{rule.text} : règle {state}.{''.join(f' {sentence}' for sentence in rule.sentences)}")
    return [Paragraph(french(line)) for line in lines] or [Paragraph("Cette enveloppe n’a pas de règle.")]


def _by_action(envelope: Envelope, at: Moment) -> list[Block]:
    found = shown.by_action(envelope, at)
    if not found:
        return [Paragraph("Rien n’est programmé.")]
    heads = ("Action", *(label for _, label in shown.OF_AN_ACTION))
    total = sum(found.values(), Position())
    return [
        Table(
            (Column(6), *(Column(2, "right") for _ in shown.OF_AN_ACTION)),
            (tuple(Cell(head, role="column") for head in heads),),
            tuple((Cell(french(str(action)), role="row"), *_amounts(one)) for action, one in found.items()),
            ((Cell("TOTAL", role="row"), *_amounts(total)),),
            caption="Ce que l’enveloppe donne à chaque action, en euros",
        )
    ]


def _amounts(position: Position) -> Row:
    return tuple(Cell(getattr(position, figure)) for figure, _ in shown.OF_AN_ACTION)


def _movements(envelope: Envelope, at: Moment) -> list[Block]:
    moved = Movement.objects.filter(at.movements(), envelope=envelope).select_related("action", "cause", "reverses")
    rows = [
        (
            Cell(f"{one.on:%d/%m/%Y}"),
            Cell(str(one.get_kind_display())),
            Cell(french(str(one.action)) if one.action else ""),
            Cell(french(_cause(one))),
            Cell(one.amount),
        )
        for one in moved.order_by("on", "pk")
    ]
    if not rows:
        return [Paragraph("Aucun mouvement.")]
    heads = ("Date", "Mouvement", "Action", "Cause et référence", "Montant")
    return [
        Table(
            (Column(2), Column(2), Column(6), Column(6), Column(2, "right")),
            (tuple(Cell(head, role="column") for head in heads),),
            tuple(rows),
            caption="Les mouvements, du plus ancien au plus récent, en euros",
        )
    ]


def _cause(one: Movement) -> str:
    words = shown.CAUSES.get(one.cause.verb) or one.cause.get_verb_display().lower()
    parts = [f"{words} n° {one.cause.number}"]
    if one.reverses is not None:
        parts.append(f"reprend la ligne du {one.reverses.on:%d/%m/%Y}")
    if one.note:
        parts.append(one.note)
    return " ; ".join(parts)
