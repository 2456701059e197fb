"""What the pages of the wizard show: how far a reading is, and the preview of what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils import timezone

from preau.annexes import columns, outline, preview
from preau.annexes.forms import YearForm
from preau.annexes.models import Upload
from preau.annexes.operations import plan_for
from preau.annexes.queries import current_import
from preau.annexes.reading import annex_of, reading_of, year_of
from preau.annexes.records import says_the_same
from preau.annexes.uploads import READ, UNDERSTOOD, left_out
from preau.annexes.words import CONCEPTS
from preau.core.annex.parse import NoTable
from preau.core.annex.plan import accept
from preau.core.annex.rows import Annex
from preau.core.grid import Grid, Reading
from preau.core.refusal import Refusal
from preau.formats.annex import AnnexFile
from preau.programmes.models import Programme
from preau.programmes.rules import may_change_grant

PATIENCE = {Upload.State.WAITING: timedelta(seconds=15), Upload.State.READING: timedelta(seconds=90)}
"""How long an upload may wait, and be read, before the page offers to read it at once."""


class Stage(NamedTuple):
    """A step of a reading in words, and whether it is done or under way."""

    label: str
    done: bool
    current: bool


class Part(NamedTuple):
    """A grid of the file that may be taken or left: its place, its name, how many rows it has."""

    place: int
    name: str
    rows: int
    chosen: bool


@dataclass(slots=True)
class Understood:
    """What is understood of an upload, with the choices made so far; `refusal` where it cannot be shown as an annex."""

    upload: Upload
    reading: Reading
    file: AnnexFile | None = None
    refusal: str = ""
    no_table: bool = False

    @property
    def layouts(self) -> list[columns.Layout]:
        """The columns of the file, as they are taken now."""
        format_ = self.upload.source.format
        if self.file is not None:
            return columns.layouts_of(self.file.annex, format_)
        return columns.layout_of_no_table(self.reading, format_)


def understand(upload: Upload) -> Understood:
    """Parse what was read of the upload again, as the person chose. Raises nothing for what the file holds."""
    found = Understood(upload, reading_of(upload))
    try:
        found.file = annex_of(upload, found.reading)
    except NoTable:
        found.no_table = True
        found.refusal = (
            "Aucune ligne d’en-têtes n’est reconnue dans ce fichier. Dites ci-dessous ce qu’est chaque colonne : "
            "au moins le porteur ou l’intitulé. Ou changez de fichier."
        )
    except Refusal as refusal:
        found.refusal = str(refusal)
    return found


def stages_of(upload: Upload) -> list[Stage]:
    """How far the reading is, step by step."""
    reading = upload.state == Upload.State.READING
    labels = (
        "Fichier reçu et gardé",
        "Lecture du fichier",
        "Recherche des tableaux et des colonnes",
        "Contrôle des cases",
    )
    reached = 1 if upload.progress < READ else 2 if upload.progress < UNDERSTOOD else 3
    return [Stage(label, at < reached, reading and at == reached) for at, label in enumerate(labels)]


def is_late(upload: Upload) -> bool:
    """Whether the upload has waited so long that nobody seems to read it."""
    patience = PATIENCE.get(Upload.State(upload.state))
    return patience is not None and timezone.now() - upload.at > patience


def preview_context(upload: Upload, asked: QueryDict, typed: QueryDict | None = None) -> dict[str, Any]:
    """All that the preview shows. `typed` is what the form said, where it comes back with a sentence."""
    understood = understand(upload)
    layouts, file = understood.layouts, understood.file
    year = year_of(upload, file.annex) if file else upload.year
    context = {
        "upload": upload,
        "day": (typed or asked).get("le", "").strip()[:20],
        "refusal": understood.refusal,
        "parts": parts_of(understood.reading, upload),
        "layouts": columns.as_typed(layouts, typed) if typed else layouts,
        "concepts": CONCEPTS,
        "unsure": understood.no_table or not all(_is_sure(each) for each in layouts),
        "known": _known(layouts),
        "overlooked": [] if upload.columns else columns.overlooked_in(layouts),
        "year": year,
        "year_form": YearForm(typed, initial={"year": year}, auto_id="annee-%s"),
    }
    if file is not None:
        context |= _about(file)
        if file.annex.actions and year is not None:
            context |= _proposed(upload, file, year, asked)
    return context


def _is_sure(layout: columns.Layout) -> bool:
    concepts = {one.concept for one in layout.columns}
    return all(one.sure for one in layout.columns if one.concept) and not concepts.isdisjoint({"title", "holder"})


def _known(layouts: Sequence[columns.Layout]) -> list[str]:
    return list(dict.fromkeys(one.name for each in layouts for one in each.columns if one.concept))


def _about(file: AnnexFile) -> dict[str, Any]:
    annex: Annex = file.annex
    return {
        "annex": annex,
        "totals": outline.totals_of(annex),
        "whereabouts": outline.whereabouts(annex),
        "agree": bool(annex.printed) and annex.printed == annex.computed,
        "levels": outline.levels_of(file),
        "about_file": outline.about_file(file),
        "rounded": any(finding.code == "total-rounded" for finding in file.findings),
    }


def _proposed(upload: Upload, file: AnnexFile, year: int, asked: QueryDict) -> dict[str, Any]:
    """The plan against the programme of the year, with what is left out so far."""
    programme = Programme.objects.filter(cite=upload.cite, year=year).select_related("cite").first()
    plan = plan_for(upload.cite, programme, file)
    left = left_out(upload, plan)
    accepted = accept(plan, left)
    nothing = plan.is_empty and programme is not None and says_the_same(current_import(programme), file, plan)
    return {
        "programme": programme,
        "plan": plan,
        "effects": outline.effects_of(accepted),
        "view": preview.view_of(file, plan, left, asked, preview.namesakes_of(programme, plan)),
        "absent": outline.absent_of(plan, left),
        "voted": programme is not None and may_change_grant(programme) is not None,
        "nothing": nothing,
        "only_held": nothing and any(step.held for step in plan.steps),
    }


def parts_of(reading: Reading, upload: Upload) -> list[Part]:
    """The sheets or tables of the file, where there are several to choose from."""
    found = [
        Part(at, _called(grid, at), len(grid.rows), not upload.parts or at in upload.parts)
        for at, grid in enumerate(reading.grids)
        if grid.rows
    ]
    return found if len(found) > 1 else []


def _called(grid: Grid, at: int) -> str:
    if grid.sheet:
        return f"Feuille «\u00a0{grid.sheet}\u00a0»"
    return f"Tableau {at + 1}" + (f", page {grid.page}" if grid.page else "")
