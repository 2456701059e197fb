"""Small containers made by hand: what no office program would write, or would take seconds to."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XLSX_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE_LINKS}">'
        f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE_LINKS}">'
        f'<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def zipped(parts):
    """A zip of these parts: names and texts or bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def make_zip():
    """A zip of parts."""
    return zipped


@pytest.fixture(scope="session")
def make_xlsx():
    """A workbook of one sheet from the XML of its rows; `head` comes before the sheet, `parts` replace others."""

    def make(rows, *, head="", after="", parts=None):
        sheet = f'{head}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
        return zipped(XLSX_PARTS | {"xl/worksheets/sheet1.xml": sheet} | (parts or {}))

    return make


@pytest.fixture(scope="session")
def make_ods():
    """A sheet from the XML of its rows; `styles` stand before it, `style` is the name of its own."""

    def make(rows, *, head="", styles="", manifest="", style=""):
        content = (
            f'{head}<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0" '
            f'xmlns:text="{_ODF}:text:1.0" xmlns:style="{_ODF}:style:1.0" xmlns:calcext="{_ODF}:calcext:1.0">'
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
            f'<table:table table:name="S" table:style-name="{style}">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>"
        )
        manifest = f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0">{manifest}</manifest:manifest>'
        return zipped({"mimetype": ODS_TYPE, "META-INF/manifest.xml": manifest, "content.xml": content})

    return make


@pytest.fixture(scope="session")
def make_compound():
    """An OLE compound file that has these names at its root, and nothing in them."""

    def entry(name, kind, *, right=0xFFFFFFFF, child=0xFFFFFFFF):
        text = name.encode("utf-16-le")
        links = struct.pack("<HBB3I", len(text) + 2, kind, 1, 0xFFFFFFFF, right, child)
        return text.ljust(64, b"\x00") + links + bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)

    def make(*names):
        header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        header += bytes(6) + struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
        header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
        table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
        directory = entry("Root Entry", 5, child=1)
        for number, name in enumerate(names, 1):
            directory += entry(name, 2, right=number + 1 if number < len(names) else 0xFFFFFFFF)
        return header + table + directory.ljust(512, b"\x00")

    return make
