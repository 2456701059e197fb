"""Files that a person names: read whole or refused, written whole or not at all."""

from __future__ import annotations

import os
import sys

from preau.core.refusal import Refusal

LARGEST = 200 * 2**20
"""Bytes of a file that is read. A workbook of 100 000 actions weighs a tenth of it."""


def read_file(name: str) -> bytes:
    """The bytes of the file, or of standard input for "-".

    Raises Refusal when there is no such file, when it may not be read, is a folder, is too large, or changes while it
    is read: half of an old annex and half of a new one would look like a whole one.
    """
    if name == "-":
        return _within_limit(sys.stdin.buffer.read(LARGEST + 1), "L’entrée standard")
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - pathlib takes longer to import than the file to read
            before = os.fstat(file.fileno())
            data = _within_limit(file.read(LARGEST + 1), f"Le fichier {name}")
            after = os.stat(name)  # noqa: PTH116 - the same
    except FileNotFoundError as error:
        raise Refusal(f"Le fichier {name} n’existe pas. Vérifiez son nom et son dossier.") from error
    except IsADirectoryError as error:
        raise Refusal(f"{name} est un dossier. Donnez le chemin d’un fichier.") from error
    except PermissionError as error:
        raise Refusal(f"Vous n’avez pas le droit de lire {name}.") from error
    except OSError as error:
        raise Refusal(f"{name} ne peut pas être lu : {error.strerror or error}.") from error
    if (before.st_ino, before.st_size, before.st_mtime_ns) != (after.st_ino, after.st_size, after.st_mtime_ns):
        raise Refusal(f"{name} a changé pendant la lecture. Fermez le logiciel qui l’écrit, puis recommencez.")
    return data


def _within_limit(data: bytes, what: str) -> bytes:
    if len(data) > LARGEST:
        raise Refusal(f"{what} dépasse {LARGEST >> 20} Mo. Retirez-en les images, ou découpez le fichier par année.")
    return data


def write_file(name: str, data: bytes) -> None:
    """Write the bytes to the file: the whole of them, or nothing and the file as it was.

    Raises Refusal when the folder does not exist or may not be written.
    """
    from pathlib import Path
    from tempfile import NamedTemporaryFile

    path = Path(name)
    temporary: Path | None = None
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise Refusal(f"{name} ne peut pas être écrit : {_why(error)}.") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _why(error: OSError) -> str:
    reasons: dict[type[OSError], str] = {
        FileNotFoundError: "son dossier n’existe pas",
        PermissionError: "vous n’en avez pas le droit",
        IsADirectoryError: "c’est un dossier",
        NotADirectoryError: "son dossier n’en est pas un",
    }
    return reasons.get(type(error), error.strerror or str(error))
