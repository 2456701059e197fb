"""The keys of the identifiers of French organisations."""

from __future__ import annotations

import pytest

from preau.core.identifiers import (
    bare_rna,
    bare_siret,
    bare_uai,
    rna_is_valid,
    siret_is_destroyed,
    siret_is_valid,
    spaced_siret,
    uai_is_valid,
)
from preau.core.refusal import Refusal


@pytest.mark.parametrize(
    "siret", ["41177507500046", "411 775 075 00046", "411775075", "21060004500392", "35600000000048"]
)
def test_a_siret_or_a_siren_with_its_key(siret):
    assert siret_is_valid(siret)


@pytest.mark.parametrize("siret", ["41177507500047", "4117750750004", "", "2,43E+13", "4117750750004A", "٤١١٧٧٥٠٧٥"])
def test_anything_else_is_no_siret(siret):
    assert not siret_is_valid(siret)


def test_the_post_office_has_its_own_rule():
    assert siret_is_valid("35600000049837")
    assert not siret_is_valid("35600000049838")


@pytest.mark.parametrize(
    ("written", "destroyed"),
    [
        ("2,43E+13", True),
        ("7.17e13", True),
        ("24300000000000", True),
        ("41177507500046", False),
        ("", False),
        ("aide", False),
    ],
)
def test_a_spreadsheet_destroys_long_numbers(written, destroyed):
    assert siret_is_destroyed(written) == destroyed


@pytest.mark.parametrize(
    ("rna", "valid"),
    [("W722001234", True), ("W9R1000012", True), ("W 722 001 234", True), ("722001234", False), ("W7220", False)],
)
def test_rna(rna, valid):
    assert rna_is_valid(rna) == valid


@pytest.mark.parametrize(
    ("uai", "valid"), [("0251079M", True), ("0592832H", True), ("0592832h", False), ("0590266A", False), ("059", False)]
)
def test_uai(uai, valid):
    assert uai_is_valid(uai) == valid


@pytest.mark.parametrize(
    ("read", "typed", "bare"),
    [
        (bare_siret, "732 829 320 00074", "73282932000074"),
        (bare_siret, "732\u00a0829\u202f320.00074", "73282932000074"),
        (bare_siret, "  ", ""),
        (bare_rna, "w723-001234", "W723001234"),
        (bare_uai, "0720001 k", "0720001K"),
        (bare_uai, "", ""),
    ],
)
def test_what_is_typed_with_spaces_is_kept_bare(read, typed, bare):
    assert read(typed) == bare


@pytest.mark.parametrize(
    ("read", "typed", "start"),
    [
        (bare_siret, "732829320", "C’est un SIREN"),
        (bare_siret, "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "Un SIRET n’a que des chiffres"),
        (bare_siret, "73282932000075", "La clé du SIRET est fausse"),
        (bare_siret, "73282942000074", "La clé du SIREN est fausse"),
        (bare_rna, "W12", "Un numéro RNA commence par W"),
        (bare_uai, "0720001A", "La lettre de l’UAI est fausse"),
    ],
)
def test_what_is_wrong_is_said(read, typed, start):
    with pytest.raises(Refusal, match=f"^{start}"):
        read(typed)


def test_a_siret_is_printed_in_groups():
    assert (spaced_siret("73282932000074"), spaced_siret("73")) == ("732\u00a0829\u00a0320\u00a000074", "73")
