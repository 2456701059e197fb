"""Word 97 documents (DOC), by way of LibreOffice where it is installed; without it, a sentence that says how to do."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from preau.core.grid import Reading
from preau.core.refusal import Refusal
from preau.formats.readers import docx

TIME_LIMIT = 60
"""Seconds given to LibreOffice; it needs about 3 for a document of 30 pages, and 8 more the first time."""

_SIGNATURES = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_SAVE_AS = "Ouvrez-le dans Word ou LibreOffice, enregistrez-le au format DOCX, puis envoyez ce nouveau fichier."


def read(data: bytes) -> Reading:
    """What `docx.read` reads from the same document saved as DOCX; Refusal without LibreOffice, or when it fails.

    LibreOffice runs in a folder and with a profile of its own, both removed afterwards: a document never meets
    somebody's settings, and two readings never meet each other.
    """
    if not data.startswith(_SIGNATURES):
        raise Refusal(f"Ce fichier n’est pas un document Word, ou il est abîmé. {_SAVE_AS}")
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Refusal(f"Ce fichier est au format DOC, qui ne se lit pas ici sans LibreOffice. {_SAVE_AS}")
    with tempfile.TemporaryDirectory(prefix="preau-doc-") as name:
        folder = Path(name)
        source = folder / "document.doc"
        source.write_bytes(data)
        _convert(program, source)
        converted = source.with_suffix(".docx")
        if not converted.is_file():
            raise Refusal(f"LibreOffice n’a pas pu ouvrir ce document : il est abîmé ou protégé. {_SAVE_AS}")
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
