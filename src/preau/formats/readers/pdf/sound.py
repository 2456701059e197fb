"""Whether a PDF is whole: readers repair what they can and show the rest blank, and a blank page is rows lost."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf

from preau.core.refusal import Refusal

MAX_UNPACKED = 1 << 28
"""Bytes of text and fonts of one file, unpacked; a page weighs some 50 kB."""
_CHUNK = 1 << 20

# What pikepdf has to say of a damaged file is for a log, where there is one, and not for the terminal of who sent it.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())


@contextmanager
def refused_when_damaged() -> Iterator[None]:
    """Turn what pikepdf raises on a locked or damaged file into the Refusal that says so."""
    try:
        yield
    except pikepdf.PasswordError as lock:
        raise Refusal(
            "Ce PDF est protégé par un mot de passe. "
            "Enregistrez-en une copie sans mot de passe, puis envoyez cette copie."
        ) from lock
    except (pikepdf.PikepdfError, UnicodeDecodeError) as damage:
        raise damaged() from damage


def damaged() -> Refusal:
    """The sentence for a file that is not whole."""
    return Refusal(
        "Ce PDF est abîmé ou incomplet. Téléchargez-le ou enregistrez-le de nouveau depuis le logiciel qui l’a fait."
    )


def check(document: pikepdf.Pdf) -> None:
    """Refuse a file whose pages are not all there, or whose text and fonts do not unpack to their end.

    Pictures are left alone: they hold no text that is read here.
    """
    tree = document.Root.get("/Pages")
    declared = tree.get("/Count") if isinstance(tree, pikepdf.Dictionary) else None
    if declared != len(document.pages):
        raise damaged()
    total = 0
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image":
            total += _unpacked_size(thing, MAX_UNPACKED - total)


def _unpacked_size(stream: pikepdf.Stream, limit: int) -> int:
    """How large a stream is once unpacked, for the only packing that text and fonts have today."""
    packed = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if not packed or names != ["/FlateDecode"]:
        return len(packed)
    size = 0
    unpacking = zlib.decompressobj()
    try:
        while not unpacking.eof and packed:
            size += len(unpacking.decompress(packed, _CHUNK))
            packed = unpacking.unconsumed_tail
            if size > limit:
                raise Refusal(
                    "Ce PDF est refusé par prudence : son texte dépasserait 256 Mo une fois déplié. "
                    "Envoyez seulement les pages du tableau."
                )
    except zlib.error as damage:
        raise damaged() from damage
    if not unpacking.eof:
        raise damaged()
    return size
