"""`preau import`: compare, show, apply in one transaction."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from preau.config.commands.check import summary
from preau.config.database import wake
from preau.config.sources import source_of
from preau.core.annex.parse import CONCEPT_NAMES
from preau.core.annex.plan import Step, Value
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
        raise Refusal(f"--cite {options.cite} : écrivez un nom court en minuscules, sans accent ni espace, par exemple le-mans.")
    file, data = source_of(options)
    wake()
    from preau.annexes.operations import import_annex, rehearse, target_of

    target = target_of(file, slug=options.cite, year=options.year)
    outcome = rehearse(file, target) if options.dry_run else import_annex(file=file, data=data, target=target, by=None)
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
    if plan.is_empty:
        yield f"Le programme {target.year} {of_place(target.name)} dit déjà tout cela. Rien n’a changé."
        return
    yield f"Programme {target.year} {of_place(target.name)} :"
    for kind, one, many in (
        ("create", "action créée", "actions créées"),
        ("change", "action modifiée", "actions modifiées"),
        ("withdraw", "action retirée (elle reste consultable)", "actions retirées (elles restent consultables)"),
        ("unchanged", "action inchangée", "actions inchangées"),
    ):
        steps = plan.of(kind)  # type: ignore[arg-type]
        if steps:
            yield f"  {len(steps)} {one if len(steps) == 1 else many}"
            yield from _detail(kind, steps)
    levels = Counter(finding.level for finding in file.findings)
    yield f"Remarques : {levels['error']} à corriger, {levels['warning']} à préciser, {levels['info']} à savoir. preau check les détaille."
    if dry:
        yield "Répétition : rien n’a été écrit."
    elif outcome.imported is not None:
        number = outcome.imported.operation.number
        yield f"Import n° {number} appliqué. Pour revenir en arrière : preau undo --cite {target.slug} {number}"


def _detail(kind: str, steps: list[Step[int]]) -> Iterator[str]:
    if kind not in ("change", "withdraw"):
        return
    for step in steps[:SHOWN]:
        name = f"{step.row.number or ''} {step.row.title or step.row.holder_written or ''}".strip() if step.row else f"action {step.id}"
        yield f"    {name}"
        for change in step.changes:
            yield f"      {CONCEPT_NAMES.get(change.field, FIELD_NAMES.get(change.field, change.field))} : {_said(change.before)} → {_said(change.after)}"
    if len(steps) > SHOWN:
        yield f"    … et {len(steps) - SHOWN} autres"


FIELD_NAMES = {"holder_written": "porteur", "partners_written": "partenaires pressentis", "other": "autres colonnes"}


def _said(value: Value) -> str:
    if value is None:
        return "rien"
    if isinstance(value, dict):
        return ", ".join(f"{heading} : {text}" for heading, text in value.items()) or "rien"
    text = value if isinstance(value, str) else euros(value)
    return f"« {text[:77]}… »" if len(text) > 80 else text  # noqa: PLR2004 - a line of a terminal


def _as_json(file: AnnexFile, outcome: Outcome, *, dry: bool) -> dict[str, Any]:
    from preau.annexes.state import as_told

    levels = Counter(finding.level for finding in file.findings)
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
                    "changes": [
                        {"field": c.field, **as_told({"before": c.before, "after": c.after})} for c in step.changes
                    ],
                }
                for step in outcome.plan.of(kind)  # type: ignore[arg-type]
            ]
            for kind in ("create", "change", "withdraw", "unchanged")
        },
        "findings": {level: levels[level] for level in ("error", "warning", "info")},
    }
