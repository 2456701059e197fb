"""Real files, damaged in a thousand ways, the same at every run: a sentence or a reading, in time, and no row lost.

`PREAU_FUZZ=20` tries twenty times as many.
"""

from __future__ import annotations

import io
import os
import random
import signal
import time
import zipfile
from contextlib import contextmanager
from html import escape

import pytest

from preau.core.refusal import Refusal
from preau.formats.decode import decode
from preau.formats.delimited import shape, tokenise
from preau.formats.reading import read_grids

TIMES = float(os.environ.get("PREAU_FUZZ", "1"))
LIMIT = 20
"""Seconds for one file; the slowest real one takes half a second on a quiet machine."""

FILES = {
    "../annexe1.txt": 100,
    "a_cp1252.csv": 60,
    "a_mac.csv": 40,
    "a_mojibake.csv": 40,
    "a_utf16.csv": 60,
    "a_utf8sig.csv": 100,
    "annexe.xlsx": 60,
    "annexe.xls": 40,
    "annexe.ods": 40,
    "annexe_odfdo.ods": 40,
    "annexe.doc": 20,
    "annexe.docx": 40,
    "annexe.odt": 40,
    "annexe.html": 40,
    "annexe_calc.pdf": 8,
    "annexe_typst.pdf": 8,
    "annexe_writer.pdf": 8,
}
"""How many times each is damaged."""

SIGNS = '"""\'\'<>&=+-@,|*\\/ \u00a0\u202féÃâ\x00\x01\x0b\u2028\ufeff0aZ€'


def dice_of(name, case):
    return random.Random(f"{name} {case}")  # noqa: S311 (the same throws at every run are what is wanted)


def original(forms, name):
    """The bytes of a form of the real annex; its web page is made of its cells."""
    if name != "annexe.html":
        return (forms / name).read_bytes()
    _, reading = read_grids((forms / "../annexe1.txt").read_bytes())
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>\n" for row in reading.grids[0].rows)
    return f"<!DOCTYPE html><html><body><h1>Annexe</h1><table>{rows}</table></body></html>".encode()


def flip(data, dice):
    for _ in range(dice.choice([1, 3, 30, 300])):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def truncate(data, dice):
    del data[dice.randrange(len(data)) :]


def duplicate(data, dice):
    start, place = dice.randrange(len(data)), dice.randrange(len(data))
    data[place:place] = data[start : start + dice.randrange(1, 4000)]


def cut(data, dice):
    start = dice.randrange(len(data))
    del data[start : start + dice.randrange(1, 4000)]


def overwrite(data, dice):
    start = dice.randrange(len(data))
    size = min(dice.choice([1, 4, 64, 1024]), len(data) - start)
    data[start : start + size] = bytes([dice.choice([0, 0x22, 0x3C, 0x7F, 0x80, 0xFF])]) * size


DAMAGES = (flip, truncate, duplicate, cut, overwrite)


def damaged(data, dice):
    """The file, damaged once or twice: a zip half of the time in one of its parts, which is then packed again."""
    if data.startswith(b"PK") and dice.random() < 0.7:
        return repacked(data, dice)
    content = bytearray(data)
    for _ in range(dice.choice([1, 1, 2])):
        if content:
            dice.choice(DAMAGES)(content, dice)
    return bytes(content)


def repacked(data, dice):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    victim = dice.choice([name for name, content in parts.items() if content and name.endswith((".xml", ".rels"))])
    content = bytearray(parts[victim])
    dice.choice(DAMAGES)(content, dice)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, bytes(content) if name == victim else part)
    return buffer.getvalue()


@contextmanager
def in_time():
    """Stop what takes too long, where Python still has a say."""

    def too_long(_signal, _frame):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.filterwarnings("default")  # what libraries say of damaged files is their business
def test_a_damaged_file_is_refused_or_read(seed_forms, name):
    data = original(seed_forms, name)
    failures = []

    for case in range(int(FILES[name] * TIMES)):
        start = time.perf_counter()
        try:
            with in_time():
                read_grids(damaged(data, dice_of(name, case)), name)
        except Refusal as refusal:
            if not str(refusal).endswith("."):
                failures.append((case, str(refusal)))
        except BaseException as failure:  # noqa: BLE001 (a panic of a library is no Exception)
            failures.append((case, repr(failure)))
        if time.perf_counter() - start > LIMIT:
            failures.append((case, "too long"))

    assert failures == []


@pytest.mark.parametrize("name", ["../annexe1.txt", "a_utf8sig.csv"])
def test_what_happens_in_one_cell_changes_no_other_row(seed_forms, name):
    text = decode((seed_forms / name).read_bytes()).text
    form = shape(text)
    rows, lines, _ = tokenise(text, form)
    by_line = text.split("\n")
    failures = []

    for case in range(int(400 * TIMES)):
        dice = dice_of(name, case)
        index = dice.randrange(len(rows))
        changed = list(by_line)
        changed[lines[index] - 1] = scribbled(by_line[lines[index] - 1], form.delimiter, dice)
        read = tokenise(decode("\n".join(changed).encode()).text, form).rows
        others = rows[:index] + rows[index + 1 :]
        if [row for row in read if row in others] != others:
            failures.append(case)

    assert failures == []


def scribbled(line, delimiter, dice):
    """The line with some signs put in one of its cells, at its beginning, its end or anywhere."""
    cells = line.split(delimiter)
    column = dice.randrange(len(cells))
    cell = cells[column]
    signs = "".join(dice.choice(SIGNS) for _ in range(dice.choice([1, 1, 2, 5])))
    place = dice.choice([0, len(cell), dice.randrange(len(cell) + 1)])
    cells[column] = cell[:place] + signs + cell[place:]
    return delimiter.join(cells)
