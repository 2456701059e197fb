"""The funding plan of an action as a paper: charges and products facing each other, as in the official form."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest

from preau.budgets.funding import Funding
from preau.core.budget.chart import COST, heads_of
from preau.core.budget.funding import Printed, balance, printed
from preau.core.document.blocks import Block, Cell, Column, Document, Heading, Paragraph, Row, Table
from preau.core.money import euros
from preau.core.typography import of_place
from preau.programmes.models import Action

COLUMNS = (Column(7), Column(3, "right"), Column(7), Column(3, "right"))
HEAD: Row = tuple(Cell(text, role="column") for text in ("Charges", "Montant", "Produits", "Montant"))


def plan_paper(action: Action, funding: Funding) -> Document:
    """The plan of the action, every heading of the form in its place, what is in kind after the totals."""
    programme, found = action.programme, funding.totals
    charges = _charges(funding)
    products = printed(funding.lines, heads_of("products", in_kind=False), empty=True)
    kind = zip_longest(
        printed(funding.lines, heads_of("charges", in_kind=True), empty=True),
        printed(funding.lines, heads_of("products", in_kind=True), empty=True),
    )
    body = (
        *(_row(left, right) for left, right in zip_longest(charges, products)),
        _sums("Total des charges", found.charges, "Total des produits", found.products),
        *(_row(left, right) for left, right in kind),
    )
    foot = (
        _sums(
            "Total avec les contributions en nature",
            found.all_charges,
            "Total avec les contributions en nature",
            found.all_products,
        ),
    )
    blocks: tuple[Block, ...] = (
        Heading("Plan de financement"),
        Paragraph(f"Action {action}\n{programme.title}"),
        Table(COLUMNS, (HEAD,), body, foot, "Budget prévisionnel de l’action, en euros"),
        Paragraph(_sentence(funding)),
        *([Paragraph(funding.plan.note)] if funding.plan.note else []),
    )
    footer = f"Cité éducative {of_place(programme.cite.name)} – {programme}, action {action.number or action.serial}"
    return Document(f"Plan de financement, {action.name}", blocks, footer)


def _charges(funding: Funding) -> list[Printed]:
    """The charges: the cost without detail only where the plan has one."""
    has_cost = any(line.account == COST for line in funding.lines)
    heads = [head for head in heads_of("charges", in_kind=False) if head.code != COST or has_cost]
    return printed(funding.lines, heads, empty=True)


def _row(left: Printed | None, right: Printed | None) -> Row:
    return (*_cells(left), *_cells(right))


def _cells(one: Printed | None) -> Sequence[Cell]:
    if one is None:
        return Cell(), Cell()
    return Cell(one.text if one.is_head else f"\u2003{one.text}"), Cell(one.amount)


def _sums(left: str, charges: Decimal, right: str, products: Decimal) -> Row:
    return Cell(left), Cell(charges), Cell(right), Cell(products)


def _sentence(funding: Funding) -> str:
    found = funding.totals
    said = [f"{balance(found)}."]
    if found.cite and found.cite_share is not None:
        said.append(f"La Cité éducative apporte {euros(found.cite)}, soit {found.cite_share}\u00a0% du coût.")
    if found.ordinary or found.specific:
        said.append(f"Droit commun : {euros(found.ordinary)}. Crédits spécifiques : {euros(found.specific)}.")
    return " ".join(said)
