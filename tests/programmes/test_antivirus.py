"""clamd is asked of every byte, and what it does not clear is refused."""

from __future__ import annotations

import socket

import pytest

from preau.core.refusal import Refusal
from preau.programmes import antivirus
from tests.programmes.clamd import running
from tests.programmes.papers import EICAR


def refusal(data=b"bonjour"):
    with pytest.raises(Refusal) as raised:
        antivirus.scan(data)
    return str(raised.value)


def test_nothing_is_asked_where_no_clamd_is_configured(settings):
    settings.PREAU_CLAMD = ""

    assert antivirus.scan(EICAR) is None


@pytest.mark.parametrize("size", [1, 1 << 16, 3 * (1 << 16) + 5])
def test_every_byte_is_looked_at(settings, size):
    data = b"a" * size

    with running() as clamd:
        settings.PREAU_CLAMD = clamd.address
        antivirus.scan(data)

    assert clamd.scanned == [data]


def test_a_virus_is_refused_by_its_name(settings):
    with running() as clamd:
        settings.PREAU_CLAMD = clamd.address

        said = refusal(b"x" * 100_000 + EICAR)

    assert said.startswith("L’antivirus a trouvé un virus dans ce fichier (Eicar-Test-Signature) : il n’est pas joint.")


def test_a_file_too_large_for_it_is_refused(settings):
    with running(limit=1000) as clamd:
        settings.PREAU_CLAMD = clamd.address

        said = refusal(b"x" * 5_000_000)

    assert said.startswith(("Ce fichier est trop gros pour l’antivirus", "L’antivirus ne répond pas"))


@pytest.mark.parametrize(
    "answer", [b"", b"stream: OK FOUNDATION\0", b"stream: maybe\0", b"UNKNOWN COMMAND\0", b"\xff" * 9000]
)
def test_an_answer_that_clears_nothing_refuses(settings, answer):
    with running(answer=answer) as clamd:
        settings.PREAU_CLAMD = clamd.address

        said = refusal()

    assert said.startswith("L’antivirus ne répond pas : par prudence, rien n’est joint.")


def test_nobody_at_the_address_refuses(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = "{}:{}".format(*server.getsockname())
    settings.PREAU_CLAMD = address

    assert refusal().startswith("L’antivirus ne répond pas")


@pytest.mark.parametrize("address", ["127.0.0.1:port", "[::1", ":3310x"])
def test_an_address_that_is_none_refuses(settings, address):
    settings.PREAU_CLAMD = address

    assert refusal().startswith("L’antivirus ne répond pas")


def test_one_that_keeps_silent_refuses_after_a_while(settings, monkeypatch):
    monkeypatch.setattr(antivirus, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.PREAU_CLAMD = "{}:{}".format(*server.getsockname())

        said = refusal()

    assert said.startswith("L’antivirus ne répond pas")
