"""XML of unknown origin, parsed without entities, document types or network; anything else is refused."""

from __future__ import annotations

from lxml import etree

from preau.core.refusal import Refusal

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def parse(data: bytes) -> etree._Element:
    """The root element, or Refusal when the XML is malformed, too deep, or declares a document type.

    No office format needs a document type, and entities are how a few bytes become gigabytes or name a local file.
    """
    # Looked for before parsing, since entities in attributes are expanded whatever the options say.
    scanned = data.replace(b"\x00", b"") if data.startswith(_UTF16_MARKS) else data
    if b"<!DOCTYPE" in scanned:
        raise Refusal(_DOCTYPE)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as damage:
        raise Refusal(
            "Ce fichier est abîmé : son contenu n’est pas du XML bien formé. "
            "Enregistrez-le de nouveau depuis le logiciel qui l’a fait."
        ) from damage
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refusal(_DOCTYPE)
    return root


_DOCTYPE = (
    "Ce fichier est refusé par prudence : il déclare un type de document (DOCTYPE), "
    "ce qu’aucun logiciel de bureau ne fait. Enregistrez-le de nouveau depuis votre logiciel."
)
