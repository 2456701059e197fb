"""Files as offices make them, and as nobody should send them, in a line."""

from __future__ import annotations

import io
import struct
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"


def zip_of(parts):
    """A zip of these parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


def ooxml(main="presentationml.presentation", part="ppt/presentation.xml", content="<p:presentation/>", **more):
    """An Office document of that main type, with other parts beside."""
    types = f'<Types><Override PartName="/{part}" ContentType="{OOXML}.{main}.main+xml"/></Types>'
    return zip_of({"[Content_Types].xml": types, part: content, **more})


def odf(kind="presentation", content="<office:document-content/>", **more):
    """An OpenDocument of that kind, with other parts beside."""
    return zip_of({"mimetype": f"{ODF}.{kind}", "content.xml": content, **more})


def compound(*names):
    """An OLE file whose root holds streams of these names: a head, an allocation table, a directory."""
    sector = 512
    directory = b"".join(_entry(name, i, len(names)) for i, name in enumerate(["Root Entry", *names]))
    blocks = -(-len(directory) // sector)
    chain = [0xFFFFFFFD, *range(2, blocks + 1), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff")
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(sector, b"\0"))
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<I", head, 44, 1)
    struct.pack_into("<I", head, 48, 1)
    head[76:sector] = struct.pack("<I", 0) + b"\xff" * (sector - 80)
    return bytes(head) + table + directory.ljust(blocks * sector, b"\0")


def _entry(name, i, count):
    """An entry of the directory: the root points at the first of the others, each at the next."""
    nothing = 0xFFFFFFFF
    written = (name + "\0").encode("utf-16-le")
    right = i + 1 if 0 < i < count else nothing
    child = 1 if i == 0 and count else nothing
    entry = written.ljust(64, b"\0") + struct.pack("<HBB3I", len(written), 5 if i == 0 else 2, 1, nothing, right, child)
    return entry.ljust(128, b"\0")
