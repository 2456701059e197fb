"""What DOCX and XLSX have in common: the list of parts, the relations between them, the properties of the document."""

from __future__ import annotations

from preau.core.document.blocks import Document
from preau.formats.writers.cells import escape

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SCHEMAS = "http://schemas.openxmlformats.org"
OFFICE = f"{SCHEMAS}/officeDocument/2006/relationships"
_PACKAGE = f"{SCHEMAS}/package/2006"
_TYPES = "application/vnd.openxmlformats-"


def content_types(parts: dict[str, str]) -> str:
    """The first part of the file: the content type of each other one, without what all of them begin with."""
    parts = {"/docProps/core.xml": "package.core-properties+xml", **parts}
    listed = "".join(f'<Override PartName="{name}" ContentType="{_TYPES}{kind}"/>' for name, kind in parts.items())
    return (
        f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_TYPES}package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def relations(targets: dict[str, str]) -> str:
    """The relations of a part, numbered rId1, rId2… in their order: the kind of each, and where it leads."""
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def root_relations(main: str) -> str:
    """The relations of the whole file: its main part, its properties."""
    properties = f"{_PACKAGE}/relationships/metadata/core-properties"
    return relations({f"{OFFICE}/officeDocument": main, properties: "docProps/core.xml"})


def properties(document: Document) -> str:
    """Title, author and language; no date, since a paper bears its own."""
    author = f"<dc:creator>{escape(document.author)}</dc:creator>" if document.author else ""
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(document.title)}</dc:title>{author}'
        "<dc:language>fr-FR</dc:language></cp:coreProperties>"
    )
