"""The PDF of the annex, against LibreOffice and WeasyPrint where they are installed. A new process each time."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from benchmarks.annexes import text
from benchmarks.measure import interleaved, tell, title

GOAL = 0.1
OURS = """
import sys
from preau.core.annex.layout import lay_out
from preau.formats.annex import read_annex
from preau.formats.writing import write
with open(sys.argv[1], "rb") as file:
    annex = read_annex(file.read(), "annexe.txt").annex
with open(sys.argv[2], "wb") as file:
    file.write(write(lay_out(annex), "pdf"))
"""
WEASYPRINT = """
import sys
from weasyprint import HTML
HTML(sys.argv[1]).write_pdf(sys.argv[2])
"""


def main() -> None:
    """24 and 1 000 actions. The others print what we wrote for them: ODT for LibreOffice, HTML for WeasyPrint."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    weasyprint = find_spec("weasyprint") is not None
    title("The PDF of an annex, a new process each time")
    for name, found in (("LibreOffice", office), ("WeasyPrint", weasyprint)):
        if not found:
            print(f"{name} is not installed: not compared")
    for count, rounds in ((24, 5), (1_000, 1)):
        with tempfile.TemporaryDirectory() as folder:
            _compare(count, rounds, Path(folder), office, weasyprint=weasyprint)


def _compare(count: int, rounds: int, folder: Path, office: str | None, *, weasyprint: bool) -> None:
    annex, paper, page = folder / "annexe.txt", folder / "annexe.odt", folder / "annexe.html"
    annex.write_bytes(text(count))
    preau = str(Path(sys.executable).with_name("preau"))
    for written in (paper, page):
        _run(preau, "convert", str(annex), "-o", str(written))
    things = {f"Préau, {count} actions": lambda: _run(sys.executable, "-c", OURS, str(annex), str(folder / "ours.pdf"))}
    if office:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        things["LibreOffice"] = lambda: _run(
            office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(paper)
        )
        things["LibreOffice"]()
    if weasyprint:
        things["WeasyPrint"] = lambda: _run(sys.executable, "-c", WEASYPRINT, str(page), str(folder / "weasy.pdf"))
    found = interleaved(things, rounds)
    ours = found.pop(f"Préau, {count} actions")
    print(f"{f'Préau, {count} actions':<42} {ours * 1000:>10.1f} ms")
    for name, seconds in found.items():
        tell(f"  against {name} ({seconds * 1000:.0f} ms)", ours, seconds, GOAL)


def _run(*command: str) -> None:
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
