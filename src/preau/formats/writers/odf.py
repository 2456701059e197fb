"""What ODT and ODS have in common: namespaces, text in paragraphs, metadata, manifest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from preau.core.document.blocks import Document
from preau.formats.writers.cells import clean, escape
from preau.formats.writers.package import Member, pack

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = (
    f'xmlns:office="{_OASIS}office:1.0" xmlns:style="{_OASIS}style:1.0" xmlns:text="{_OASIS}text:1.0" '
    f'xmlns:table="{_OASIS}table:1.0" xmlns:number="{_OASIS}datastyle:1.0" xmlns:meta="{_OASIS}meta:1.0" '
    f'xmlns:fo="{_OASIS}xsl-fo-compatible:1.0" xmlns:svg="{_OASIS}svg-compatible:1.0" '
    f'xmlns:config="{_OASIS}config:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
FONT = 'fo:font-family="Arial" style:font-family-generic="swiss" style:font-pitch="variable"'
FRENCH = 'fo:language="fr" fo:country="FR"'

_FRAGILE = re.compile(r" {2,}|^ | \Z|\t")


def document_xml(kind: str, content: str) -> str:
    """A whole part of the file: `kind` is "content", "styles", "meta" or "settings"."""
    return f"{XML}<office:document-{kind} {NAMESPACES}>{content}</office:document-{kind}>"


def meta(document: Document) -> str:
    """The metadata: title, author, language; no date, since a paper bears its own."""
    author = f"<dc:creator>{escape(document.author)}</dc:creator>" if document.author else ""
    title = f"<dc:title>{escape(document.title)}</dc:title>"
    return document_xml("meta", f"<office:meta>{title}{author}<dc:language>fr-FR</dc:language></office:meta>")


def package(media_type: str, members: Sequence[Member]) -> bytes:
    """The file of that media type, its members listed in its manifest."""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in [("/", media_type), *((name, "text/xml") for name, _ in members)]
    )
    manifest = (
        f'{XML}<manifest:manifest xmlns:manifest="{_OASIS}manifest:1.0" manifest:version="1.3">'
        f"{entries}</manifest:manifest>"
    )
    return pack([("META-INF/manifest.xml", manifest), *members], mimetype=media_type)


def style(name: str, family: str, *properties: str, about: str = "") -> str:
    """A style: each of `properties` is an element without its brackets, `about` more attributes of the style itself."""
    inside = "".join(f"<style:{element}/>" for element in properties)
    return f'<style:style style:name="{name}" style:family="{family}"{about}>{inside}</style:style>'


@lru_cache(maxsize=4096)
def paragraphs(text: str, style: str = "") -> str:
    """The text as one `text:p` a line."""
    attribute = f' text:style-name="{style}"' if style else ""
    return "".join(f"<text:p{attribute}>{inline(line)}</text:p>" for line in clean(text).split("\n"))


def inline(text: str) -> str:
    """The inside of a paragraph: line breaks, tabs, and spaces that XML would fold, each as its own element."""
    safe = escape(text)
    if _FRAGILE.search(safe):
        safe = _FRAGILE.sub(_kept, safe)
    return safe.replace("\n", "<text:line-break/>")


def _kept(blank: re.Match[str]) -> str:
    if blank.group() == "\t":
        return "<text:tab/>"
    return f'<text:s text:c="{len(blank.group())}"/>'


def page_layout(document: Document, extra: str = "") -> str:
    """A4 with 14 mm margins, and room for the footer."""
    width, height, turned = ("297mm", "210mm", "landscape") if document.landscape else ("210mm", "297mm", "portrait")
    return (
        '<style:page-layout style:name="page"><style:page-layout-properties '
        f'fo:page-width="{width}" fo:page-height="{height}" style:print-orientation="{turned}" '
        f'fo:margin-top="14mm" fo:margin-bottom="9mm" fo:margin-left="14mm" fo:margin-right="14mm"{extra}/>'
        '<style:footer-style><style:header-footer-properties fo:min-height="6mm" fo:margin-top="3mm" '
        'fo:margin-left="0mm" fo:margin-right="0mm"/>'
        "</style:footer-style></style:page-layout>"
    )
