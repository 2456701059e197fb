"""Opening an envelope, changing what is said of it, giving it rules. Its money only moves by `operations`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Max, Min, Q

from preau.budgets.envelope_rules import Misplaced, RuleFacts, label_of, may_rule, rule_text, write_rules
from preau.budgets.models import Envelope, Movement
from preau.budgets.states import EnvelopeKind, MovementKind, Period, RevisionState
from preau.core.text import squeeze
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import Cite, Organisation, User, name_key
from preau.people.operations import ensure_organisations, lock
from preau.people.roles import Verb
from preau.programmes.states import FIRST_YEAR, LAST_YEAR

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person says of an envelope. Funder and keeper are names; `last_year` serves periods of several years."""

    name: str
    kind: EnvelopeKind
    year: int
    period: Period = Period.CIVIL
    last_year: int | None = None
    funder: str = ""
    keeper: str = ""
    in_grant: bool = False
    is_default: bool = False
    in_kind: bool = False
    note: str = ""

    @classmethod
    def of(cls, envelope: Envelope) -> Facts:
        """What is known of the envelope."""
        return cls(
            name=envelope.name,
            kind=EnvelopeKind(envelope.kind),
            year=envelope.year,
            period=Period(envelope.period),
            last_year=envelope.last_year,
            funder=envelope.funder.name if envelope.funder else "",
            keeper=envelope.keeper.name if envelope.keeper else "",
            in_grant=envelope.in_grant,
            is_default=envelope.is_default,
            in_kind=envelope.in_kind,
            note=envelope.note,
        )


def create_envelope(*, cite: Cite, facts: Facts, by: User, rules: Sequence[RuleFacts] = ()) -> Envelope:
    """Open an envelope, with its first rules. Where it takes the annex's amounts, another one of its year stops to.

    Raises Refusal for a name that another envelope of the year has, or for facts that do not go together.
    """
    access_to(by, cite).require(Verb.MANAGE_BUDGETS)
    facts = checked(facts)
    with transaction.atomic():
        cite = lock(cite)
        if refusal := _name_taken(cite, facts, None):
            raise refusal
        envelope = Envelope(cite=cite)
        for rule in rules:
            if sentence := may_rule(envelope, rule):
                raise Misplaced(rule.kind, sentence)
        organisations, told = _organisations(cite, facts)
        moved = _moved_default(cite, facts, None)
        _write(envelope, facts, organisations)
        operation = begin(cite=cite, verb=Operation.Verb.ENVELOPE, label=label_of("Enveloppe ouverte", envelope), by=by)
        write_rules(envelope, rules)
        after = {name: value for name, value in as_told(facts).items() if value not in ("", None)}
        after |= {f"rule:{rule.kind}": rule_text(rule) for rule in rules}
        tell(operation, [*told, *moved, Told(envelope, {}, after)])
    return envelope


def edit_envelope(*, envelope: Envelope, facts: Facts, by: User) -> Operation | None:
    """Change what is said of an envelope, in one operation; None where nothing changes.

    Raises Refusal as `create_envelope` does, and for what its movements, the revisions under way and the funding plans
    would make false: years that leave out actions it funds, money that becomes a valued contribution, money that joins
    or leaves the grants of an annex.
    """
    access_to(by, envelope.cite_id).require(Verb.MANAGE_BUDGETS)
    facts = checked(facts)
    with transaction.atomic():
        cite = lock(envelope.cite)
        fresh = Envelope.objects.select_related("funder", "keeper").get(pk=envelope.pk, cite=cite)
        before = Facts.of(fresh)
        refusal = _name_taken(cite, facts, fresh) or may_change(fresh, facts)
        if refusal:
            raise refusal
        organisations, told = _organisations(cite, facts)
        facts = _standing(facts, organisations)
        if facts == before:
            return None
        moved = _moved_default(cite, facts, fresh)
        _write(fresh, facts, organisations)
        operation = begin(cite=cite, verb=Operation.Verb.ENVELOPE, label=label_of("Enveloppe modifiée", fresh), by=by)
        old, new = as_told(before), as_told(facts)
        changed = [name for name in new if new[name] != old[name]]
        line = Told(fresh, {name: old[name] for name in changed}, {name: new[name] for name in changed})
        tell(operation, [*told, *moved, line])
    return operation


def checked(facts: Facts) -> Facts:
    """The facts with a clean name and the last year that goes with the period. Raises Misplaced for what cannot be."""
    name = squeeze(facts.name.replace("\n", " "))
    if not name:
        raise Misplaced("name", "Donnez un nom à l’enveloppe, par exemple « Cité éducative » ou « CAF ».")
    if len(name) > LONGEST_NAME:
        raise Misplaced("name", f"Ce nom a {len(name)} signes ; il peut en avoir {LONGEST_NAME}. Raccourcissez-le.")
    if not FIRST_YEAR <= facts.year <= LAST_YEAR:
        raise Misplaced("year", f"Les années vont de {FIRST_YEAR} à {LAST_YEAR}.")
    last = {Period.CIVIL: facts.year, Period.SCHOOL: facts.year + 1}.get(facts.period, facts.last_year)
    if last is None or (facts.period == Period.YEARS and not facts.year < last <= LAST_YEAR):
        raise Misplaced("last_year", f"Donnez la dernière année : après {facts.year}, au plus tard {LAST_YEAR}.")
    if facts.in_kind and facts.in_grant:
        raise Misplaced(
            "in_grant", "Une contribution en nature n’est pas de l’argent : elle ne compte pas dans l’annexe."
        )
    if facts.is_default and not facts.in_grant:
        raise Misplaced(
            "is_default",
            "Pour recevoir les montants de l’annexe, l’enveloppe doit compter dans le montant Cité éducative.",
        )
    note = facts.note.strip().replace("\r\n", "\n")
    return replace(
        facts, name=name, last_year=last, funder=squeeze(facts.funder), keeper=squeeze(facts.keeper), note=note
    )


