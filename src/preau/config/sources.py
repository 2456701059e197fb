"""From the options of a command to the annex they name."""

from __future__ import annotations

import os
from argparse import Namespace
from typing import cast, get_args

from preau.config.files import read_file
from preau.config.progress import Steps
from preau.core.annex.parse import Overrides
from preau.core.annex.rows import Concept
from preau.core.refusal import Refusal
from preau.formats.annex import AnnexFile, read_annex


def source_of(options: Namespace) -> tuple[AnnexFile, bytes]:
    """The annex that the command line names, and its bytes. Raises Refusal for what cannot be read."""
    overrides = chosen_columns(options.columns)
    data = read_file(options.file)
    name = (
        "entrée standard"
        if options.file == "-"
        else os.fsencode(options.file).rpartition(os.sep.encode())[2].decode("utf-8", "replace")
    )
    with Steps(1, len(data)) as step:
        step(f"Lecture de {name}"[:24])
        return read_annex(data, name, sheet=options.sheet, overrides=overrides), data


def chosen_columns(choices: list[str]) -> Overrides:
    """The columns chosen with --map NOTION=COLONNE. Raises Refusal for a notion that does not exist."""
    concepts = get_args(Concept)
    chosen: dict[Concept, str] = {}
    for choice in choices:
        concept, equal, column = choice.partition("=")
        if not equal or not column or concept not in concepts:
            raise Refusal(
                f"--map {choice} n’est pas compris. Écrivez --map NOTION=COLONNE, par exemple --map total_cost=H. "
                f"Les notions sont {', '.join(concepts)}."
            )
        chosen[cast("Concept", concept)] = column
    return chosen
