"""`preau check`: what was understood of a file, and what is wrong with it. No database, no web framework."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from itertools import groupby

from preau.config.sources import source_of
from preau.core.annex.checks.amounts import NAMES
from preau.core.annex.contract import as_json
from preau.core.annex.parse import letter
from preau.core.annex.rows import AMOUNTS, Annex
from preau.core.findings import Finding
from preau.core.money import euros
from preau.core.text import fold
from preau.core.typography import french
from preau.formats.annex import AnnexFile

SHOWN = 10
"""Findings of one kind that are shown before the rest is counted."""
LEVELS = {"error": "À corriger", "warning": "À préciser", "info": "À savoir"}


def run(options: Namespace) -> int:
    """Print what was read; 1 when the file holds errors, 0 otherwise."""
    file, _ = source_of(options)
    if options.json:
        import json

        json.dump(as_json(file.source, file.annex, file.findings), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.writelines(f"{french(line)}\n" for line in report(file, everything=options.all))
    return int(any(finding.level == "error" for finding in file.findings))


def report(file: AnnexFile, *, everything: bool = False) -> Iterator[str]:
    """The reading as lines for a person."""
    yield from summary(file)
    for level, title in LEVELS.items():
        found = [finding for finding in file.findings if finding.level == level]
        if found:
            yield ""
            yield f"{title} ({len(found)})"
            yield from _grouped(file.annex, found, everything=everything)
    if not file.findings:
        yield ""
        yield "Rien à signaler."


def summary(file: AnnexFile) -> Iterator[str]:
    """What was read, in a few lines: the file, the annex, its totals printed and computed."""
    annex, source = file.annex, file.source
    yield f"{source.name} : {source.format}{f', {source.encoding}' if source.encoding else ''}"
    if annex.title:
        yield annex.title
    themes = {fold(action.theme) for action in annex.actions if action.theme}
    holders = {fold(action.holder_written) for action in annex.actions if action.holder_written}
    counts = [_count(len(annex.actions), "action"), _count(len(holders), "porteur"), _count(len(themes), "thème")]
    counts += [_count(len(annex.tables), "tableau", "tableaux")] if len(annex.tables) > 1 else []
    yield ", ".join(counts) + "."
    for concept in AMOUNTS:
        if concept in annex.computed:
            computed, printed = annex.computed[concept], annex.printed.get(concept)
            said = (
                "pas de total imprimé"
                if printed is None
                else "égal au total imprimé"
                if printed == computed
                else f"total imprimé {euros(printed)}"
            )
            yield f"  {NAMES[concept].capitalize():<18} {euros(computed):>14}   {said}"


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count < 2 else many or one + 's'}"  # noqa: PLR2004 - French plural


def _grouped(annex: Annex, found: list[Finding], *, everything: bool) -> Iterator[str]:
    for code, group in groupby(sorted(found, key=lambda finding: finding.code), key=lambda finding: finding.code):
        findings = list(group)
        shown = findings if everything else findings[:SHOWN]
        for finding in shown:
            yield f"  {_place(annex, finding)}{finding.message}  [{code}]"
        if len(findings) > len(shown):
            yield f"  … et {len(findings) - len(shown)} autres du même genre [{code}] ; --all les montre."


def _place(annex: Annex, finding: Finding) -> str:
    places = []
    if finding.table is not None and len(annex.tables) > 1:
        table = annex.tables[finding.table]
        places.append(f"feuille {table.sheet}" if table.sheet else f"tableau {finding.table + 1}")
    if finding.line is not None:
        places.append(f"ligne {finding.line}")
    if finding.column is not None:
        places.append(f"colonne {letter(finding.column)}")
    return f"{', '.join(places)} · " if places else ""
