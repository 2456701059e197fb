"""`preau import`: compare, show, apply in one transaction."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from preau.config.commands.check import summary
from preau.config.database import wake
from preau.config.sources import source_of
from preau.core.annex.parse import CONCEPT_NAMES
from preau.core.annex.plan import KINDS, Kind, Step, Value
from preau.core.money import euros
from preau.core.refusal import Refusal
from preau.core.typography import french, of_place
from preau.formats.annex import AnnexFile

if TYPE_CHECKING:
    from preau.annexes.operations import Outcome

SHOWN = 20
"""Steps of one kind that are shown before the rest is counted."""


def run(options: Namespace) -> int:
    """Import the file, or rehearse it; prints the plan, field by field."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", options.cite) or len(options.cite) > 60:  # noqa: PLR2004 - a slug
        raise Refusal(
            f"--cite {options.cite} : écrivez un nom court en minuscules, sans accent ni espace, par exemple le-mans."
        )
    file, data = source_of(options)
    wake()
    from preau.annexes.operations import import_annex, rehearse, target_of

    target = target_of(file, slug=options.cite, year=options.year)
    outcome = (
        rehearse(file, target)
        if options.dry_run
        else import_annex(file=file, data=data, target=target, by=None, on=options.on)
    )
    if options.json:
        json.dump(_as_json(file, outcome, dry=options.dry_run), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.writelines(f"{french(line)}\n" for line in _report(file, outcome, dry=options.dry_run))
    return 0


def _report(file: AnnexFile, outcome: Outcome, *, dry: bool) -> Iterator[str]:
    yield from summary(file)
    yield ""
    target, plan = outcome.target, outcome.plan
    if outcome.new_cite:
        yield f"La cité {target.name} ({target.slug}) est nouvelle : elle {'serait' if dry else 'est'} créée."
    if plan.is_empty and not plan.of("left"):
        yield f"Le programme {target.year} {of_place(target.name)} dit déjà tout cela. Rien n’a changé."
        if outcome.imported is not None:
            number = outcome.imported.operation.number
            yield f"Import n° {number} gardé : ses totaux et remarques remplacent les précédents."
        return
    yield f"Programme {target.year} {of_place(target.name)} :"
    for kind in KINDS:
        steps = plan.of(kind)
        if steps:
            yield f"  {len(steps)} {SAID[kind][len(steps) > 1]}"
            yield from _detail([step for step in steps if kind in ("change", "withdraw", "left") or step.held])
    errors, warnings, infos = _levels(file)
    yield f"Remarques : {errors} à corriger, {warnings} à préciser, {infos} à savoir. preau check les détaille."
    if outcome.imported is None and not dry:
        yield "Rien n’a changé."
    if dry:
        yield "Répétition : rien n’a été écrit."
    elif outcome.imported is not None:
        number = outcome.imported.operation.number
        yield f"Import n° {number} appliqué. Pour revenir en arrière : preau undo --cite {target.slug} {number}"


SAID: dict[Kind, tuple[str, str]] = {
    "create": ("action créée", "actions créées"),
    "change": ("action modifiée", "actions modifiées"),
    "withdraw": ("action retirée, qui reste consultable", "actions retirées, qui restent consultables"),
    "unchanged": ("action inchangée", "actions inchangées"),
    "left": (
        "action laissée telle quelle, car le programme est voté",
        "actions laissées telles quelles, car le programme est voté",
    ),
}


def _levels(file: AnnexFile) -> tuple[int, int, int]:
    """How many errors, warnings and remarks."""
    counts = Counter(finding.level for finding in file.findings)
    return counts["error"], counts["warning"], counts["info"]


def _detail(steps: list[Step[int]]) -> Iterator[str]:
    for step in steps[:SHOWN]:
        yield f"    {step.name}"
        for change in step.changes:
            yield f"      {FIELD_NAMES[change.field]} : {_said(change.before)} → {_said(change.after)}"
        for change in step.held:
            said = f"{_said(change.before)}, et non {_said(change.after)}"
            yield f"      {FIELD_NAMES[change.field]} : {said} ; un montant voté change par une réactualisation"
    if len(steps) > SHOWN:
        yield f"    … et {len(steps) - SHOWN} autres"


FIELD_NAMES = CONCEPT_NAMES | {
    "holder_written": "porteur",
    "partners_written": "partenaires pressentis",
    "other": "autres colonnes",
}


def _said(value: Value) -> str:
    if value is None:
        return "rien"
    if isinstance(value, dict):
        return ", ".join(f"{heading} : {text}" for heading, text in value.items()) or "rien"
    text = euros(value) if isinstance(value, Decimal) else str(value)
    return f"« {text[:77]}… »" if len(text) > 80 else text  # noqa: PLR2004 - a line of a terminal


def _as_json(file: AnnexFile, outcome: Outcome, *, dry: bool) -> dict[str, Any]:
    from preau.annexes.state import as_told

    return {
        "source": file.source._asdict(),
        "cite": {"slug": outcome.target.slug, "name": outcome.target.name, "created": outcome.new_cite and not dry},
        "year": outcome.target.year,
        "dry_run": dry,
        "import": outcome.imported.operation.number if outcome.imported else None,
        "plan": {
            kind: [
                {
                    "line": step.row.line if step.row else None,
                    "number": step.row.number if step.row else None,
                    "title": step.row.title if step.row else None,
                    "name": step.name,
                    "changes": [
                        {"field": c.field, **as_told({"before": c.before, "after": c.after})} for c in step.changes
                    ],
                }
                for step in outcome.plan.of(kind)
            ]
            for kind in KINDS
        },
        "findings": dict(zip(("error", "warning", "info"), _levels(file), strict=True)),
    }
