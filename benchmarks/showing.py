"""The programme page with 24 and with 1 000 actions, against an empty answer of the same application."""

from __future__ import annotations

import os
import tempfile

from benchmarks.annexes import text
from benchmarks.measure import interleaved, tell, title


def main() -> None:
    """In process, through the whole of Django: middleware, queries, template. Prints queries and weight too."""
    title("The programme page, in process, on SQLite")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PREAU_DATA": folder, "PREAU_OPEN": "1", "PREAU_HOSTS": "testserver"}
        os.environ.pop("DATABASE_URL", None)
        _measure()


def _measure() -> None:
    from preau.config.database import wake

    wake()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from preau.annexes.operations import import_annex, target_of
    from preau.formats.annex import read_annex

    client = Client()
    for count in (24, 1_000):
        data = text(count)
        file = read_annex(data, f"{count}.txt")
        import_annex(file=file, data=data, target=target_of(file, slug=f"cite-{count}", year=2020), by=None)
        address = f"/cite-{count}/2020/"
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(address)
        if answer.status_code != 200:  # noqa: PLR2004 - a page
            raise SystemExit(f"{address} answered {answer.status_code}")
        found = interleaved({"empty": lambda: client.get("/nowhere/"), "page": lambda: client.get(address)}, rounds=9)  # noqa: B023
        note = f"   {len(queries)} queries, {len(answer.content) / 1000:.0f} kB"
        tell(f"{count:>5} actions (empty {found['empty'] * 1000:.1f} ms)", found["page"], found["empty"], None, note)
    connection.close()
