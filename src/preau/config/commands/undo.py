"""`preau undo`: put a programme back as it was before an import."""

from __future__ import annotations

from argparse import Namespace

from preau.config.database import wake
from preau.core.refusal import Refusal
from preau.core.typography import french


def run(options: Namespace) -> int:
    """Undo the import of that number. Raises Refusal when there is none, or when something was built upon it."""
    wake()
    from preau.annexes.models import Import
    from preau.annexes.operations import undo_import

    imports = Import.objects.filter(operation__cite__slug=options.cite).select_related(
        "operation__cite", "programme__cite"
    )
    imported = imports.filter(operation__number=options.number).first()
    if imported is None:
        known = ", ".join(str(number) for number in imports.values_list("operation__number", flat=True)) or "aucun"
        raise Refusal(f"La cité {options.cite} n’a pas d’import n° {options.number}. Ses imports : {known}.")
    undo = undo_import(imported=imported, by=None)
    print(french(f"{undo.label} : {undo.lines.count()} actions remises comme avant."))
    return 0
