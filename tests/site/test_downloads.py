"""Files: the annex in every format, the file of an import as it came."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from preau.annexes.models import Import, SourceFile
from preau.formats.annex import read_annex
from preau.formats.writing import FORMATS
from preau.journal.models import Operation
from preau.site.downloads import safe_name
from tests.factories.programmes import a_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("claire")]


@pytest.mark.parametrize("format_", list(FORMATS))
def test_the_annex_in_every_format(client, allonnes, format_):
    response = client.get(f"/allonnes/2020/annexe.{format_}")

    assert response.status_code == 200
    assert response["Content-Type"] == FORMATS[format_].media_type
    assert response["Content-Disposition"] == f'attachment; filename="programme-allonnes-2020.{format_}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert int(response["Content-Length"]) == len(response.content) > 1000


@pytest.mark.parametrize("format_", ["xlsx", "ods", "docx", "odt", "csv", "tsv", "html"])
def test_what_is_given_back_reads_as_the_programme(client, allonnes, format_):
    data = client.get(f"/allonnes/2020/annexe.{format_}").content

    annex = read_annex(data, f"annexe.{format_}").annex

    assert len(annex.actions) == 24
    assert {name: str(total) for name, total in annex.computed.items()} == {
        "total_cost": "594268.00",
        "grant": "250000.00",
    }


def test_the_second_download_is_not_written_again(client, allonnes):
    first = client.get("/allonnes/2020/annexe.csv")

    second = client.get("/allonnes/2020/annexe.csv", headers={"if-none-match": first["ETag"]})

    assert (second.status_code, second.content) == (304, b"")


def test_a_programme_that_changed_is_written_anew(client, allonnes, bring, edited):
    first = client.get("/allonnes/2020/annexe.csv")
    bring(edited)

    second = client.get("/allonnes/2020/annexe.csv", headers={"if-none-match": first["ETag"]})

    annex = read_annex(second.content, "annexe.csv").annex
    assert second.status_code == 200
    assert str(annex.computed["total_cost"]) == "593268.00"


def test_two_formats_are_two_files(client, allonnes):
    tags = {client.get(f"/allonnes/2020/annexe.{format_}")["ETag"] for format_ in ("csv", "tsv", "html")}

    assert len(tags) == 3


def test_the_file_of_an_import_comes_back_byte_for_byte(client, allonnes, seed_text):
    response = client.get("/allonnes/2020/imports/1/fichier")

    assert response.content == seed_text.read_bytes()
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="annexe1.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_name_with_accents_survives(client, history):
    response = client.get("/allonnes/2020/imports/2/fichier")

    assert response["Content-Disposition"] == "attachment; filename*=utf-8''annexe1_corrig%C3%A9e.txt"


@pytest.mark.parametrize(
    ("received", "given"),
    [
        ("annexe 1.xlsx", "annexe 1.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\moi\\annexe.docx", "annexe.docx"),
        ('a";\r\nSet-Cookie: x=1.csv', "a;Set-Cookie x=1.csv"),
        ("\u202egnp.exe", "gnp.exe"),
        ("...", "import-3.csv"),
        ("", "import-3.csv"),
        ("annexe:flux.csv", "annexeflux.csv"),
    ],
)
def test_the_name_of_a_file_gives_no_order(received, given):
    imported = Import(operation=Operation(number=3), source=SourceFile(name=received, format="csv"))

    assert safe_name(imported) == given


@pytest.mark.parametrize("format_", ["exe", "PDF", "pdf.html", "..", "json"])
def test_formats_that_are_not_offered_do_not_exist(client, format_):
    a_programme()

    assert client.get(f"/allonnes/2020/annexe.{format_}").status_code == 404


def test_a_workbook_is_one(client, allonnes):
    data = client.get("/allonnes/2020/annexe.xlsx").content

    assert "xl/workbook.xml" in ZipFile(BytesIO(data)).namelist()
