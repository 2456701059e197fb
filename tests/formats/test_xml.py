"""XML of unknown origin: nothing is expanded, nothing is fetched."""

from __future__ import annotations

import pytest

from preau.core.refusal import Refusal
from preau.formats.xml import parse

LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'


def test_what_is_well_formed_is_parsed_without_its_comments():
    root = parse(b"<a><!-- no --><b>caf\xc3\xa9</b></a>")

    assert [(child.tag, child.text) for child in root] == [("b", "café")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused_in_every_encoding(encoding):
    with pytest.raises(Refusal, match=r"il déclare un type de document"):
        parse(LAUGHS.encode(encoding))


def test_an_entity_of_another_file_is_refused():
    with pytest.raises(Refusal, match=r"il déclare un type de document"):
        parse(b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>')


@pytest.mark.parametrize(
    "data", [b"", b"<a>", b"<a></b>", b"\x00\x01", b"<a>&nothing;</a>", b"<a>" * 400 + b"</a>" * 400]
)
def test_what_is_malformed_or_too_deep_is_refused(data):
    with pytest.raises(Refusal, match=r"son contenu n’est pas du XML bien formé"):
        parse(data)
