"""Keeping the directory of a cité: organisations added and put right, their other writings, those that are two."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from django.db import transaction

from preau.core.identifiers import bare_rna, bare_siret, bare_uai
from preau.core.refusal import Refusal
from preau.core.text import squeeze
from preau.journal.models import Operation
from preau.journal.operations import Told, begin, tell
from preau.people.access import access_to
from preau.people.models import Cite, Distinct, Organisation, OrganisationAlias, User, name_key
from preau.people.operations import lock
from preau.people.roles import Verb
from preau.programmes.models import ActionPartner

IDENTIFIERS = ("siret", "rna", "uai")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the directory says of an organisation. Identifiers may be typed with spaces; they are kept bare."""

    name: str
    kind: str = ""
    siret: str = ""
    rna: str = ""
    uai: str = ""

    @classmethod
    def of(cls, organisation: Organisation) -> Facts:
        """What is kept of it."""
        one = organisation
        return cls(one.name, one.kind, one.siret, one.rna, one.uai)

    def checked(self) -> Facts:
        """The same, on one line and bare. Raises Refusal for a name that is empty or an identifier that is wrong."""
        name = " ".join(squeeze(self.name).split())
        if not name:
            raise Refusal("Donnez un nom à l’organisme.")
        if len(name) > 300:  # noqa: PLR2004 - what the column holds
            raise Refusal(f"Ce nom a {len(name)} signes. Raccourcissez-le à 300.")
        return replace(self, name=name, siret=bare_siret(self.siret), rna=bare_rna(self.rna), uai=bare_uai(self.uai))


def add_organisation(*, cite: Cite, facts: Facts, by: User) -> Organisation:
    """Write a new organisation in the directory; partners already written so are its own from now on.

    Raises Refusal for a name that another has, or an identifier that is wrong.
    """
    facts = facts.checked()
    with transaction.atomic():
        cite = _locked(cite, by)
        _refuse_taken(cite, facts.name, None)
        organisation = Organisation.objects.create(cite=cite, key=name_key(facts.name), **asdict(facts))
        _link_partners(organisation, {organisation.key})
        operation = begin(cite=cite, verb=Operation.Verb.ORGANISATIONS, label=f"Ajout de « {organisation} »", by=by)
        tell(operation, [Told(organisation, {}, {name: value for name, value in asdict(facts).items() if value})])
    return organisation


def edit_organisation(*, organisation: Organisation, facts: Facts, by: User) -> Operation | None:
    """Give its facts to the organisation; an old name stays as another writing. None where nothing changes.

    Raises Refusal for a name that another has, or an identifier that is wrong.
    """
    facts = facts.checked()
    with transaction.atomic():
        cite = _locked(organisation.cite, by)
        organisation = standing(cite, organisation.pk)
        before, after = asdict(Facts.of(organisation)), asdict(facts)
        changed = [name for name, value in after.items() if value != before[name]]
        if not changed:
            return None
        if "name" in changed:
            _refuse_taken(cite, facts.name, organisation)
            OrganisationAlias.objects.filter(cite=cite, written=facts.name).delete()
            remember_writing(organisation, organisation.name)
        for name, value in after.items():
            setattr(organisation, name, value)
        organisation.key = name_key(facts.name)
        organisation.save()
        _link_partners(organisation, {organisation.key})
        operation = begin(
            cite=cite, verb=Operation.Verb.ORGANISATIONS, label=f"Modification de « {organisation} »", by=by
        )
        told = Told(organisation, {name: before[name] for name in changed}, {name: after[name] for name in changed})
        tell(operation, [told])
    return operation


def add_alias(*, organisation: Organisation, written: str, by: User) -> Operation | None:
    """Say that the organisation is also written so: files find it. None where that is already known.

    Raises Refusal for nothing, or a writing that is another organisation's.
    """
    written = " ".join(squeeze(written).split())[:300]
    if not written:
        raise Refusal("Écrivez le nom tel que les fichiers le donnent.")
    with transaction.atomic():
        cite = _locked(organisation.cite, by)
        organisation = standing(cite, organisation.pk)
        known = OrganisationAlias.objects.filter(cite=cite, written=written, organisation=organisation)
        if written == organisation.name or known.exists():
            return None
        _refuse_taken(cite, written, organisation)
        remember_writing(organisation, written)
        _link_partners(organisation, {name_key(written)})
        operation = begin(
            cite=cite, verb=Operation.Verb.ORGANISATIONS, label=f"Autre écriture de « {organisation} »", by=by
        )
        tell(operation, [Told(organisation, {"alias": None}, {"alias": written})])
    return operation


