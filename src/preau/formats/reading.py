"""The one door to all the readers: bytes in, grids out, importing only the reader that the file needs."""

from __future__ import annotations

from importlib import import_module

from preau.core.grid import Reading
from preau.core.refusal import Refusal
from preau.formats.detect import detect

MOST_BYTES = 200 << 20

_READERS = {"tsv": "text"}


def read_grids(data: bytes, name: str = "") -> tuple[str, Reading]:
    """The format of a file and all the grids it holds; its name is a hint for plain text only.

    Raises Refusal, with a sentence, for what is too large, of no known format, damaged, protected or empty.
    """
    if len(data) > MOST_BYTES:
        raise Refusal(
            f"Ce fichier pèse {len(data) >> 20} Mo : un programme d’actions en fait rarement plus de 5, "
            f"et rien n’est lu au-delà de {MOST_BYTES >> 20} Mo. Copiez le seul tableau utile dans un nouveau document."
        )
    found = detect(data, name)
    reader = import_module(f"preau.formats.readers.{_READERS.get(found, found)}")
    reading: Reading = reader.read(data)
    if not any(grid.rows or grid.before or grid.after for grid in reading.grids):
        raise Refusal(
            "Ce fichier ne contient aucune cellule remplie : il n’y a rien à lire. "
            "Vérifiez que c’est le bon, ou enregistrez-le de nouveau."
        )
    return found, reading
