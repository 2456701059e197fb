"""`preau demo`: the real annex of Allonnes, read and kept in a database of its own, and the people who work on it."""

from __future__ import annotations

import os
from argparse import Namespace
from datetime import date
from pathlib import Path

from preau.config.commands.serve import Address, free_port, serve
from preau.config.data import data_folder
from preau.config.database import wake
from preau.core.refusal import Refusal
from preau.core.typography import french

ANNEX = "examples/allonnes-2020/annexe1.txt"


def run(options: Namespace) -> int:
    """Import the annex where it is not yet, say where the pages are, and serve them until Ctrl C."""
    data = demo_annex().read_bytes()
    os.environ["PREAU_DATA"] = str(data_folder() / "demo")
    os.environ.pop("DATABASE_URL", None)
    os.environ["PREAU_DEMO"] = "1"
    wake()
    from preau.annexes.operations import import_annex, target_of
    from preau.formats.annex import read_annex
    from preau.members.demonstration import ensure_hats
    from preau.people.models import Cite
    from preau.revisions.demonstration import ensure_money

    file = read_annex(data, "annexe1.txt")
    target = target_of(file, slug="allonnes")
    import_annex(file=file, data=data, target=target, by=None, on=date(target.year, 7, 1))
    cite = Cite.objects.get(slug=target.slug)
    ensure_hats(cite)
    ensure_money(cite, target.year)
    address = Address("127.0.0.1", options.port or free_port(8000))
    page = f"{address.url}{target.slug}/{target.year}/"
    print(french(f"Programme d’Allonnes {target.year} : {len(file.annex.actions)} actions lues."))
    print(french("On entre sans mot de passe, dans le rôle de son choix : Claire Morin tient la coordination."))
    serve(
        address,
        workers=1,
        ready=f"Ouvrez {page} dans un navigateur (Ctrl C pour arrêter).",
        page=page if options.open else None,
    )
    return 0


def demo_annex() -> Path:
    """The annex, where the package carries it or where the project keeps it."""
    package = Path(__file__).resolve().parents[2]
    found = next((root / ANNEX for root in (package, package.parents[1]) if (root / ANNEX).is_file()), None)
    if found is None:
        raise Refusal("L’annexe d’Allonnes n’est pas dans cette installation. Importez la vôtre avec preau import.")
    return found
