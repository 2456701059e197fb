from __future__ import annotations

import random

import pytest

from preau.core.refusal import Refusal
from preau.formats.detect import detect


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("annexe.xlsx", "xlsx"),
        ("annexe.xls", "xls"),
        ("annexe.ods", "ods"),
        ("annexe_odfdo.ods", "ods"),
        ("annexe.docx", "docx"),
        ("annexe.doc", "doc"),
        ("annexe.odt", "odt"),
        ("annexe_writer.pdf", "pdf"),
        ("annexe_typst.pdf", "pdf"),
        ("annexe_calc.pdf", "pdf"),
        ("a_cp1252.csv", "csv"),
        ("a_mac.csv", "csv"),
        ("a_mojibake.csv", "csv"),
        ("a_utf16.csv", "csv"),
        ("a_utf8sig.csv", "csv"),
        ("../annexe1.txt", "tsv"),
    ],
)
def test_the_content_says_what_a_file_is_not_its_name(seed_forms, name, found):
    data = (seed_forms / name).read_bytes()

    assert [detect(data, name), detect(data), detect(data, "annexe.xyz")] == [found] * 3


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (b"Centre social\nMission locale\n", "", "text"),
        (b"lib_cite\nAjaccio\n", "cites.csv", "csv"),
        (b"a\tb\n1\t2\n", "a.csv", "tsv"),
        (b"a;b\n1;2\n", "a.txt", "csv"),
        (b"\n<!-- x -->\n<!DOCTYPE html><p>", "", "html"),
        (b"\xef\xbb\xbf<TABLE border=1><tr>", "annexe.xls", "html"),
        ("<html><table>".encode("utf-16"), "", "html"),
        (b"Version:0.9\r\nStartHTML:0000000105\r\n", "", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "", "html"),
        (b"<p>Recrutement</p>\t1\t2\nb\t3\t4\n", "", "tsv"),
        (b"\n\n%PDF-1.7\n", "", "pdf"),
        (b"{\\rtf1\\ansi", "", "doc"),
    ],
)
def test_text_is_what_it_looks_like(data, name, found):
    assert detect(data, name) == found


SHEETS = b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
XLSB = b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"[Content_Types].xml": SHEETS}, "xlsx"),
        ({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}, "docx"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet-template"}, "ods"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text\n"}, "odt"),
    ],
)
def test_templates_and_macros_are_documents_too(make_zip, parts, found):
    assert detect(make_zip(parts)) == found


@pytest.mark.parametrize(
    ("parts", "advice"),
    [
        ({"Index/Document.iwa": b""}, "Numbers"),
        ({"[Content_Types].xml": b"presentationml", "ppt/presentation.xml": b""}, "présentation"),
        ({"mimetype": b"application/vnd.oasis.opendocument.presentation"}, "présentation"),
        ({"[Content_Types].xml": XLSB, "xl/workbook.bin": b""}, "XLSB"),
        ({"mimetype": b"application/epub+zip"}, "ni un tableau ni un texte"),
        ({"annexe.xlsx": b"", "lisez-moi.txt": b""}, "Décompressez"),
    ],
)
def test_a_zip_that_is_no_document_is_refused_with_advice(make_zip, parts, advice):
    with pytest.raises(Refusal, match=advice):
        detect(make_zip(parts))


@pytest.mark.parametrize(
    ("streams", "found"), [(("Workbook", "WordDocument!"), "xls"), (("Book",), "xls"), (("x", "WordDocument"), "doc")]
)
def test_the_root_of_a_compound_file_says_what_it_is(make_compound, streams, found):
    assert detect(make_compound(*streams)) == found


@pytest.mark.parametrize(
    ("streams", "advice"),
    [
        (("EncryptionInfo", "EncryptedPackage"), "mot de passe"),
        (("PowerPoint Document",), "présentation"),
        (("__properties_version1.0",), "ni un tableau ni un texte"),
    ],
)
def test_a_compound_file_that_is_no_document_is_refused_with_advice(make_compound, streams, advice):
    with pytest.raises(Refusal, match=advice):
        detect(make_compound(*streams))


@pytest.mark.parametrize("write_protected", [False, True])
def test_an_encrypted_workbook_of_excel_97_is_refused(seed_forms, write_protected):
    data = bytearray((seed_forms / "annexe.xls").read_bytes())
    after_bof = data.index(b"\x09\x08\x10\x00") + 20
    encrypted = b"\x2f\x00\x06\x00"
    marks = b"\x86\x00\x00\x00" + encrypted if write_protected else encrypted
    data[after_bof : after_bof + len(marks)] = marks

    with pytest.raises(Refusal, match="mot de passe"):
        detect(bytes(data))


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"", "est vide"),
        (b" \r\n\t ", "est vide"),
        (" \n".encode("utf-16"), "est vide"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "est une image"),
        (b"\xff\xd8\xff\xe0", "est une image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "est une image"),
        (b"Rar!\x1a\x07", "Décompressez"),
        (b"\x09\x08\x10\x00" + bytes(50), "ni un tableau ni un texte"),
        (bytes(1000), "ni un tableau ni un texte"),
        (b"PK\x03\x04" + bytes(range(256)), "abîmé ou incomplet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)), "abîmé ou incomplet"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "XLSX ou ODS"),
        (b'<?xml version="1.0"?><budget/>', "en XML"),
    ],
)
def test_what_nobody_reads_is_refused_with_advice(data, advice):
    with pytest.raises(Refusal, match=advice):
        detect(data, "annexe.xlsx")


@pytest.mark.parametrize("mark", [b"", b"\xff\xfe"])
def test_noise_is_refused_however_much_there_is(mark):
    noise = mark + random.Random(1).randbytes(100 << 20)  # noqa: S311 (noise keeps no secret)

    with pytest.raises(Refusal, match="ni un tableau ni un texte"):
        detect(noise)
