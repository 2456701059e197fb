"""Containers whose bytes depend on their content alone."""

from __future__ import annotations

import io
import zipfile

from preau.formats.writers.package import pack


def test_a_container_bears_no_date_and_no_right_of_this_machine():
    packed = pack([("a.xml", "é"), ("b/c.xml", iter(["<x>", "</x>"]))], mimetype="text/x")

    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        entries = [(entry.filename, entry.date_time, entry.external_attr >> 16) for entry in archive.infolist()]
        content = [archive.read(entry).decode() for entry in archive.infolist()]
        compressed = [entry.compress_type == zipfile.ZIP_DEFLATED for entry in archive.infolist()]
    first_day = (1980, 1, 1, 0, 0, 0)
    assert entries == [(name, first_day, 0o100644) for name in ("mimetype", "a.xml", "b/c.xml")]
    assert content == ["text/x", "é", "<x></x>"]
    assert compressed == [False, True, True]


def test_content_in_pieces_gives_the_bytes_of_the_content_in_one():
    pieces = ["<row>é</row>"] * 20_000

    assert pack([("a.xml", iter(pieces))]) == pack([("a.xml", "".join(pieces))])