def remove_alias(*, organisation: Organisation, written: str, by: User) -> Operation | None:
    """Forget a writing: the next file that has it makes another organisation. Links already made stay.

    None where it is not known (any more).
    """
    with transaction.atomic():
        cite = _locked(organisation.cite, by)
        removed, _ = OrganisationAlias.objects.filter(cite=cite, organisation=organisation, written=written).delete()
        if not removed:
            return None
        operation = begin(
            cite=cite, verb=Operation.Verb.ORGANISATIONS, label=f"Écriture retirée à « {organisation} »", by=by
        )
        tell(operation, [Told(organisation, {"alias": written}, {"alias": None})])
    return operation


def tell_apart(*, one: Organisation, other: Organisation, by: User) -> Operation | None:
    """Say that the two are two organisations: they are not suspected any more. None where that was already said."""
    with transaction.atomic():
        cite = _locked(one.cite, by)
        first, second = sorted((standing(cite, one.pk), standing(cite, other.pk)), key=lambda each: each.pk)
        if first == second:
            raise Refusal("Un organisme ne se distingue pas de lui-même. Choisissez-en deux.")
        _, new = Distinct.objects.get_or_create(cite=cite, one=first, other=second, defaults={"by": by})
        return _said(cite, first, second, by, before=None, after=second.name) if new else None


def suspect_again(*, one: Organisation, other: Organisation, by: User) -> Operation | None:
    """Take back that the two are two organisations. None where nobody said so."""
    with transaction.atomic():
        cite = _locked(one.cite, by)
        first, second = sorted((one, other), key=lambda each: each.pk)
        gone, _ = Distinct.objects.filter(cite=cite, one=first, other=second).delete()
        return _said(cite, first, second, by, before=second.name, after=None) if gone else None


def _said(  # noqa: PLR0913 - the parts of a line
    cite: Cite, one: Organisation, other: Organisation, by: User, *, before: str | None, after: str | None
) -> Operation:
    """The line of what somebody said of two organisations that look alike."""
    words = "sont deux organismes" if after else "à comparer de nouveau"
    label = f"« {one} » et « {other} » : {words}"
    operation = begin(cite=cite, verb=Operation.Verb.ORGANISATIONS, label=label, by=by)
    tell(operation, [Told(one, {"distinct": before}, {"distinct": after})])
    return operation


def standing(cite: Cite, pk: int) -> Organisation:
    """The organisation as it is now, under the lock. Raises Refusal where it was merged meanwhile."""
    one = Organisation.objects.select_related("merged_into").get(cite=cite, pk=pk)
    if one.merged_into is not None:
        raise Refusal(f"« {one} » a été réuni à « {one.merged_into} ». Ouvrez ce dernier.")
    return one


def remember_writing(organisation: Organisation, written: str) -> bool:
    """Keep a writing of the organisation's name; whether it was new. Another organisation's is left to it."""
    _, new = OrganisationAlias.objects.get_or_create(
        cite_id=organisation.cite_id,
        written=written,
        defaults={"organisation": organisation, "key": name_key(written)},
    )
    return new


def _locked(cite: Cite, by: User) -> Cite:
    access_to(by, cite).require(Verb.MANAGE_ORGANISATIONS)
    return lock(cite)


def _refuse_taken(cite: Cite, name: str, mine: Organisation | None) -> None:
    """Refuse a name under which files find another organisation."""
    key = name_key(name)
    taken = Organisation.objects.filter(cite=cite, key=key).exclude(pk=mine.pk if mine else 0).first()
    if taken is not None and taken.merged_into is None:
        raise Refusal(f"« {taken} » est déjà dans le répertoire. Ouvrez-le, ou réunissez les deux.")
    if taken is not None:
        raise Refusal(
            f"« {taken} » est le nom d’un organisme réuni à « {taken.merged_into} ». "
            "Annulez cette fusion pour reprendre ce nom."
        )
    alias = OrganisationAlias.objects.filter(cite=cite, key=key).exclude(organisation=mine).first()
    if alias is not None:
        raise Refusal(
            f"« {alias} » est une autre écriture de « {alias.organisation} ». Retirez-la de sa fiche d’abord."
        )


def _link_partners(organisation: Organisation, keys: set[str]) -> None:
    """Give to the organisation the partners that actions write so and that nobody was."""
    unknown = ActionPartner.objects.filter(action__programme__cite=organisation.cite_id, organisation=None)
    mine = [pk for pk, written in unknown.values_list("pk", "written") if name_key(written) in keys]
    for start in range(0, len(mine), 500):
        ActionPartner.objects.filter(pk__in=mine[start : start + 500]).update(organisation=organisation)