def may_change(envelope: Envelope, facts: Facts) -> Misplaced | None:
    """Whether the facts may be those of the envelope, with the movements that it has, and what relies on it."""
    moved = Movement.objects.filter(envelope=envelope)
    years = moved.aggregate(
        first=Min("action__programme__year"),
        last=Max("action__programme__year"),
        any=Max("pk"),
        programmed=Max("pk", filter=Q(kind=MovementKind.PROGRAMMED)),
    )
    first, last = years["first"], years["last"]
    if first is not None and (first < facts.year or last > (facts.last_year or 0)):
        funded = str(first) if first == last else f"{first} à {last}"
        return Misplaced(
            "year", f"Cette enveloppe finance déjà des actions de {funded} : sa période doit couvrir ces années."
        )
    if years["any"] and facts.in_kind != envelope.in_kind:
        return Misplaced(
            "in_kind",
            "Cette enveloppe a déjà des mouvements : l’argent ne devient pas une contribution en nature, ni l’inverse. "
            "Ouvrez une autre enveloppe.",
        )
    if years["programmed"] and facts.in_grant != envelope.in_grant:
        return Misplaced(
            "in_grant",
            "Cette enveloppe programme déjà des actions : leur montant Cité éducative changerait. Ouvrez-en une autre.",
        )
    if envelope.is_default and not facts.is_default:
        return Misplaced(
            "is_default",
            f"Les montants de l’annexe {envelope.year} doivent aller quelque part : donnez ce rôle à une autre "
            "enveloppe, celle-ci le perdra aussitôt.",
        )
    return _relied_on(envelope, facts)


def _relied_on(envelope: Envelope, facts: Facts) -> Misplaced | None:
    """Whether the facts suit the revisions that are not decided yet and the funding plans that use the envelope."""
    open_ = envelope.revision_amounts.filter(line__revision__state__in=[RevisionState.DRAFT, RevisionState.PROPOSED])
    plans = envelope.funding_lines.all()
    for what, found, year in (
        ("Une réactualisation en cours", open_, "line__revision__programme__year"),
        ("Un plan de financement", plans, "plan__action__programme__year"),
    ):
        years = found.aggregate(first=Min(year), last=Max(year))
        first, last = years["first"], years["last"]
        if first is None:
            continue
        if first < facts.year or last > (facts.last_year or 0):
            which = first if first < facts.year else last
            return Misplaced("year", f"{what} de {which} compte sur cette enveloppe : sa période doit couvrir {which}.")
        for name in ("in_kind", "in_grant"):
            if getattr(facts, name) != getattr(envelope, name):
                sentence = f"{what} de {first} compte sur cette enveloppe telle qu’elle est. Ouvrez-en une autre."
                return Misplaced(name, sentence)
    return None


def as_told(facts: Facts) -> dict[str, object]:
    """What the journal keeps of an envelope."""
    return {
        "name": facts.name, "kind": str(facts.kind), "period": str(facts.period), "year": facts.year,
        "last_year": facts.last_year, "funder": facts.funder, "keeper": facts.keeper, "in_grant": facts.in_grant,
        "is_default": facts.is_default, "in_kind": facts.in_kind, "note": facts.note,
    }  # fmt: skip


def _name_taken(cite: Cite, facts: Facts, envelope: Envelope | None) -> Misplaced | None:
    others = Envelope.objects.filter(cite=cite, year=facts.year).exclude(pk=envelope.pk if envelope else 0)
    key = name_key(facts.name)
    if any(name_key(name) == key for name in others.values_list("name", flat=True)):
        return Misplaced("name", f"Une enveloppe de {facts.year} s’appelle déjà ainsi. Donnez un autre nom.")
    return None


def _organisations(cite: Cite, facts: Facts) -> tuple[dict[str, Organisation], list[Told]]:
    """The organisations that the names mean, by key; what the journal is to be told of those made for it."""
    names = [name for name in (facts.funder, facts.keeper) if name]
    if not names:
        return {}, []
    known, new = ensure_organisations(cite=cite, names=names)
    return known, [Told(one, {}, {"name": one.name}) for one in new]


def _standing(facts: Facts, organisations: dict[str, Organisation]) -> Facts:
    """The facts with the names that the directory gives to its organisations, however they were typed."""
    names = {name: organisations[name_key(name)].name for name in (facts.funder, facts.keeper) if name}
    return replace(facts, funder=names.get(facts.funder, ""), keeper=names.get(facts.keeper, ""))


def _moved_default(cite: Cite, facts: Facts, envelope: Envelope | None) -> list[Told]:
    """Take the role of receiving the annex's amounts from the envelope of the year that has it; what is to be told."""
    if not facts.is_default:
        return []
    others = Envelope.objects.filter(cite=cite, year=facts.year, is_default=True)
    moved = list(others.exclude(pk=envelope.pk if envelope else 0))
    for one in moved:
        one.is_default = False
        one.save(update_fields=["is_default"])
    return [Told(one, {"is_default": True}, {"is_default": False}) for one in moved]


def _write(envelope: Envelope, facts: Facts, organisations: dict[str, Organisation]) -> None:
    for name in ("name", "kind", "period", "year", "last_year", "in_grant", "is_default", "in_kind", "note"):
        setattr(envelope, name, getattr(facts, name))
    envelope.funder = organisations[name_key(facts.funder)] if facts.funder else None
    envelope.keeper = organisations[name_key(facts.keeper)] if facts.keeper else None
    envelope.save()
