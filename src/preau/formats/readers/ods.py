"""OpenDocument sheets (ODS): the visible sheets in their order, then the hidden ones; empty sheets are left out.

Read here and not by calamine, which glues lines, loses errors and merged cells, and never ends on a truncated sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from xml.parsers import expat

from preau.core.grid import Cell, Grid, Reading
from preau.core.refusal import Refusal
from preau.formats.archive import part, unpack
from preau.formats.formulas import Place, column_name
from preau.formats.sheets import DAMAGED, MOST_CELLS, PROTECTED, Area, computed, grid, too_far

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT = f"{_NAMES}table:1.0 ", f"{_NAMES}text:1.0 "
_OFFICE, _STYLE = f"{_NAMES}office:1.0 ", f"{_NAMES}style:1.0 "
_ROWS_REPEATED, _COLUMNS_REPEATED = f"{_TABLE}number-rows-repeated", f"{_TABLE}number-columns-repeated"
_ROWS_SPANNED, _COLUMNS_SPANNED = f"{_TABLE}number-rows-spanned", f"{_TABLE}number-columns-spanned"
_FORMULA, _TYPE, _VALUE = f"{_TABLE}formula", f"{_OFFICE}value-type", f"{_OFFICE}value"
_NOT_TEXT = {"float", "currency", "percentage", "boolean", "date", "time"}

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_MOST_SPACES = 10_000
_CACHE_OF_ANOTHER_FILE = "ta_extref"

# No XML document can hold these: they stand for the blanks that are meant, while the others are folded.
_SPACE, _TAB, _BREAK = "\x1c", "\x1d", "\x1e"
_MEANT = str.maketrans({_SPACE: " ", _TAB: "\t", _BREAK: "\n"})
_BLANKS = re.compile("[ \t\r\n]{2,}|[\t\r\n]")
_REFERENCE = re.compile(r"\[\.?([^\]]*)\]")
_DURATION = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")


def read(data: bytes) -> Reading:
    """One grid a sheet, without its empty rows; `lines` are the rows of the sheet. Refusal for what cannot be opened.

    A number is a float, a date a date. A formula saved without its value is computed when it is a plain sum, else given
    as its text; an error is given as it is shown ("#REF!").
    """
    archive = unpack(data)
    if "META-INF/manifest.xml" in archive.namelist() and b":encryption-data" in part(archive, "META-INF/manifest.xml"):
        raise Refusal(PROTECTED)
    content = _Content()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = content.start, content.end
    parser.CharacterDataHandler = content.pieces.append
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(part(archive, "content.xml"), True)  # noqa: FBT003 (expat takes no keyword)
    except (expat.ExpatError, ValueError) as failure:
        raise Refusal(DAMAGED) from failure
    return Reading([*content.visible, *content.hidden])


def _refuse(*_: object) -> None:
    raise Refusal(DAMAGED)


class _Content:
    """What is met on the way through content.xml: styles that hide a sheet, sheets, rows, cells, paragraphs."""

    def __init__(self) -> None:
        self.visible: list[Grid] = []
        self.hidden: list[Grid] = []
        self.hiding_styles: set[str | None] = set()
        self.style: str | None = None
        self.skipped = 0
        self.sheet: _Sheet | None = None
        self.cell: Mapping[str, str] | None = None
        self.paragraphs: list[str] = []
        self.pieces: list[str] = []
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            f"{_TEXT}p": self.start_paragraph,
            f"{_TEXT}s": self.start_spaces,
            f"{_TEXT}tab": lambda _: self.pieces.append(_TAB),
            f"{_TEXT}line-break": lambda _: self.pieces.append(_BREAK),
            f"{_TABLE}table-cell": self.start_cell,
            f"{_TABLE}covered-table-cell": self.start_cell,
            f"{_TABLE}table-row": self.start_row,
            f"{_TABLE}table": self.start_sheet,
            f"{_STYLE}style": self.start_style,
            f"{_STYLE}table-properties": self.start_properties,
            f"{_OFFICE}annotation": self.skip,
            f"{_TABLE}shapes": self.skip,
            f"{_TABLE}dde-links": self.skip,
        }
        self.ends: dict[str, Callable[[], None]] = {
            f"{_TEXT}p": self.end_paragraph,
            f"{_TABLE}table-cell": self.end_cell,
            f"{_TABLE}covered-table-cell": self.end_cell,
            f"{_TABLE}table-row": self.end_row,
            f"{_TABLE}table": self.end_sheet,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipped:
            self.skipped += 1
        elif handler := self.starts.get(name):
            handler(attributes)

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif handler := self.ends.get(name):
            handler()

    def skip(self, _: dict[str, str]) -> None:
        self.skipped = 1

    def start_style(self, attributes: dict[str, str]) -> None:
        self.style = attributes.get(f"{_STYLE}name")

    def start_properties(self, attributes: dict[str, str]) -> None:
        if attributes.get(f"{_TABLE}display") == "false":
            self.hiding_styles.add(self.style)

    def start_sheet(self, attributes: dict[str, str]) -> None:
        self.style = attributes.get(f"{_TABLE}style-name")
        self.sheet = _Sheet(attributes.get(f"{_TABLE}name", ""))

    def end_sheet(self) -> None:
        if self.sheet:
            found = self.sheet.grid()
            if found.rows and self.style != _CACHE_OF_ANOTHER_FILE:
                (self.hidden if self.style in self.hiding_styles else self.visible).append(found)
        self.sheet = None

    def start_row(self, attributes: dict[str, str]) -> None:
        if self.sheet:
            self.sheet.open_row(_count(attributes, _ROWS_REPEATED))

    def end_row(self) -> None:
        if self.sheet:
            self.sheet.close_row()

    def start_cell(self, attributes: dict[str, str]) -> None:
        self.cell = attributes
        self.paragraphs.clear()

    def end_cell(self) -> None:
        if self.sheet and self.cell is not None:
            paragraphs = self.paragraphs
            self.sheet.add(self.cell, paragraphs[0] if len(paragraphs) == 1 else "\n".join(paragraphs))
        self.cell = None

    def start_paragraph(self, _: dict[str, str]) -> None:
        self.pieces.clear()

    def end_paragraph(self) -> None:
        text = "".join(self.pieces)
        if "  " in text or not text.isprintable():
            text = _BLANKS.sub(" ", text).translate(_MEANT)
        self.paragraphs.append(text)

    def start_spaces(self, attributes: dict[str, str]) -> None:
        self.pieces.append(_SPACE * min(_count(attributes, f"{_TEXT}c"), _MOST_SPACES))


class _Sheet:
    """The filled rows of a sheet, as they come."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[list[Cell]] = []
        self.lines: list[int] = []
        self.areas: list[Area] = []
        self.formulas: dict[Place, str] = {}
        self.line = 1
        self.repeated = 1
        self.row: list[Cell] = []
        self.empty = 0
        self.cells_left = MOST_CELLS

    def open_row(self, repeated: int) -> None:
        self.repeated, self.row, self.empty = repeated, [], 0

    def close_row(self) -> None:
        if self.row:
            last = self.line + self.repeated - 1
            self.cells_left -= len(self.row) + self.repeated
            if last > _MOST_ROWS or self.cells_left < 0:
                raise too_far(f"{column_name(len(self.row) - 1)}{last}")
            # The same list stands for all the rows that the file says are the same: nobody changes a grid.
            self.rows += [self.row] * self.repeated
            self.lines += range(self.line, last + 1)
        self.line += self.repeated

    def add(self, attributes: Mapping[str, str], text: str) -> None:
        """One cell, or several that are the same."""
        repeated = _count(attributes, _COLUMNS_REPEATED)
        column = len(self.row) + self.empty
        value: Cell = text
        if attributes:
            value = _value(attributes, text)
            if value == "" and _FORMULA in attributes and _TYPE not in attributes:
                value = self._formula(attributes[_FORMULA], Place(self.line - 1, column), repeated)
            if _COLUMNS_SPANNED in attributes or _ROWS_SPANNED in attributes:
                bottom = self.line - 2 + _count(attributes, _ROWS_SPANNED)
                self.areas.append((self.line - 1, column, bottom, column - 1 + _count(attributes, _COLUMNS_SPANNED)))
        if value == "":
            self.empty += repeated
            return
        if column + repeated > _MOST_COLUMNS:
            raise too_far(f"{column_name(column + repeated - 1)}{self.line}")
        if self.empty:
            self.row += [""] * self.empty
            self.empty = 0
        self.row += [value] * repeated

    def grid(self) -> Grid:
        rows, lines = self.rows, self.lines
        if self.formulas:
            rows, lines = computed(rows, lines, self.formulas)
        return grid(self.name, rows, lines, self.areas)

    def _formula(self, written: str, place: Place, repeated: int) -> str:
        formula = written.partition("=")[2]
        if repeated == self.repeated == 1:
            self.formulas[place] = _REFERENCE.sub(r"\1", formula).replace(":.", ":")
        return f"={formula}"


def _count(attributes: Mapping[str, str], name: str) -> int:
    return max(int(attributes[name]), 1) if name in attributes else 1


def _value(attributes: Mapping[str, str], text: str) -> Cell:
    """The value of a cell by its type; what its text says where the type promises more than the cell holds."""
    kind = attributes.get(_TYPE)
    if kind not in _NOT_TEXT:
        return text or attributes.get(f"{_OFFICE}string-value", "")
    try:
        if _VALUE in attributes:
            return float(attributes[_VALUE])
        if kind == "boolean":
            return attributes[f"{_OFFICE}boolean-value"] == "true"
        if kind == "date":
            return _date(attributes[f"{_OFFICE}date-value"])
        if kind == "time":
            return _time(attributes[f"{_OFFICE}time-value"])
    except (KeyError, ValueError):
        pass
    return text


def _date(written: str) -> date:
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)


def _time(written: str) -> time | timedelta:
    match = _DURATION.fullmatch(written)
    if match is None:
        raise ValueError(written)
    hours, minutes, seconds = map(int, match.groups())
    if hours < 24:  # noqa: PLR2004
        return time(hours, minutes, seconds)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)
