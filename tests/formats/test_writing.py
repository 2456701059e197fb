"""The one way to write a paper."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from preau.core.document.blocks import Cell, Column, Document, Heading, Paragraph, Table
from preau.core.refusal import Refusal
from preau.formats import writers
from preau.formats.writing import FORMATS, write

TEXTS = ("Fête 🎉", "=1+1", "Ville d’Allonnes", "a\nb")
PAPER = Document(
    "Annexe 1",
    (
        Heading("ANNEXE 1"),
        Paragraph("Un texte."),
        Table(
            (Column(1), Column(2)),
            ((Cell("A", role="column"), Cell("B", role="column")),),
            tuple((Cell(text, role="row"), Cell(text)) for text in TEXTS),
        ),
    ),
    footer="Version 1",
    author="Cité éducative",
)


def digests(paper):
    return {extension: hashlib.sha256(write(paper, extension)).hexdigest() for extension in FORMATS}


@pytest.fixture(scope="module")
def elsewhere():
    """The digests of the same paper in other processes: another hash seed, another time zone."""

    def run(seed, zone):
        code = (
            f"import sys, runpy; sys.path[:0] = {sys.path!r}; "
            f"names = runpy.run_path({str(Path(__file__))!r}); print(names['digests'](names['PAPER']))"
        )
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    return {run("1", "UTC"), run("2", "Pacific/Auckland")}


def test_the_same_paper_gives_the_same_bytes_in_every_process(elsewhere):
    assert elsewhere == {str(digests(PAPER))}


def test_every_format_has_its_writer():
    modules = {path.stem for path in Path(writers.__file__).parent.glob("*.py")}

    assert set(FORMATS) - modules == set()


@pytest.mark.parametrize("extension", FORMATS)
def test_a_format_may_be_named_as_an_extension(extension):
    assert write(PAPER, f".{extension.upper()}") == write(PAPER, extension)


def test_an_unknown_format_is_refused_with_those_that_exist():
    with pytest.raises(Refusal, match=r"« doc » n’est pas de ceux que Préau écrit\. Choisissez entre pdf, docx, odt"):
        write(PAPER, "doc")


def test_choosing_a_format_loads_no_library():
    code = "import sys; import preau.formats.writing; print(*sorted({'typst', 'pikepdf', 'lxml'} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""
