"""Two people at once send one file, then apply it, each in a thread; says what came. Run by test_uploads_at_once.py."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from preau.config.database import wake

wake()

from django.db import connection  # noqa: E402 - models exist once Django is awake

from preau.annexes import uploads  # noqa: E402
from preau.annexes.models import Import, Upload  # noqa: E402
from preau.people.models import Cite, Membership, User  # noqa: E402
from preau.people.roles import Role  # noqa: E402
from preau.programmes.models import Action  # noqa: E402
from tests.factories.uploads import choosing  # noqa: E402

THREADS = 4


def at_once(act) -> list[object]:
    """Do it in several threads that start together, and answer what each of them was answered."""
    together = Barrier(THREADS)

    def one(_: int) -> object:
        together.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def main(path: Path) -> None:
    cite = Cite.objects.create(slug="allonnes", name="Allonnes")
    claire = User.objects.create_user(email="claire@ville.example", name="Claire")
    Membership.objects.create(user=claire, cite=cite, role=Role.COORDINATION)
    data = path.read_bytes()

    sent = at_once(lambda: uploads.receive(cite=cite, name=path.name, data=data, year=None, by=claire).number)
    upload = Upload.objects.get()
    at_once(lambda: uploads.read(pk=upload.pk))
    upload.refresh_from_db()
    choices = choosing(upload, year=2020)
    done = at_once(lambda: uploads.apply_upload(upload=upload, choices=choices, by=claire))

    told = {
        "sent": sent,
        "state": upload.state,
        "applied": sum(outcome is not None for outcome in done),
        "imports": Import.objects.count(),
        "actions": Action.objects.count(),
    }
    sys.stdout.write(json.dumps(told))


main(Path(sys.argv[1]))
