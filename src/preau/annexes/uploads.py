"""The verbs of a file on its way in: received, read, its columns chosen, what is accepted of it applied, or left.

Each takes the lock of the cité, so that a second click, a second tab or a worker that comes late finds what the first
one did. None of them but the applying changes anything of a programme.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from preau.annexes.models import SourceFile, Upload
from preau.annexes.operations import Outcome, Stale, import_annex, plan_for, refuse_too_large
from preau.annexes.reading import annex_of, target_of_upload
from preau.core.annex.parse import NoTable, parse
from preau.core.annex.plan import Plan, accept
from preau.core.refusal import Refusal
from preau.formats.kept import as_json
from preau.formats.reading import read_grids
from preau.people.access import access_to
from preau.people.models import Cite, User
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import Programme

logger = logging.getLogger(__name__)

State = Upload.State
TO_READ = (State.WAITING, State.READING)
OPEN = (*TO_READ, State.READ)
"""The states of an upload that still waits for something or somebody."""
READ, UNDERSTOOD = 70, 90
"""Progress, of 100: the file is open and read; its tables are understood."""
BROKEN = (
    "Ce fichier a arrêté la lecture sans que nous sachions pourquoi. Il est gardé. "
    "Enregistrez-le dans un autre format (XLSX, CSV, DOCX) et envoyez celui-ci."
)
ENDED = "Cet envoi n’attend plus rien : il est {state}. Envoyez de nouveau le fichier pour recommencer."


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided: of the plan with this digest, among the marks they saw, those that they accept."""

    digest: str
    seen: frozenset[str] = field(default_factory=frozenset)
    accepted: frozenset[str] = field(default_factory=frozenset)


def receive(*, cite: Cite, name: str, data: bytes, year: int | None, by: User) -> Upload:
    """Keep the file as it comes, to be read. The same file sent again by the same person finds the first one.

    Raises Refusal for a file that is empty or too large.
    """
    if not data:
        raise Refusal("Ce fichier est vide : il ne contient aucun octet. Vérifiez que c’est le bon.")
    refuse_too_large(len(data))
    sha256 = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        access_to(by, lock(cite)).require(Verb.IMPORT)
        source, _ = SourceFile.objects.defer("content").get_or_create(
            cite=cite, sha256=sha256, name=name[-255:], defaults={"format": "", "size": len(data), "content": data}
        )
        waiting = Upload.objects.filter(cite=cite, source=source, by=by, year=year, state__in=OPEN)
        found = waiting.defer("grids").first()
        if found is not None:
            return found
        last = Upload.objects.filter(cite=cite).aggregate(last=Max("number"))["last"] or 0
        return Upload.objects.create(cite=cite, number=last + 1, source=source, year=year, by=by)


def read(*, pk: int) -> None:
    """Read the file of an upload that waits for it. Done again, by another or after a failure, it gives the same."""
    if not Upload.objects.filter(pk=pk, state__in=TO_READ).update(state=State.READING, progress=0):
        return
    source = SourceFile.objects.get(uploads=pk)
    try:
        format_, reading = read_grids(bytes(source.content), source.name)
        _progress(pk, READ)
        grids = as_json(reading)
        with suppress(NoTable):  # a person may still say which columns are
            parse(reading)
        _progress(pk, UNDERSTOOD)
    except Refusal as refusal:
        refuse(pk=pk, why=str(refusal))
    except Exception:
        logger.exception("upload %s stopped the reading", pk)
        refuse(pk=pk, why=BROKEN)
    else:
        SourceFile.objects.filter(pk=source.pk).update(format=format_, encoding=reading.encoding or "")
        Upload.objects.filter(pk=pk, state__in=TO_READ).update(
            state=State.READ,
            progress=100,
            grids=grids,
            rows=sum(len(grid.rows) for grid in reading.grids),
            read_at=timezone.now(),
        )


def _progress(pk: int, done: int) -> None:
    Upload.objects.filter(pk=pk, state=State.READING).update(progress=done)


def refuse(*, pk: int, why: str) -> None:
    """Give up reading the file, with the sentence that says why; one that was read meanwhile stays read."""
    Upload.objects.filter(pk=pk, state__in=TO_READ).update(state=State.REFUSED, refusal=why)


