"""The cells that head their row, said in the structure of a PDF after Typst has printed it, as Typst cannot say it."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

from preau.core.document.blocks import Document, Table
from preau.formats.writers.places import blocks, rows


def tagged(printed: bytes, document: Document) -> bytes:
    """The same PDF, smaller, where each cell of role "row" is a TH of scope Row; the same input gives the same bytes.

    Raises ValueError when the structure is not that of the document: it would then say something wrong.
    """
    written = [list(rows(block)) for block in blocks(document) if isinstance(block, Table)]
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        tables = _nodes(pdf.Root.StructTreeRoot, "/Table")
        for table, rows_written in zip(tables, written, strict=True):
            for row, (_, places) in zip(_nodes(table, "/TR"), rows_written, strict=True):
                for node, (_, cell) in zip(_children(row), places, strict=True):
                    if cell.role == "row" and str(node.S) == "/TD":
                        _head(node)
        return _saved(pdf, printed)


def _nodes(node: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    """The elements of that kind anywhere below, in reading order; not looked for inside one another."""
    for child in _children(node):
        if str(child.S) == kind:
            yield child
        else:
            yield from _nodes(child, kind)


def _children(node: pikepdf.Object) -> list[pikepdf.Object]:
    """The elements right below an element of the structure tree, without the marks of its text."""
    kids = node.get("/K")
    if kids is None:
        return []
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _head(node: pikepdf.Object) -> None:
    known = node.get("/A")
    attributes = list(known) if isinstance(known, pikepdf.Array) else [] if known is None else [known]
    scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
    node.S = pikepdf.Name.TH
    node.A = pikepdf.Array([*attributes, scope])


_AMBIGUOUS = b"\r\nendstream"
"""A stream whose last byte happens to be a carriage return: does it belong to the stream, or to the end of its line?"""

_TRIES = 12


def _saved(pdf: pikepdf.Pdf, printed: bytes) -> bytes:
    """The bytes of the file, where no stream ends as above: the standard allows it, some validators stumble on it."""
    if _AMBIGUOUS in printed:
        for stream in (thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)):
            raw = stream.read_raw_bytes()
            if raw.endswith(b"\r"):
                filters, parameters = stream.stream_dict.get("/Filter"), stream.stream_dict.get("/DecodeParms")
                # What follows the end of the compressed data is ignored.
                stream.write(raw + b"\n", filter=filters, decode_parms=parameters)  # type: ignore[arg-type]
    packed = _bytes(pdf)
    for holder, name in [(pdf.Root, "/ViewerPreferences"), *((page.obj, "/MediaBox") for page in pdf.pages[:_TRIES])]:
        if _AMBIGUOUS not in packed:
            break
        # One object more shifts all those that are packed after it: their streams end on other bytes.
        holder[name] = pdf.make_indirect(holder[name])
        packed = _bytes(pdf)
    return packed


def _bytes(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
