"""Annexes as long as one likes, as varied as real ones: the actions of Allonnes, with their own amounts and words."""

from __future__ import annotations

import io
import random
from functools import lru_cache
from pathlib import Path

import xlsxwriter

SEED = Path(__file__).parent.parent / "examples" / "allonnes-2020" / "annexe1.txt"
HEADINGS = 2
Row = list[str | float]


def rows(count: int) -> list[Row]:
    """The headings of the real annex, then as many actions; every row differs by number, words and amounts."""
    lines = [line.split("\t") for line in SEED.read_text().split("\n")]
    actions = [line for line in lines[8:34] if len(line) > 1]
    chance = random.Random(2020)  # noqa: S311 - the same rows at every run
    made: list[Row] = [list(line) for line in lines[6:8]]
    for number in range(1, count + 1):
        row: Row = list(actions[number % len(actions)])
        cost = chance.randrange(1_000, 10_000_000) / 100
        row[0], row[7], row[8] = float(number), cost, round(cost * chance.random(), 2)
        row[3] = f"{row[3]} – {chance.choice(WORDS)} {number}"
        row[4] = f"{row[4]} {chance.choice(WORDS)} {chance.choice(WORDS)} {number}."
        made.append(row)
    return made


WORDS = (
    "atelier quartier école jardin lecture vélo musique théâtre santé numérique stage famille rentrée sortie".split()
)


@lru_cache(maxsize=1)
def workbook(count: int) -> bytes:
    """The rows as an XLSX."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("Annexe 1")
    for i, row in enumerate(rows(count)):
        for j, value in enumerate(row):
            if isinstance(value, float):
                sheet.write_number(i, j, value)
            elif value:
                sheet.write_string(i, j, value)
    book.close()
    return file.getvalue()


def text(count: int) -> bytes:
    """The rows as text with tabs, as a person pastes them."""
    return "\n".join(
        "\t".join(f"{value:.2f}" if isinstance(value, float) else value for value in row) for row in rows(count)
    ).encode()
