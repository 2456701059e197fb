"""No more of a file is received than is accepted."""

from __future__ import annotations

from preau.programmes import receiving
from preau.programmes.receiving import Bounded


def test_past_the_limit_the_rest_is_dropped_for_each_file(monkeypatch):
    monkeypatch.setattr(receiving, "LARGEST", 10)
    handler = Bounded()

    received = []
    for _ in range(2):
        handler.new_file("file", "Devis.pdf", "application/pdf", None)
        received.append([handler.receive_data_chunk(b"x" * 6, start) for start in (0, 6, 12, 18)])

    assert received == [[b"x" * 6, b"x" * 6, None, None]] * 2
    assert handler.file_complete(24) is None
