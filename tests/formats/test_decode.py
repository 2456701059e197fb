from __future__ import annotations

import subprocess
import sys

import pytest

from preau.formats.decode import decode

SENTENCE = "Coût réactualisé : l’école d’Allonnes, Maîtrise d’œuvre, 55 200 €\n"


@pytest.mark.parametrize(
    ("bytes_", "encoding"),
    [
        (SENTENCE.encode(), "utf-8"),
        (SENTENCE.encode("utf-8-sig"), "utf-8"),
        (SENTENCE.encode("utf-16"), "utf-16"),
        (SENTENCE.encode("utf-16-le"), "utf-16"),
        (SENTENCE.encode("utf-16-be"), "utf-16"),
        (SENTENCE.encode("utf-32"), "utf-32"),
        (SENTENCE.encode("cp1252"), "cp1252"),
        (SENTENCE.encode("mac_roman"), "mac_roman"),
    ],
)
def test_reads_every_encoding_of_french_offices(bytes_, encoding):
    decoded = decode(bytes_)

    assert decoded == (SENTENCE, encoding, ())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Elèves des écoles à Noël", "cp850"),
        ("ÉCOLE ÉLÉMENTAIRE", "cp850"),
        ("Coût : 20 000 € pour les élèves", "cp858"),
        ("Maîtrise d'œuvre : 20 000 €", "iso8859_15"),
        ("ÉCOLE ÉLÉMENTAIRE JULES FERRY", "cp1252"),
        ("ÉCOLE ÉLÉMENTAIRE JULES FERRY", "mac_roman"),
        ("Été", "cp1252"),
    ],
)
def test_tells_old_encodings_apart_by_their_accents(text, encoding):
    decoded = decode(text.encode(encoding))

    assert decoded == (text, encoding, ())


def test_two_encodings_in_one_file_are_read_line_by_line():
    lines = ["Intitulé;Coût", "Santé;10 €", "Élèves;20 €"]
    data = b"\n".join([lines[0].encode(), lines[1].encode("cp1252"), lines[2].encode()])

    text, encoding, findings = decode(data)

    assert (text, encoding) == ("\n".join(lines), "utf-8")
    assert [(finding.code, finding.line, finding.raw) for finding in findings] == [("encoding-mixed", 2, "Santé;10 €")]


def test_two_encodings_in_one_line_are_both_read():
    text, _, findings = decode("Élèves\nSanté; ".encode() + "prévention".encode("cp1252"))

    assert text == "Élèves\nSanté; prévention"
    assert [finding.line for finding in findings] == [2]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman"])
def test_text_encoded_twice_is_repaired_and_said(encoding):
    data = "N°;Coût\nSanté;Élèves de l'école\nrien\n".encode().decode(encoding).encode()

    text, read_as, findings = decode(data)

    assert (text, read_as) == ("N°;Coût\nSanté;Élèves de l'école\nrien\n", "utf-8")
    assert [(finding.code, finding.line) for finding in findings] == [("encoding-mixed", 1)]
    assert "2 lignes ont été réparées" in findings[0].message


def test_only_the_lines_encoded_twice_are_touched():
    clean = "« L’école » – “Micro-Folie” ﬁn…"

    text, _, _ = decode(f"{clean}\nSantÃ© et citoyennetÃ©\n{clean}".encode())

    assert text == f"{clean}\nSanté et citoyenneté\n{clean}"


def test_typographic_signs_lost_as_control_characters_are_found_again():
    text, _, findings = decode("l\x92école \x96 \x80\n".encode())

    assert text == "l’école – €\n"
    assert [finding.code for finding in findings] == ["encoding-mixed"]


def test_ftfy_is_not_loaded_for_clean_text():
    program = "import sys; from preau.formats.decode import decode; decode('Château, âge, JOÃO'.encode()); "
    program += "print('ftfy' in sys.modules)"

    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert printed == "False\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_break_is_the_same(newline):
    assert decode(f"a{newline}{newline}é{newline}".encode()).text == "a\n\né\n"


def test_bytes_that_show_nothing_are_left_out():
    assert decode("N°\x00;\ufeffCoût\x07\t1\x000".encode()) == ("N°;Coût\t10", "utf-8", ())


def test_what_no_encoding_explains_is_kept_visible_and_said():
    text, encoding, findings = decode("Coût\nÉlèves".encode("utf-16") + b"\x00")

    assert (text, encoding) == ("Coût\nÉlèves\ufffd", "utf-16")
    assert [(finding.code, finding.line, finding.raw) for finding in findings] == [
        ("encoding-mixed", 2, "Élèves\ufffd")
    ]
