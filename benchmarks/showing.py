"""Aujourd’hui, the programme and a search, of 24 and of 1 000 actions, against an empty answer."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

from benchmarks.annexes import text
from benchmarks.measure import interleaved, tell, title

if TYPE_CHECKING:
    from django.test import Client

PAGES = {"Aujourd’hui": "/", "programme": "/2020/", "search": "/chercher/?q=ecole"}


def main() -> None:
    """In process, through the whole of Django: middleware, queries, template. Prints queries and weight too."""
    title("The pages, in process, on SQLite")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PREAU_DATA": folder, "PREAU_HOSTS": "testserver"}
        os.environ.pop("DATABASE_URL", None)
        _measure()


def _measure() -> None:
    from preau.config.database import wake

    wake()
    from django.db import connection
    from django.test import Client

    from preau.annexes.operations import import_annex, target_of
    from preau.formats.annex import read_annex
    from preau.people.models import Cite, Membership, User
    from preau.people.roles import Role

    claire, client = User.objects.create_user("claire@preau.example", "Claire"), Client()
    client.force_login(claire)
    for count in (24, 1_000):
        data, slug = text(count), f"cite-{count}"
        file = read_annex(data, f"{count}.txt")
        import_annex(file=file, data=data, target=target_of(file, slug=slug, year=2020), by=None)
        Membership.objects.create(user=claire, cite=Cite.objects.get(slug=slug), role=Role.COORDINATION)
        for name, address in PAGES.items():
            _page(client, f"{count:>5} actions, {name}", f"/{slug}{address}")
    connection.close()


def _page(client: Client, name: str, address: str) -> None:
    """One line for a page: its time, its queries, its weight."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    asked = len(queries)  # before the next request forgets them
    if answer.status_code != 200:  # noqa: PLR2004 - a page
        raise SystemExit(f"{address} answered {answer.status_code}")
    found = interleaved({"empty": lambda: client.get("/nowhere/"), "page": lambda: client.get(address)}, rounds=9)
    note = f"   {asked} queries, {len(answer.content) / 1000:.0f} kB"
    tell(f"{name} (empty {found['empty'] * 1000:.1f} ms)", found["page"], found["empty"], None, note)
