"""Remembering an import: what the file said in all, row by row, and what the checks had to say."""

from __future__ import annotations

from collections.abc import Iterator

from preau.annexes.apply import Applied
from preau.annexes.models import Finding, Import, ImportedRow, SourceFile
from preau.annexes.state import as_told
from preau.core.annex.contract import euros_text
from preau.core.annex.plan import KINDS, Plan
from preau.core.annex.rows import ActionRow, Annex, Totals, sum_amounts
from preau.core.findings import Finding as Remark
from preau.formats.annex import AnnexFile
from preau.journal.models import Operation
from preau.programmes.models import Action, Programme

ABOUT_TABLES = frozenset({"total-missing", "total-mismatch", "subtotal-mismatch", "total-rounded", "columns-unsure"})
"""What is said of a table, be it beside its last row: no action's business."""


def record_import(
    operation: Operation, programme: Programme, source: SourceFile, file: AnnexFile, plan: Plan[int]
) -> Import:
    """Write what the whole file said: its columns, its totals printed and computed, what the plan did."""
    annex = file.annex
    rows = annex.rows
    return Import.objects.create(
        operation=operation,
        programme=programme,
        source=source,
        columns=[
            [
                {"position": c.position, "heading": c.heading, "concept": c.concept, "sure": c.sure}
                for c in table.columns
            ]
            for table in annex.tables
        ],
        printed=_texts(annex.printed),
        computed=_texts(annex.computed),
        counts={
            **{kind: len(plan.of(kind)) for kind in KINDS},
            "rows": rows.content,
            "actions": rows.actions,
            "headings": rows.headings,
            "totals": rows.totals,
            "notes": rows.notes,
            "unread": rows.unread,
            "tables": len(annex.tables),
            "absent": sum(step.row is None and step.kind == "left" for step in plan.steps),
            "held": sum(len(step.held) for step in plan.steps if step.kind != "left"),
        },
    )


def _texts(totals: Totals) -> dict[str, str | None]:
    return {concept: euros_text(amount) for concept, amount in totals.items()}


def says_the_same(imported: Import | None, file: AnnexFile, plan: Plan[int]) -> bool:
    """Whether the import said what the file says around its actions: the same title line, totals and findings."""
    if imported is None:
        return False
    annex = file.annex
    findings = Finding.objects.filter(imported=imported).values_list("code", "message")
    return (
        annex.title in (None, imported.programme.title)
        and imported.printed == _texts(annex.printed)
        and sorted(findings) == sorted((finding.code, finding.message) for _, finding in _of_what_is_taken(file, plan))
    )


def record_rows(imported: Import, annex: Annex, plan: Plan[int], applied: Applied) -> None:
    """Write, for every action of the file, the cells that its values came from; and the actions it withdrew.

    A row that was left out is kept with its action as "left", and a new action that was left out has no row.
    """
    ImportedRow.objects.bulk_create(
        (
            ImportedRow(
                imported=imported,
                action=action,
                kind=step.kind,
                sheet=(annex.tables[step.row.table].sheet or "") if step.row else "",
                page=annex.tables[step.row.table].page if step.row else None,
                table=step.row.table if step.row else 0,
                line=step.row.line if step.row else None,
                cells=_cells(annex, step.row) if step.row else [],
                amounts=_texts(sum_amounts([step.row])) if step.row else {},
                changes=[[c.field, *as_told({"before": c.before, "after": c.after}).values()] for c in step.changes],
            )
            for step, action in zip(plan.steps, applied.actions, strict=True)
            if action is not None and (step.row is not None or step.kind != "left")
        ),
        batch_size=500,
    )


def _cells(annex: Annex, row: ActionRow) -> list[list[str | int | None]]:
    """Each filled cell of the row: its place from 1, what its column stands for, its text in the file."""
    columns = annex.tables[row.table].columns
    return [[i + 1, columns[i].concept if i < len(columns) else None, text] for i, text in enumerate(row.raw) if text]


def _of_what_is_taken(file: AnnexFile, plan: Plan[int]) -> Iterator[tuple[int, Remark]]:
    """Every finding with its position, but those of rows that were left out: they say nothing of the programme."""
    left = {(step.row.table, step.row.line) for step in plan.steps if step.row and step.kind == "left"}
    for position, finding in enumerate(file.findings):
        if finding.code in ABOUT_TABLES or (finding.table, finding.line) not in left:
            yield position, finding


def record_findings(imported: Import, file: AnnexFile, plan: Plan[int], applied: Applied) -> None:
    """Write every finding of what was taken, tied to its action where its row is one."""
    by_place: dict[tuple[int | None, int | None], Action | None] = {
        (row.table, row.line): action for row, action in zip(file.annex.actions, applied.actions, strict=False)
    }
    Finding.objects.bulk_create(
        (
            Finding(
                imported=imported,
                action=None if finding.code in ABOUT_TABLES else by_place.get((finding.table, finding.line)),
                code=finding.code,
                level=finding.level,
                position=position,
                table=finding.table,
                line=finding.line,
                column=finding.column,
                raw=finding.raw or "",
                message=finding.message,
            )
            for position, finding in _of_what_is_taken(file, plan)
        ),
        batch_size=500,
    )
