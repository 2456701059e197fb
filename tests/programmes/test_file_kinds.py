"""What a file to be joined is, whatever it says it is."""

from __future__ import annotations

import pytest

from preau.core.refusal import Refusal
from preau.programmes.file_kinds import KINDS, kind_of
from tests.programmes.papers import EICAR, PDF, PNG, compound, odf, ooxml, zip_of


def refusal(data, name):
    with pytest.raises(Refusal) as raised:
        kind_of(data, name)
    return str(raised.value)


@pytest.mark.parametrize(
    ("form", "label"),
    [
        ("annexe.docx", "Word"),
        ("annexe.xlsx", "Excel"),
        ("annexe.odt", "texte ODT"),
        ("annexe.ods", "classeur ODS"),
        ("annexe.doc", "Word 97"),
        ("annexe.xls", "Excel 97"),
        ("annexe_writer.pdf", "PDF"),
        ("annexe_typst.pdf", "PDF"),
        ("a_utf16.csv", "CSV"),
        ("a_cp1252.csv", "CSV"),
    ],
)
def test_real_files_of_offices(seed_forms, form, label):
    assert kind_of((seed_forms / form).read_bytes(), form).label == label


@pytest.mark.parametrize(
    ("data", "name", "label"),
    [
        (PDF, "Devis.PDF", "PDF"),
        (PNG, "plan.png", "image PNG"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, "photo.JPEG", "photo JPEG"),
        (b"GIF89a" + b"\0" * 20, "logo.gif", "image GIF"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 20, "logo.webp", "image WebP"),
        (ooxml(), "reunion.pptx", "PowerPoint"),
        (odf(), "reunion.odp", "présentation ODP"),
        (compound("WordDocument"), "note.doc", "Word 97"),
        ("Élèves;12\n".encode(), "eleves.csv", "CSV"),
        ("Élèves : 12\n".encode("cp1252"), "eleves.txt", "texte"),
        ("Élèves\n".encode("utf-16"), "eleves.txt", "texte"),
    ],
)
def test_kinds_that_are_accepted(data, name, label):
    assert kind_of(data, name).label == label


def test_every_kind_has_endings_of_its_own():
    endings = [ending for kind in KINDS for ending in kind.extensions]

    assert len(endings) == len(set(endings))


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"  \n", "vide.pdf", "Ce fichier est vide."),
        (b"MZ\x90\0" + b"\0" * 60, "devis.pdf", "Ce fichier est un programme"),
        (b"\x7fELF" + b"\0" * 60, "devis", "Ce fichier est un programme"),
        (b"#!/bin/sh\nrm -rf ~\n", "lisez-moi.txt", "Ce fichier est un programme"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "page.txt", "Ce fichier est une page web"),
        (b"\n <svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "logo.png", "Ce fichier est une page web"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "a.csv", "Ce fichier est une page web"),
        ("<html>".encode("utf-16"), "page.txt", "Ce fichier est une page web"),
        (zip_of({"a.pdf": PDF}), "pieces.zip", "Ce fichier est une archive"),
        (zip_of({"a.pdf": PDF}), "pieces.docx", "Ce fichier est une archive"),
        (b"Rar!\x1a\x07\0" + b"\0" * 20, "pieces.pdf", "Ce fichier est une archive"),
        (ooxml(**{"word/vbaProject.bin": "x"}), "note.pptx", "Ce document contient des macros"),
        (ooxml("ms-word.document.macroEnabled"), "note.docm", "Ce document contient des macros"),
        (odf("text", **{"Basic/Standard/Module1.xml": "<a/>"}), "note.odt", "Ce document contient des macros"),
        (compound("Workbook", "_VBA_PROJECT_CUR"), "note.xls", "Ce document contient des macros"),
        (compound("EncryptedPackage"), "note.docx", "Ce document est protégé"),
        (ooxml(content="rien"), "note.pptx", "Ce document est abîmé"),
        (compound("__properties_version1.0"), "message.msg", "Ce format ne se joint pas."),
        (b"{\\rtf1 }", "note.doc", "Ce texte est au format RTF."),
        (b"\0\0\0\x18ftypheic" + b"\0" * 20, "photo.jpg", "Cette photo est au format HEIC"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 20, "film.mp4", "Les sons et les vidéos"),
        (b"Bonjour\0tout le monde" * 20, "note.txt", "Ce format ne se joint pas."),
        (bytes(range(1, 256)) * 4, "note.pdf", "Ce format ne se joint pas."),
    ],
)
def test_the_rest_is_refused_with_what_to_do(data, name, said):
    assert refusal(data, name).startswith(said)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (PDF, "devis.docx", "Renommez-le « devis.pdf »"),
        (PDF, "devis", "sa fin de nom manque. Renommez-le « devis.pdf »"),
        (PNG, "photo.de.jpg", "Renommez-le « photo.de.png »"),
        (ooxml("wordprocessingml.document", "word/document.xml", "<w:document/>"), "a.xlsx", "Renommez-le « a.docx »"),
        (b"echo bonjour\n", "bonjour.bat", "ne contient que du texte, et sa fin de nom dit « .bat »"),
        (EICAR, "eicar.com", "ne contient que du texte"),
    ],
)
def test_the_name_says_the_same_as_the_bytes(data, name, said):
    assert said in refusal(data, name)


def test_an_archive_that_says_less_than_it_holds_is_refused():
    """A document whose main part unfolds to more than is read of one."""
    bomb = ooxml(content="<p>" + "0" * (70 << 20))

    assert "refusé par prudence" in refusal(bomb, "note.pptx")
