"""The amendment that a change of amounts becomes, and the annex that goes with it, as papers. Numbers nothing."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import localdate

from preau.annexes.history import adopted, in_programme, known_at, version_at
from preau.annexes.papers import past_paper
from preau.budgets.models import Revision, RevisionAmount, RevisionLine
from preau.committees.models import Seat
from preau.committees.queries import standing_seats
from preau.core.document.blocks import Block, Cell, Column, Document, Heading, Paragraph, Row, Table
from preau.core.money import euros, signed
from preau.core.refusal import Refusal
from preau.core.typography import french, of_place
from preau.journal.moments import Moment
from preau.programmes.models import Programme
from preau.programmes.states import ActionState
from preau.revisions.answers import answers_of
from preau.revisions.differences import Comparison, Difference, Group, Sums, compare
from preau.revisions.projects import as_adopted
from preau.revisions.sides import TODAY, Side, side_of
from preau.ui.templatetags.french import day, plural

LINES = "\n" * 5
"""The room of a signature."""
KINDS = {"came": "Action ajoutée.", "left": "Action retirée."}
FATES = {ActionState.POSTPONED: "Action reportée.", ActionState.DROPPED: "Action annulée."}
"""What is said of an action that keeps its line and takes place no more."""


def annex_at(programme: Programme, what: Revision | Moment | Side) -> Document:
    """The annex of the programme as a revision left it, or would leave it, or as it was known at a moment."""
    side = as_side(programme, what)
    if side.project is not None:
        said = f"projet au {day(side.day)}, {_named(side)}"
        return past_paper(programme, programme.title, said, in_programme(as_adopted(side.project)))
    version = version_at(programme, side.at)
    actions = in_programme(known_at(programme, side.at))
    return past_paper(programme, version.title, f"état au {day(side.day)}, {version.label}", actions)


def amendment_of(revision: Revision) -> Document:
    """The amendment that a revision makes of the one before it; of the one in force, while it is not adopted.

    Numbered as the revision once it is adopted. Raises Refusal where none came before.
    """
    programme = revision.programme
    earlier = adopted(programme)
    if revision.number is not None:
        earlier = earlier.filter(number__lt=revision.number)
    before: Revision | None = earlier.order_by("-number").first()
    if before is None:
        raise Refusal("Aucune version n’a été adoptée avant celle-ci : il n’y a rien à amender.")
    return amendment_paper(programme, before, revision, revision.number)


def amendment_paper(
    programme: Programme,
    before: Revision | Moment | Side,
    after: Revision | Moment | Side,
    number: int | None = None,
) -> Document:
    """The amendment that takes the programme from a moment to another: object, amounts, signatures, annex 1 up to date.

    Without a number it is a draft to read: a number is given when the paper is issued.
    """
    old, new = as_side(programme, before), as_side(programme, after)
    comparison = compare(programme, old.at, new.at, new.project)
    cite = programme.cite
    name = f"Avenant n° {number}" if number is not None else "Projet d’avenant"
    title = french(f"{name} au programme d’actions {programme.year} de la cité éducative {of_place(cite.name)}")
    seats = standing_seats(cite)
    annex = annex_at(programme, new)
    blocks: list[Block] = [
        Heading(title),
        Paragraph(french("Entre :\n" + "\n".join(f"– {seat}," for seat in seats) + "\nil est convenu ce qui suit.")),
        *_articles(comparison, old, new),
        Paragraph(f"Fait à {cite.name}, le …………………………"),
        _signatures(seats),
        Heading(f"Annexe 1 – {programme} à jour", 2),
        *(block for block in annex.blocks if not isinstance(block, Heading)),
    ]
    footer = french(f"{name} – cité éducative {of_place(cite.name)} – {programme}, {_named(new)}")
    return Document(title, tuple(blocks), footer=footer)


def as_side(programme: Programme, what: Revision | Moment | Side) -> Side:
    """A revision or a moment as a side; the day of a moment that is an operation is that of the operation."""
    if isinstance(what, Side):
        return what
    if isinstance(what, Revision):
        return side_of(what)
    if what.is_now:
        return Side(TODAY, what, localdate())
    operation = programme.cite.operations.filter(number=what.number).first() if what.number is not None else None
    on = what.on or (operation.on if operation else localdate())
    return Side(on.isoformat(), what, on)


def _named(side: Side) -> str:
    """The moment in words: "réactualisation n° 1 du 7 juillet 2020", "état au 15 octobre 2020"."""
    if side.revision is None:
        return f"état au {day(side.day)}"
    return side.revision.called if side.project is not None else f"{side.revision.called} du {day(side.day)}"


def _articles(comparison: Comparison, before: Side, after: Side) -> Iterator[Block]:
    yield Heading("Article 1 – Objet", 2)
    yield Paragraph(french(_object(comparison, before, after)))
    if after.revision is not None:
        yield from _decided(after.revision)
    yield Heading("Article 2 – Montants", 2)
    sums = comparison.sums
    moved = f"passe de {euros(sums.before)} à {euros(sums.after)}, soit un écart de {signed(sums.gap)}"
    stayed = f"reste de {euros(sums.after)}"
    yield Paragraph(
        french(f"Le montant Cité éducative du programme {moved if sums.gap else stayed}. Il se répartit ainsi :")
    )
    yield _amounts(comparison)
    if after.revision is not None and (beside := _beside(after.revision)):
        yield Paragraph(french(beside))
    yield Heading("Article 3 – Autres dispositions", 2)
    yield Paragraph(
        "Les autres dispositions du programme d’actions restent inchangées. L’annexe 1 à jour remplace la précédente."
    )


def _decided(revision: Revision) -> Iterator[Block]:
    """Why, and where it was decided, with what the seats said: what a reader of the paper has not in the table."""
    if revision.reason:
        yield Paragraph(french(revision.reason))
    if revision.sitting is not None and revision.decided_on is not None:
        decision = f" Décision : {revision.decision}" if revision.decision else ""
        yield Paragraph(french(f"Adopté en séance : {revision.sitting}.{decision}"))
    said = [
        f"{one.seat} : {one.assent.get_answer_display().lower()}, le {day(one.assent.on)}"
        + (f" – « {one.assent.text} »" if one.assent.text else "")
        for one in answers_of(revision)
        if one.assent is not None
    ]
    if said:
        yield Paragraph(french("Avis recueillis :\n" + "\n".join(f"– {line}" for line in said)))


def _beside(revision: Revision) -> str:
    """What envelopes that are not part of the grant give, which no total of the table counts."""
    lines = [
        f"– {_line_name(one.line)} : {one.envelope}, de {euros(one.before)} à {euros(one.amount)}"
        for one in RevisionAmount.objects.filter(line__revision=revision, envelope__in_grant=False)
        .select_related("envelope", "line__action")
        .order_by("line", "envelope")
    ]
    return "Hors montant Cité éducative :\n" + "\n".join(lines) if lines else ""


def _line_name(line: RevisionLine) -> str:
    if line.action is not None:
        return f"action {line.action}"
    return f"action ajoutée « {line.fields.get('title') or line.fields.get('holder_written', '')} »"


def _told(one: Difference) -> bool:
    """Whether the table speaks of the action: its amount moves, it comes or leaves, or takes place no more."""
    return bool(one.gap) or one.kind in KINDS or _fate(one) != ""


def _fate(one: Difference) -> str:
    """What becomes of an action that stays in the programme, where its state changed to that."""
    if one.before is None or one.after is None or one.before.status == one.after.status:
        return ""
    if one.after.status in FATES:
        return FATES[ActionState(one.after.status)]
    return "Action reprise." if one.before.status in FATES else ""


def _object(comparison: Comparison, before: Side, after: Side) -> str:
    came, left = len(comparison.of("came")), len(comparison.of("left"))
    fates = [_fate(one) for one in comparison.differences]
    changed = sum(1 for one in comparison.differences if one.gap and one.kind not in KINDS)
    said = [f"il change le montant de {plural(changed, 'action,actions')}"] if changed else []
    said += [f"il en ajoute {came}"] if came else []
    said += [f"il en retire {left}"] if left else []
    said += [f"il en reporte {count}" for count in [fates.count(FATES[ActionState.POSTPONED])] if count]
    said += [f"il en annule {count}" for count in [fates.count(FATES[ActionState.DROPPED])] if count]
    what = ", ".join(said) or "il ne change aucun montant"
    return (
        f"Le présent avenant met à jour le programme d’actions {comparison.programme.year}, de l’état "
        f"« {_named(before)} » à l’état « {_named(after)} » : {what}."
    )


def _amounts(comparison: Comparison) -> Table:
    """The table of the article: what changed, action by action; the rest of each theme as one line."""
    head = ("N°", "Action", "Motif", "Avant", "Écart", "Après")
    body: list[Row] = []
    for group in comparison.groups(_told):
        body += _rows_of(group)
    return Table(
        columns=(Column(6), Column(42), Column(34), *(Column(17, "right") for _ in range(3))),
        head=(tuple(Cell(heading, role="column") for heading in head),),
        body=tuple(body),
        foot=((Cell("TOTAL", colspan=3, role="row"), *_sums(comparison.sums)),),
        caption="Montants Cité éducative, en euros",
    )


def _rows_of(group: Group) -> Iterator[Row]:
    name, letter = (group.theme.name, group.theme.letter) if group.theme else ("Sans thème", None)
    yield (Cell(letter), Cell(french(name).upper(), role="row"), Cell(), *_sums(group.sums))
    for one in group.changed:
        why = french(" ".join(filter(None, [KINDS.get(one.kind, "") or _fate(one), one.reason])))
        named = (Cell(one.action.number or None), Cell(french(one.action.name), role="row"), Cell(why or None))
        yield (*named, *_cells(one))
    if group.unchanged.count:
        others = ("autre " if group.changed else "") + "action inchangée"
        many = ("autres " if group.changed else "") + "actions inchangées"
        said = plural(group.unchanged.count, f"{others},{many}")
        yield (Cell(), Cell(said, role="row"), Cell(), *_sums(group.unchanged))


def _cells(one: Difference) -> tuple[Cell, Cell, Cell]:
    return (
        Cell(one.granted_before),
        Cell(signed(one.gap)),
        Cell(one.granted_after),
    )


def _sums(sums: Sums) -> tuple[Cell, Cell, Cell]:
    return Cell(sums.before), Cell(signed(sums.gap)), Cell(sums.after)


def _signatures(seats: list[Seat]) -> Table:
    """One box a seat."""
    return Table(
        columns=tuple(Column(1) for _ in seats),
        head=(tuple(Cell(str(seat), role="column") for seat in seats),),
        body=(tuple(Cell(f"Nom, qualité, signature{LINES}") for _ in seats),),
        caption="Signatures",
    )
