"""CSV as a French spreadsheet opens it: UTF-8 with its mark, semicolons, numbers that add up, texts that never run."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from preau.core.document.blocks import Document
from preau.formats.writers import sheet
from preau.formats.writers.cells import guard, shown

BYTE_ORDER_MARK = "\ufeff"


def write(document: Document) -> bytes:
    """The paper as records of equal length, one a row of the sheet, ended by CR LF."""
    return delimited(document, ";")


def delimited(document: Document, delimiter: str) -> bytes:
    """The same with any delimiter. A text that holds it, a quote or a line break stands between quotes."""
    out = io.StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    records = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    width = sheet.breadth(document)
    for line in sheet.lines(document):
        record = [""] * width
        for column, cell in line.places:
            record[column] = _field(cell.value)
        records.writerow(record)
    return out.getvalue().encode()


def _field(value: str | Decimal | int | None) -> str:
    """An amount as "55200,00": the comma that a French spreadsheet expects, and no sign or space it would not."""
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, Decimal):
        return f"{value or Decimal():.2f}".replace(".", ",")
    return shown(value)
