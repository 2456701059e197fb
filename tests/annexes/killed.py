"""Kills an import at one statement after another, and says what each left behind. Run by test_killed.py."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from preau.config.database import wake

wake()

from preau.annexes.operations import import_annex, target_of  # noqa: E402 - models exist once Django is awake
from preau.formats.annex import read_annex  # noqa: E402
from tests.killer import kill_everywhere  # noqa: E402


def bring(data: bytes) -> None:
    file = read_annex(data, "annexe1.txt")
    import_annex(file=file, data=data, target=target_of(file, slug="allonnes"), by=None)


def main(text: Path) -> None:
    first = text.read_bytes()
    edited = first.replace("16 000 €".encode(), "17 000 €".encode()).replace(b"\n14\t", b"\n114\t")
    told = [kill_everywhere(lambda: bring(first)), kill_everywhere(lambda: bring(edited))]
    sys.stdout.write(json.dumps(told))


main(Path(sys.argv[1]))
