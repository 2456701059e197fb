"""The verbs of annexes: import one into a programme, undo an import. Each is one transaction: whole, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from preau.annexes.apply import apply_plan
from preau.annexes.checking import refresh_findings
from preau.annexes.models import Import, ImportedRow, SourceFile
from preau.annexes.queries import current_import
from preau.annexes.records import record_findings, record_import, record_rows, says_the_same
from preau.annexes.restore import restore, set_title
from preau.annexes.state import kept_actions
from preau.annexes.themes import name_as_kept
from preau.core.annex.plan import Plan, hold_voted, make_plan
from preau.core.refusal import Refusal
from preau.core.typography import of_place
from preau.formats.annex import AnnexFile
from preau.journal.models import Line, Operation
from preau.journal.operations import Told, begin, once, tell
from preau.people.access import access_to
from preau.people.models import Cite, User
from preau.people.operations import ensure_cite
from preau.people.roles import Verb
from preau.programmes.models import Programme
from preau.programmes.rules import may_change_grant
from preau.programmes.states import FIRST_YEAR, LAST_YEAR

LARGEST_SOURCE = 50 * 2**20
"""Bytes of a file that is kept in the database. A programme of a thousand actions weighs a hundredth of it."""


class Stale(Refusal):
    """The programme is no longer what the person looked at when they decided."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an annex goes: the cité by its slug, the name it gets when it is new, the year."""

    slug: str
    name: str
    year: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did or would do. `imported` is None when nothing had to change, or on a rehearsal."""

    target: Target
    plan: Plan[int]
    imported: Import | None
    new_cite: bool
    new_programme: bool


def target_of(file: AnnexFile, *, slug: str, year: int | None = None, name: str | None = None) -> Target:
    """Where the file would go. Raises Refusal when no year is known, or when it holds no action."""
    if not file.annex.actions:
        raise Refusal("Ce fichier ne contient aucune action : rien à importer.")
    year = year or file.annex.year
    if year is None:
        raise Refusal("Le fichier ne dit pas son année. Indiquez-la avec --year, par exemple --year 2020.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(f"L’année {year} est impossible : les cités éducatives existent depuis {FIRST_YEAR}.")
    return Target(slug, (name or file.annex.place or slug.replace("-", " ").title())[:200], year)


def rehearse(file: AnnexFile, target: Target) -> Outcome:
    """What the import would do, without writing anything."""
    cite = Cite.objects.filter(slug=target.slug).first()
    programme = Programme.objects.filter(cite=cite, year=target.year).first() if cite else None
    return Outcome(target, plan_for(cite, programme, file), None, cite is None, programme is None)


def plan_for(cite: Cite | None, programme: Programme | None, file: AnnexFile) -> Plan[int]:
    """What the annex would do to the programme of the cité, to none where there is none yet. Two queries.

    Its themes take the names that the cité keeps them under. Where the programme was voted, no amount granted moves and
    no action leaves: the plan holds them back.
    """
    if cite:
        name_as_kept(cite, file.annex.actions)
    plan = make_plan(kept_actions(programme) if programme else [], file.annex.actions, file.annex.tables)
    return hold_voted(plan) if programme and may_change_grant(programme) else plan


def import_annex(  # noqa: PLR0913 - what is brought, where, by whom, and what they saw and accepted of it
    *,
    file: AnnexFile,
    data: bytes,
    target: Target,
    by: User | None,
    shown: Plan[int] | None = None,
    accepted: Plan[int] | None = None,
    on: date | None = None,
) -> Outcome:
    """Bring the annex into the programme of its year, creating what is new.

    Where the annex changes nothing and says nothing new, nothing at all is written; where only what is printed around
    the actions was put right, the import is kept for its totals and its findings. `shown` is the plan that a person
    saw: if the programme has moved since, the import is refused. `accepted` is what they take of it. `on` is the day
    from which the annex holds, today unless something else is said.

    Raises Refusal for that, for a day to come, and for a file too large to be kept; Forbidden for who may not import
    there.
    """
    refuse_too_large(len(data))
    with transaction.atomic():
        cite, new_cite = _turn(target.slug, target.name, by)
        title = (file.annex.title or f"Cité éducative {of_place(cite.name)} – Programme d’actions {target.year}")[:300]
        programme, new_programme = Programme.objects.get_or_create(
            cite=cite, year=target.year, defaults={"title": title}
        )
        plan = plan_for(cite, programme, file)
        if shown is not None and shown != plan:
            raise Stale("Le programme a changé depuis l’aperçu. Relisez le nouvel aperçu avant d’importer.")
        plan = accepted or plan
        if plan.is_empty and says_the_same(current_import(programme), file, plan):
            return Outcome(target, plan, None, new_cite, new_programme)
        operation = begin(cite=cite, verb=Operation.Verb.IMPORT, label=file.source.name, by=by, on=on)
        applied = apply_plan(programme, plan, operation)
        imported = record_import(operation, programme, _keep_source(cite, file, data), file, plan)
        record_rows(imported, file.annex, plan, applied)
        record_findings(imported, file, plan, applied)
        told = [*_created(cite, new_cite, programme, new_programme), *applied.told]
        if file.annex.title and not new_programme:
            told += set_title(programme, title)
        tell(operation, once(told))
        refresh_findings(programme)
    return Outcome(target, plan, imported, new_cite, new_programme)


def refuse_too_large(size: int) -> None:
    """Raise Refusal for a file of so many bytes that it is not kept."""
    if size > LARGEST_SOURCE:
        raise Refusal(
            f"Ce fichier pèse plus de {LARGEST_SOURCE >> 20} Mo. Retirez-en les images, ou découpez-le par année."
        )


def _turn(slug: str, name: str, by: User | None) -> tuple[Cite, bool]:
    """The cité, locked, and whether it is new, for who may import there; None is the command line, which may."""
    cite, new = ensure_cite(slug=slug, name=name)
    if by is not None:
        access_to(by, cite).require(Verb.IMPORT)
    return cite, new


def _keep_source(cite: Cite, file: AnnexFile, data: bytes) -> SourceFile:
    source = file.source
    return SourceFile.objects.get_or_create(
        cite=cite,
        sha256=source.sha256,
        name=source.name[-255:],
        defaults={
            "format": source.format,
            "encoding": source.encoding or "",
            "size": len(data),
            "content": data,
        },
    )[0]


def _created(cite: Cite, new_cite: bool, programme: Programme, new_programme: bool) -> list[Told]:  # noqa: FBT001
    told = [Told(cite, {}, {"slug": cite.slug, "name": cite.name})] if new_cite else []
    if new_programme:
        told.append(Told(programme, {}, {"year": programme.year, "title": programme.title}))
    return told


def undo_import(*, imported: Import, by: User | None) -> Operation:
    """Put the programme back as it was before the import, by a new operation: nothing is erased.

    Raises Refusal when the import is already undone, when a later operation changed one of its actions, or when the
    programme was voted and an amount granted would move; Forbidden for who may not import.
    """
    with transaction.atomic():
        operation = imported.operation
        cite, _ = _turn(operation.cite.slug, operation.cite.name, by)
        if Operation.objects.filter(undoes=operation).exists():
            raise Refusal("Cet import est déjà annulé.")
        _refuse_undo(operation, Programme.objects.get(pk=imported.programme_id))
        undo = begin(
            cite=cite,
            verb=Operation.Verb.UNDO,
            label=f"Annulation de l’import n° {operation.number}",
            by=by,
            undoes=operation,
            on=_dated(operation),
        )
        tell(undo, restore(operation, imported.programme, undo))
        refresh_findings(imported.programme)
    return undo


def _dated(operation: Operation) -> date | None:
    """The day from which an operation holds, where that is not the day on which it was written.

    What undoes it holds from then too: the past is as if it had never been.
    """
    return operation.on if operation.on != localdate(operation.at) else None


def why_not_undone(imported: Import) -> str:
    """The sentence with which undoing an import that stands would be refused now; empty where it would be done."""
    try:
        _refuse_undo(imported.operation, imported.programme)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _refuse_undo(operation: Operation, programme: Programme) -> None:
    _refuse_if_voted(operation, programme)
    _refuse_if_built_upon(operation)
    _refuse_if_edited(operation)


def _refuse_if_built_upon(operation: Operation) -> None:
    """Refuse when a later import that stands says anything of an action that this one touched, be it the same thing."""
    touched = operation.lines.filter(kind=Line.Kind.ACTION).values("object_id")
    later = (
        ImportedRow.objects.filter(action__in=touched, imported__operation__number__gt=operation.number)
        .filter(imported__operation__undone_by=None)
        .select_related("imported__operation", "action")
        .order_by("imported__operation__number")
        .first()
    )
    if later is not None:
        operation = later.imported.operation
        raise Refusal(
            f"Cet import ne peut pas être annulé : {operation} a repris depuis « {later.action} ». "
            f"Annulez d’abord {operation}."
        )


def _refuse_if_voted(operation: Operation, programme: Programme) -> None:
    """Refuse when the programme was voted and undoing would move an amount, take an action away or bring one back."""
    if may_change_grant(programme) is None:
        return
    for line in operation.lines.filter(kind=Line.Kind.ACTION):
        if _made(line) or "withdrawn" in line.after or line.before.get("grant") != line.after.get("grant"):
            raise Refusal(
                f"Cet import ne peut plus être annulé : le programme {programme.year} est voté. Ses actions y restent, "
                "et leurs montants ne changent que par une réactualisation."
            )


def _made(line: Line) -> bool:
    """Whether the operation brought the action into the programme: as a new one, or back."""
    return not line.before or line.after.get("withdrawn") is False


def _refuse_if_edited(operation: Operation) -> None:
    """Refuse when a person has since edited what this import wrote: a field that it changed, or an action it made."""
    lines = {line.object_id: line for line in operation.lines.filter(kind=Line.Kind.ACTION)}
    edits = (
        Line.objects.filter(kind=Line.Kind.ACTION, object_id__in=lines, operation__cite=operation.cite_id)
        .filter(operation__number__gt=operation.number, operation__undone_by=None, operation__undoes=None)
        .exclude(operation__verb=Operation.Verb.IMPORT)
        .select_related("operation")
        .order_by("operation__number", "pk")
    )
    for edit in edits:
        mine = lines[edit.object_id]
        if _made(mine) or not mine.after.keys().isdisjoint(edit.after):
            raise Refusal(
                f"Cet import ne peut pas être annulé : « {edit.label} » a été modifiée depuis ({edit.operation}). "
                "Corrigez l’action depuis sa page, ou importez le fichier qui convient."
            )
