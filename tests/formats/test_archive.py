"""The door of zip containers: what costs too much is refused before it is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from preau.core.refusal import Refusal
from preau.formats.archive import MAX_ENTRIES, part, unpack


def lying(data, *, declared):
    """The same archive, saying in its directory that its first member has another size."""
    place = data.index(b"PK\x01\x02") + 24
    return data[:place] + struct.pack("<I", declared) + data[place + 4 :]


def test_a_member_is_read_by_its_name(make_zip):
    archive = unpack(make_zip({"a.xml": "<a/>"}))

    assert part(archive, "a.xml", 100) == b"<a/>"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip at all" * 100])
def test_what_is_no_zip_is_refused(data):
    with pytest.raises(Refusal, match=r"^Ce fichier est abîmé ou incomplet"):
        unpack(data)


def test_an_archive_cut_short_is_refused(make_zip):
    whole = make_zip({"a.xml": "<a/>" * 1000})

    with pytest.raises(Refusal, match=r"^Ce fichier est abîmé ou incomplet"):
        unpack(whole[:-40])


def test_a_locked_member_is_refused_as_locked(make_zip):
    data = bytearray(make_zip({"a.xml": "<a/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(Refusal, match=r"^Ce fichier est protégé par un mot de passe"):
        unpack(bytes(data))


def test_more_entries_than_any_document_has_are_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(MAX_ENTRIES + 1):
            archive.writestr(f"{number}", "")

    with pytest.raises(Refusal, match=r"il contient plus de 10\u202f000 éléments"):
        unpack(buffer.getvalue())


def test_a_bomb_is_refused_from_its_directory(make_zip):
    data = lying(make_zip({"a.xml": "0" * 1000}), declared=2**31)

    with pytest.raises(Refusal, match=r"il occuperait 2048 Mo une fois déplié"):
        unpack(data)


def test_a_small_archive_that_unpacks_far_too_well_is_refused(make_zip):
    data = make_zip({"a.xml": bytes(70 << 20)})

    with pytest.raises(Refusal, match=r"^Ce fichier est refusé par prudence"):
        unpack(data)


def test_the_same_name_twice_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.xml", "one")
        with pytest.warns(UserWarning, match=r"Duplicate name"):
            archive.writestr("a.xml", "two")

    with pytest.raises(Refusal, match=r"deux fois la même partie"):
        unpack(buffer.getvalue())


def test_a_member_is_counted_as_it_comes_out(make_zip):
    archive = unpack(make_zip({"a.xml": bytes(3 << 20)}))

    with pytest.raises(Refusal, match=r"la partie «\u00a0a.xml\u00a0» dépasse 2 Mo une fois dépliée"):
        part(archive, "a.xml", 2 << 20)


def test_an_absent_member_is_named(make_zip):
    archive = unpack(make_zip({"a.xml": "<a/>"}))

    with pytest.raises(Refusal, match=r"il lui manque la partie «\u00a0content.xml\u00a0»"):
        part(archive, "content.xml", 100)


def test_a_damaged_member_is_named(make_zip):
    data = bytearray(make_zip({"a.xml": "0123456789" * 1000}))
    data[50] ^= 0xFF

    with pytest.raises(Refusal, match=r"la partie «\u00a0a.xml\u00a0» ne se lit pas"):
        part(unpack(bytes(data)), "a.xml", 1 << 20)
