"""A budget pasted from a spreadsheet, as lines of a plan. What is not understood comes back with its line, never lost.

Understood: one line of the form a row, or charges and products side by side; accounts by their number or by their
words, whatever their accents; the sums of headings and of sides, which are compared and not counted twice.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from preau.core.budget.accounts import NATURES, Known, is_total, nature_of, recognise, says_a_heading
from preau.core.budget.chart import ACCOUNTS, Account, Side, under
from preau.core.budget.funding import PlanLine
from preau.core.money import Unreadable, euros, parse_amount, says_nothing
from preau.core.text import squeeze, storable

LONGEST = 100_000
"""Signs of a text that is read; a budget has a hundredth of it."""
_LETTERS_THEN_AMOUNT = re.compile(r"(.*?[^\W\d_][^\d]*?)[\s:]+([0-9][0-9\s\u00a0\u202f.,]*€?)\s*")


class Unread(NamedTuple):
    """A row, or a part of it, that means no line: where it stands (from 1), what it says, and why, in a sentence."""

    line: int
    text: str
    sentence: str


@dataclass(slots=True)
class Pasted:
    """What a text was understood to say. `sums` are the rows that only add others up, and were found right."""

    lines: list[PlanLine] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    sums: list[Unread] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    """A row that was understood: the line it stands on in the text, and whether its words could name a sum."""

    line: int
    text: str
    known: Known
    plan: PlanLine


@dataclass(slots=True)
class _Reading:
    """The state of a reading: what was understood on each side, and the heading that the next row stands under."""

    pasted: Pasted = field(default_factory=Pasted)
    rows: list[_Row] = field(default_factory=list)
    totals: list[tuple[int, str, Side | None, Decimal]] = field(default_factory=list)
    heads: dict[int, Account | None] = field(default_factory=dict)
    sides: dict[int, Side | None] = field(default_factory=dict)


def paste(text: str) -> Pasted:
    """The lines that a text pasted from a spreadsheet means, and the rows that mean none."""
    reading = _Reading()
    table = _table(storable(text)[:LONGEST])
    if len(text) > LONGEST:
        reading.pasted.unread.append(Unread(0, "", "Ce texte est trop long pour un budget. Sa fin n’a pas été lue."))
    cut = _cut(table)
    for number, cells in enumerate(table, start=1):
        halves = [cells] if cut is None else [cells[:cut], cells[cut:]]
        for half, part in enumerate(halves):
            _read(reading, number, half, [cell.strip() for cell in part], sided=cut is not None)
    _without_sums(reading)
    _compare(reading)
    reading.pasted.unread.sort(key=lambda one: one.line)
    return reading.pasted


def formatted(lines: Iterable[PlanLine]) -> str:
    """The lines as a text that `paste` reads back as the same lines, but for their envelopes."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for line in lines:
        code = f"{line.account}.0" if line.account.isdigit() and under(line.chart) else line.account
        account = f"{code} {line.chart.label}"
        writer.writerow([account, line.label, NATURES.get(line.nature, "–"), euros(line.amount, sign="")])
    return out.getvalue()


def _table(text: str) -> list[list[str]]:
    """The rows and cells of the text: parted by tabs, else by semicolons, else by commas that are as many on each."""
    lines = [line for line in text.splitlines() if line.strip()]
    commas = {line.count(",") for line in lines}
    if "\t" in text:
        return _cells(text, "\t")
    if ";" in text:
        return _cells(text, ";")
    if len(commas) == 1 and commas != {0} and not any(_LETTERS_THEN_AMOUNT.fullmatch(line) for line in lines):
        return _cells(text, ",")
    return [_words_and_amount(line) for line in text.splitlines()]


def _cells(text: str, delimiter: str) -> list[list[str]]:
    """The cells, quoted as spreadsheets do; quotes that would swallow rows are signs like any other."""
    table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    swallowed = any("\n" in cell and delimiter in cell for row in table for cell in row)
    if swallowed or text.count('"') % 2:
        return [line.split(delimiter) for line in text.splitlines()]
    return table


def _words_and_amount(line: str) -> list[str]:
    found = _LETTERS_THEN_AMOUNT.fullmatch(line)
    return [found[1], found[2]] if found else [line]


def _cut(table: Sequence[Sequence[str]]) -> int | None:
    """The column where the products begin, in a table that has them beside the charges; None in any other."""
    for row in table:
        cells = [cell.strip() for cell in row]
        for at in range(1, len(cells)):
            left, right = cells[:at], cells[at:]
            if says_a_heading(right[0]) == "products" and any(says_a_heading(cell) == "charges" for cell in left):
                return at
            if not right[0] or not any(right[1:]) or not any(_amount(cell) is not None for cell in left[1:]):
                continue
            first, second = _account(left, None), _account(right, "products")
            if first and second and first.account.side == "charges" and second.account.side == "products":
                return at
    return None