def choose(
    *, upload: Upload, year: int | None, parts: Sequence[int], columns: Mapping[str, Sequence[str]], by: User
) -> Upload:
    """Take the choices of a person about how to read the file. Raises Refusal once it was applied or left."""
    with transaction.atomic():
        found = _locked(upload, by)
        found.year, found.parts = year, list(parts)
        found.columns = {concept: list(names) for concept, names in columns.items()}
        found.save(update_fields=["year", "parts", "columns"])
    return found


def keep_choices(*, upload: Upload, choices: Choices, by: User) -> Upload:
    """Remember what a person leaves out of the plan they see, until they apply it. Nothing else changes."""
    with transaction.atomic():
        found = _locked(upload, by)
        _keep(found, choices)
    return found


def _keep(upload: Upload, choices: Choices) -> None:
    kept = upload.choices if upload.choices.get("digest") == choices.digest else {}
    left = (set(kept.get("left", ())) - choices.seen) | (choices.seen - choices.accepted)
    taken = (set(kept.get("taken", ())) - choices.seen) | (choices.seen & choices.accepted)
    upload.choices = {"digest": choices.digest, "left": sorted(left), "taken": sorted(taken)}
    upload.save(update_fields=["choices"])


def apply_upload(*, upload: Upload, choices: Choices, by: User, on: date | None = None) -> Outcome | None:
    """Import what is accepted of the file, once. None when it was applied before: a second click changes nothing.

    `on` is the day from which the annex holds, today unless something else is said. Raises Stale when the programme is
    not what it was when the choices were made, and Refusal for a file without action or year, for a choice that leaves
    everything out, or once the upload was left.
    """
    with transaction.atomic():
        access_to(by, lock(upload.cite)).require(Verb.IMPORT)
        if Upload.objects.filter(pk=upload.pk, state=State.APPLIED).exists():
            return None
        found = _locked(upload, by)
        file = annex_of(found)
        target = target_of_upload(found, file)
        programme = Programme.objects.filter(cite=found.cite, year=target.year).first()
        plan = plan_for(found.cite, programme, file)
        if plan.digest != choices.digest:
            raise Stale(
                "Le programme a changé depuis cet aperçu : quelqu’un l’a modifié, ou le fichier a été relu. "
                "Rien n’a été appliqué. Voici le nouvel aperçu ; relisez-le, puis appliquez."
            )
        _keep(found, choices)
        accepted = accept(plan, left_out(found, plan))
        if accepted.is_empty and not plan.is_empty:
            raise Refusal(
                "Aucun changement n’est accepté : il n’y a rien à appliquer. "
                "Cochez ce que vous reprenez, ou abandonnez cet envoi."
            )
        data = bytes(SourceFile.objects.get(pk=found.source_id).content)
        outcome = import_annex(file=file, data=data, target=target, by=by, shown=plan, accepted=accepted, on=on)
        found.state, found.imported, found.year = State.APPLIED, outcome.imported, target.year
        found.save(update_fields=["state", "imported", "year"])
    return outcome


def left_out(upload: Upload, plan: Plan[int]) -> set[str]:
    """The marks of the plan that are left out: those that the person said, and the actions that the file lacks.

    An action that the file lacks stays in the programme until somebody says that it leaves.
    """
    kept = upload.choices if upload.choices.get("digest") == plan.digest else {}
    absent = {str(position) for position, step in enumerate(plan.steps) if step.kind == "withdraw"}
    return set(kept.get("left", ())) | (absent - set(kept.get("taken", ())))


def leave(*, upload: Upload, by: User) -> Upload:
    """Give the upload up; the file stays kept, and nothing of the programme changes. Once applied, nothing is done."""
    with transaction.atomic():
        access_to(by, lock(upload.cite)).require(Verb.IMPORT)
        Upload.objects.filter(pk=upload.pk).exclude(state=State.APPLIED).update(
            state=State.LEFT, refusal="", grids=None
        )
        return Upload.objects.select_related("cite", "source").defer("source__content").get(pk=upload.pk)


def _locked(upload: Upload, by: User) -> Upload:
    """The upload as it is now, under the lock of its cité. Raises Refusal unless it was read and waits for somebody."""
    access_to(by, lock(upload.cite)).require(Verb.IMPORT)
    found = Upload.objects.select_related("cite", "source").defer("source__content").get(pk=upload.pk)
    if found.state != State.READ:
        raise Refusal(ENDED.format(state=State(found.state).label.lower()))
    return found
