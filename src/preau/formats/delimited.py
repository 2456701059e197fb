"""Delimited text into rows: finds the delimiter, and reads quotes as people and programs really write them.

Refuses nothing, and loses no line: a quote that is never closed is text, and is reported.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from preau.core.grid import Grid, Reading
from preau.formats.decode import decode
from preau.formats.quotes import Shape, Table, Tokeniser

DELIMITERS = {"\t": 1.6, ";": 1.4, "|": 1.2, ",": 1.0}
"""How much each is believed: people write no tabs in their sentences, some semicolons, and commas everywhere."""
_LEAST_SHARE = {"\t": 0.0, ";": 0.1, "|": 0.1, ",": 0.6}
"""The part of the lines that must be cut alike."""

_SAMPLE_CHARACTERS = 1 << 18
_QUOTED_LINES = 50
_QUOTED = re.compile(r'"[^"]*"')
_RULE = re.compile(r"[\s+]*(:?-{2,}:?)?[\s+]*")
_GUARD = re.compile(r"'+[=+\-@\t\r]")
"""Our writers put an apostrophe before what a spreadsheet would run as a formula; it is taken off here."""


def read(data: bytes) -> Reading:
    """The one grid of a delimited text, whatever its encoding and delimiter; of a text without one, a cell a line."""
    text, encoding, findings = decode(data)
    form = shape(text)
    table = tokenise(text, form)
    if form.delimiter == "|":
        table = _without_rules(table)
    grids = [Grid(rows=table.rows, lines=table.lines)] if table.rows else []
    return Reading(grids, encoding=encoding, findings=[*findings, *table.findings])


def _without_rules(table: Table) -> Table:
    """The table without the lines of dashes that draw one in Markdown: they hold no word."""
    kept = [index for index, row in enumerate(table.rows) if not all(_RULE.fullmatch(cell) for cell in row)]
    return table._replace(rows=[table.rows[index] for index in kept], lines=[table.lines[index] for index in kept])


def shape(text: str) -> Shape:
    """The delimiter that cuts the most lines into the same number of cells, quoted parts left aside.

    A text needs not be regular: titles, notes and totals stand in real tables. A comma is in every sentence, so it must
    cut at least two lines, and most of them, in the same way.
    """
    records = list(_unquoted_records(text[:_SAMPLE_CHARACTERS]))
    best, best_score = Shape(None), 0.0
    for delimiter, belief in DELIMITERS.items():
        counts = Counter(record.count(delimiter) for record in records if delimiter in record)
        if not counts:
            continue
        count, lines = max(counts.items(), key=lambda item: (item[1], item[0]))
        share = lines / len(records)
        if share < _LEAST_SHARE[delimiter] or (delimiter == "," and lines == 1):
            continue
        score = belief * lines / counts.total() * share**0.5 * count / (count + 1)
        if score > best_score:
            best, best_score = Shape(delimiter, count + 1), score
    return best


def tokenise(text: str, shape: Shape) -> Table:
    """The rows of the text. Quotes count at the start of a cell only, and close before a delimiter or an end of line.

    Everything else is text: "Classes d'eau" in mid cell, and a quote left open, which would swallow the rows below.
    """
    if shape.delimiter is None:
        table = _rows_of_lines(text, None)
    elif '"' not in text:
        table = _rows_of_lines(text, shape.delimiter)
    else:
        table = _clean(text, shape) or Tokeniser(text, shape).table()
    if "\v" in text:
        table = table._replace(rows=[[cell.replace("\v", "\n") for cell in row] for row in table.rows])
    if _GUARD.search(text):
        rows = [[cell[1:] if _GUARD.match(cell) else cell for cell in row] for row in table.rows]
        table = table._replace(rows=rows)
    return table


def _unquoted_records(text: str) -> Iterator[str]:
    """The lines that are not blank, those of one quoted cell joined, without what is between quotes."""
    opened: list[str] = []
    for line in text.split("\n"):
        if not opened and '"' not in line:
            if line.strip(" "):
                yield line
            continue
        odd = line.count('"') % 2 == 1
        if opened and len(opened) > _QUOTED_LINES:
            opened = []  # a quote never closed: what it opened is no record
        if not opened and not odd:
            yield _QUOTED.sub("", line)
        elif opened and odd:
            yield _QUOTED.sub("", "\n".join([*opened, line]))
            opened = []
        else:
            opened.append(line)


def _rows_of_lines(text: str, delimiter: str | None) -> Table:
    blanks = f" \u00a0{delimiter or ''}\t\v"
    kept = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip(blanks)]
    rows = [line.split(delimiter) if delimiter else [line] for _, line in kept]
    return Table(rows, [number for number, _ in kept], [])


def _clean(text: str, shape: Shape) -> Table | None:
    """The rows by the csv module, several times faster, or None when the quotes are not all as it expects them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=shape.delimiter or ";", strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    end = 0
    try:
        for row in reader:
            start, end = end + 1, reader.line_num
            if end > start and any("\n" in cell and _holds_records(cell, shape) for cell in row):
                return None
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(start)
    except csv.Error:
        return None
    return Table(rows, lines, [])


def _holds_records(cell: str, shape: Shape) -> bool:
    """Whether a quoted cell of several lines may hold records: some line of it is cut as records are."""
    return any(line.count(shape.delimiter or ";") * 2 >= shape.width - 1 for line in cell.split("\n"))
