"""Word documents (DOC): those of Word 97 to 2003 from their own streams; older ones and RTF by way of LibreOffice.

LibreOffice itself loses the tables of some: those whose long properties are told in another stream.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from preau.core.grid import Reading
from preau.core.refusal import Refusal
from preau.formats.readers import docx
from preau.formats.readers.flow import Block, Box, Table, reading
from preau.formats.word97 import NotWord97, Paragraph, paragraphs

TIME_LIMIT = 60
"""Seconds given to LibreOffice; it needs about 3 for a document of 30 pages, and 8 more the first time."""

HAIR = 30
"""Twentieths of a point within which two edges of cells are the same line."""

_SIGNATURES = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_SAVE_AS = "Ouvrez-le dans Word ou LibreOffice, enregistrez-le au format DOCX, puis envoyez ce nouveau fichier."


def read(data: bytes) -> Reading:
    """Every table and paragraph of the document; Refusal when it is damaged, protected, or needs LibreOffice.

    Feet of pages and notes are left aside: they stand after the main text, which alone is read.
    """
    if not data.startswith(_SIGNATURES):
        raise Refusal(f"Ce fichier n’est pas un document Word, ou il est abîmé. {_SAVE_AS}")
    try:
        return reading(_blocks(list(paragraphs(data))))
    except NotWord97:
        return _by_libreoffice(data)


def _blocks(found: list[Paragraph]) -> Iterator[Block]:
    """Paragraphs as they come; those of consecutive rows as one table."""
    for in_table, group in groupby(found, key=lambda paragraph: paragraph.in_table):
        if in_table:
            yield _table(list(group))
        else:
            yield from (paragraph.text for paragraph in group)


def _table(found: list[Paragraph]) -> Table:
    """The rows, their cells put in the columns that their edges draw over the whole table."""
    edges = _columns({edge for paragraph in found for edge in paragraph.edges})
    table = Table()
    cells: list[Box] = []
    content: list[Block] = []
    for paragraph in found:
        if paragraph.ends_row:
            table.rows.append(_seated(cells, paragraph.edges, edges))
            cells, content = [], []
            continue
        content.append(paragraph.text)
        if paragraph.ends_cell:
            cells.append(Box(list(content)))
            content = []
    if cells or content:
        table.rows.append(_seated([*cells, Box(list(content))], (), edges))
    return table


def _columns(edges: set[int]) -> list[int]:
    """The left edges of the columns: those a hair apart are one."""
    kept: list[int] = []
    for edge in sorted(edges):
        if not kept or edge - kept[-1] > HAIR:
            kept.append(edge)
    return kept


def _seated(cells: list[Box], own: tuple[int, ...], edges: list[int]) -> list[Box]:
    """The cells with their column and span, by the edges of their own row; one after the other without them."""
    for i, cell in enumerate(cells):
        if i + 1 < len(own):
            cell.column = bisect_right(edges, own[i] + HAIR) - 1
            cell.colspan = max(bisect_right(edges, own[i + 1] + HAIR) - 1 - cell.column, 1)
        else:
            cell.column = i
    return cells


def _by_libreoffice(data: bytes) -> Reading:
    """What `docx.read` reads from the same document saved as DOCX.

    LibreOffice runs in a folder and with a profile of its own, both removed afterwards: a document never meets
    somebody's settings, and two readings never meet each other.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Refusal(f"Ce document Word est trop ancien pour se lire ici sans LibreOffice. {_SAVE_AS}")
    with tempfile.TemporaryDirectory(prefix="preau-doc-") as name:
        folder = Path(name)
        source = folder / "document.doc"
        source.write_bytes(data)
        _convert(program, source)
        converted = source.with_suffix(".docx")
        if not converted.is_file():
            raise Refusal(f"LibreOffice n’a pas pu ouvrir ce document : il est abîmé ou protégé. {_SAVE_AS}")
        return docx.read(converted.read_bytes())


def _convert(program: str, source: Path) -> None:
    folder = source.parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        "docx",
        "--outdir",
        str(folder),
        str(source),
    ]
    # LibreOffice starts a second process: it leads a session of its own, so that both can be stopped together.
    with subprocess.Popen(  # noqa: S603  a fixed command on a file of ours
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(TIME_LIMIT)
        except subprocess.TimeoutExpired as late:
            raise Refusal(f"La lecture de ce document a dépassé {TIME_LIMIT} secondes. {_SAVE_AS}") from late
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