def _account(cells: Sequence[str], side: Side | None) -> Known | None:
    first = next((cell for cell in cells if cell), "")
    return recognise(first, side, None)


def _amount(cell: str) -> Decimal | None:
    """The amount of a cell; None where it is none."""
    try:
        return parse_amount(cell)
    except Unreadable:
        return None


def _read(reading: _Reading, number: int, half: int, cells: Sequence[str], *, sided: bool) -> None:
    """One row, or one half of it, into the reading."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return
    text = " | ".join(filled)
    first, rest = filled[0], filled[1:]
    amount = _amount(rest[-1]) if rest else None
    side: Side | None = ("charges", "products")[half] if sided else reading.sides.get(half)
    if is_total(first):
        _total(reading, number, text, side, amount)
        return
    heading = says_a_heading(first)
    if heading is not None and amount is None:
        reading.sides[half] = heading if heading != "both" else None
        reading.heads[half] = None
        return
    if rest and first.isdigit() and recognise(f"{first} {rest[0]}", side, None) and _amount(rest[0]) is None:
        first, rest = f"{first} {rest[0]}", rest[1:]
    known = recognise(first, side, reading.heads.get(half))
    if known is None:
        reading.pasted.unread.append(Unread(number, text, _why(first, amount)))
        return
    reading.heads[half] = ACCOUNTS[known.account.head] if known.account.head else known.account
    _keep(reading, number, text, known, rest)


def _keep(reading: _Reading, number: int, text: str, known: Known, rest: Sequence[str]) -> None:
    """A row whose account is known: a line where it has an amount, nothing where it says nothing."""
    amount = _amount(rest[-1]) if rest else None
    if amount is None:
        if rest and not says_nothing(rest[-1]):
            reading.pasted.unread.append(Unread(number, text, f"« {rest[-1][:60]} » n’est pas un montant."))
        return
    if amount < 0:
        sentence = "Un plan n’a pas de montant négatif. Écrivez-le de l’autre côté."
        reading.pasted.unread.append(Unread(number, text, sentence))
        return
    words = list(rest[:-1])
    nature = nature_of(words[-1]) if words else None
    if nature is not None:
        words.pop()
    label = squeeze(" ".join([known.label, *words])).strip()
    if amount or label:
        plan = PlanLine(known.account.code, amount, label, nature or "")
        reading.rows.append(_Row(number, text, known, plan))


def _why(text: str, amount: Decimal | None) -> str:
    if amount is None:
        return "Ni un compte, ni un montant : cette ligne est laissée de côté."
    return f"« {text[:60]} » n’est pas une ligne du budget officiel. Choisissez-la à la main."


def _total(reading: _Reading, number: int, text: str, side: Side | None, amount: Decimal | None) -> None:
    said = says_a_heading(text)
    wanted = said if said in {"charges", "products"} else side
    if amount is not None:
        reading.totals.append((number, text, wanted, amount))  # type: ignore[arg-type]


def _without_sums(reading: _Reading) -> None:
    """Keep as lines all rows but the headings whose amount is the sum of the lines named under them in words."""
    rows = reading.rows
    summed: set[int] = set()
    for at, row in enumerate(rows):
        code = row.plan.account
        if row.known.account.head or row.plan.label or row.known.exact:
            continue
        below = [one for one in _after(rows, at) if one.known.account.head == code]
        if below and not any(one.known.exact for one in below):
            total = sum((one.plan.amount for one in below), Decimal(0))
            if total == row.plan.amount:
                summed.add(at)
                sentence = "Somme des lignes qui suivent : elle n’est pas comptée deux fois."
                reading.pasted.sums.append(Unread(row.line, row.text, sentence))
    reading.pasted.lines = [row.plan for at, row in enumerate(rows) if at not in summed]


def _after(rows: Sequence[_Row], at: int) -> Iterator[_Row]:
    """The rows after one, on its side, up to the next heading."""
    side = rows[at].known.account.side
    for row in rows[at + 1 :]:
        if row.known.account.side != side:
            continue
        if not row.known.account.head:
            return
        yield row


def _compare(reading: _Reading) -> None:
    """Compare each total that the text gives with the sums of the lines understood."""
    lines = reading.pasted.lines
    for number, text, side, amount in reading.totals:
        sides = [side] if side else ["charges", "products"]
        sums = {
            sum((one.amount for one in lines if one.chart.side == each and test(one)), Decimal(0))
            for each in sides
            for test in (_any, _in_money, _in_kind)
        }
        if amount in sums:
            reading.pasted.sums.append(Unread(number, text, "Total égal à la somme des lignes."))
        else:
            sentence = "Ce total n’est pas la somme des lignes comprises. Comparez avant d’enregistrer."
            reading.pasted.unread.append(Unread(number, text, sentence))


def _any(_: PlanLine) -> bool:
    return True


def _in_money(line: PlanLine) -> bool:
    return not line.chart.in_kind


def _in_kind(line: PlanLine) -> bool:
    return line.chart.in_kind
