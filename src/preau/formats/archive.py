"""The door of zip containers (XLSX, ODS, DOCX, ODT): what costs too much is refused before a byte of it is parsed."""

from __future__ import annotations

import io
import zipfile
import zlib

from preau.core.refusal import Refusal

MAX_ENTRIES = 10_000
MAX_UNPACKED = 1 << 30
RATIO_FROM = 64 << 20
MAX_RATIO = 250
"""Beyond `RATIO_FROM` bytes, an archive may unpack to `MAX_RATIO` times its size and no more. Phantom empty rows of an
honest sheet compress 20 to 100 times; deflate itself stops near 1 000."""

_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def unpack(data: bytes) -> zipfile.ZipFile:
    """Open a zip held in memory; Refusal when it is corrupt, encrypted, too large, too numerous or repeats a name.

    Only the directory of the archive is read. What it declares may lie: read its members with `part`.
    """
    # Counted before zipfile builds an object for each entry: a directory of millions of entries is itself an attack.
    if data.count(_CENTRAL_ENTRY) > MAX_ENTRIES:
        raise Refusal(_bomb(f"il contient plus de {MAX_ENTRIES // 1000} 000 éléments"))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as damage:
        raise Refusal(
            "Ce fichier est abîmé ou incomplet : son enveloppe zip ne s’ouvre pas. "
            "Téléchargez-le ou enregistrez-le de nouveau."
        ) from damage
    _check_directory(archive.infolist(), len(data))
    return archive


def part(archive: zipfile.ZipFile, name: str, limit: int = MAX_UNPACKED) -> bytes:
    """The bytes of one member, at most `limit` of them; Refusal when it is absent, damaged or larger than that.

    The bytes are counted as they come out: what the archive declares is not believed.
    """
    try:
        with archive.open(name) as member:
            content = member.read(limit + 1)
    except KeyError as absent:
        raise Refusal(
            f"Ce fichier est incomplet : il lui manque la partie « {name} ». "
            "Enregistrez-le de nouveau depuis le logiciel qui l’a fait."
        ) from absent
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as damage:
        raise Refusal(_damaged(name)) from damage
    if len(content) > limit:
        raise Refusal(_bomb(f"la partie « {name} » dépasse {limit >> 20} Mo une fois dépliée"))
    return content


def _check_directory(infos: list[zipfile.ZipInfo], size: int) -> None:
    names = [info.filename for info in infos]
    unpacked = sum(info.file_size for info in infos)
    if len(names) > MAX_ENTRIES:
        raise Refusal(_bomb(f"il contient plus de {MAX_ENTRIES // 1000} 000 éléments"))
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise Refusal(
            "Ce fichier est protégé par un mot de passe. "
            "Enregistrez-en une copie sans mot de passe, puis envoyez cette copie."
        )
    if any(info.compress_type not in _METHODS for info in infos):
        raise Refusal(
            "Ce fichier est comprimé d’une façon que ne connaissent pas les logiciels de bureau. "
            "Ouvrez-le puis enregistrez-le de nouveau."
        )
    if len(set(names)) != len(names):
        raise Refusal(
            "Ce fichier est abîmé : il contient deux fois la même partie. "
            "Enregistrez-le de nouveau depuis le logiciel qui l’a fait."
        )
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * size):
        raise Refusal(_bomb(f"il occuperait {unpacked >> 20} Mo une fois déplié"))


def _bomb(reason: str) -> str:
    return (
        f"Ce fichier est refusé par prudence : {reason}. "
        "Copiez le seul tableau utile dans un nouveau document, puis envoyez ce document."
    )


def _damaged(name: str) -> str:
    return f"Ce fichier est abîmé : la partie « {name} » ne se lit pas. Téléchargez-le ou enregistrez-le de nouveau."
