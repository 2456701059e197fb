"""The directory of a cité as it is read: each organisation with what it does there. Queries in a constant number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Count, Max, Min, Q
from django.http import QueryDict

from preau.core.identifiers import spaced_siret
from preau.core.likeness import Likeness, Named, likenesses
from preau.core.text import fold
from preau.people.models import Cite, Distinct, Organisation, OrganisationAlias
from preau.programmes.models import Action, ActionHolder, ActionPartner
from preau.site.filters import Choice

NO_KIND = "-"
FEW = 3
"""Actions named to tell an organisation by."""


def identifiers(known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Identifiers by the name of their field, those that are known, each with its label and as it is printed."""
    labels = (("siret", "SIRET"), ("rna", "RNA"), ("uai", "UAI"))
    return [(label, spaced_siret(known[name])) for name, label in labels if known.get(name)]


@dataclass(frozen=True, slots=True)
class Listed:
    """An organisation in the directory: its other writings, how many actions it carries, expected or sure, or joins."""

    organisation: Organisation
    aliases: tuple[str, ...] = ()
    carried: int = 0
    tentative: int = 0
    partnered: int = 0
    first: int | None = None
    last: int | None = None
    actions: tuple[Action, ...] = ()
    """A few of those, the latest first, where they were asked for."""

    @property
    def identifiers(self) -> list[tuple[str, str]]:
        """Those that are known, each with its label, as they are printed."""
        one = self.organisation
        return identifiers({"siret": one.siret, "rna": one.rna, "uai": one.uai})

    @property
    def years(self) -> str:
        """From when to when, "2020" or "2020 à 2022"; nothing where it is in no programme."""
        if self.first is None or self.first == self.last:
            return str(self.first or "")
        return f"{self.first} à {self.last}"

    @property
    def said(self) -> str:
        """What a search looks into."""
        one = self.organisation
        return " ".join([one.key, *map(fold, self.aliases), one.siret, one.rna.lower(), one.uai.lower()])


def directory_of(cite: Cite) -> list[Listed]:
    """The organisations of the cité, by name, those that were merged aside. Four queries."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for organisation_id, written in OrganisationAlias.objects.filter(cite=cite).values_list("organisation", "written"):
        aliases[organisation_id].append(written)
    live = Q(action__programme__cite=cite, action__withdrawn=False)
    years = {"first": Min("action__programme__year"), "last": Max("action__programme__year")}
    holders = ActionHolder.objects.filter(live).order_by().values("organisation")
    held = {
        row["organisation"]: row
        for row in holders.annotate(
            carried=Count("action", distinct=True), tentative=Count("pk", filter=Q(tentative=True)), **years
        )
    }
    partners = ActionPartner.objects.filter(live).exclude(organisation=None).order_by().values("organisation")
    joined = {row["organisation"]: row for row in partners.annotate(partnered=Count("action", distinct=True), **years)}
    known = Organisation.objects.filter(cite=cite, merged_into=None).order_by("key")
    return [_listed(one, aliases[one.pk], held.get(one.pk, {}), joined.get(one.pk, {})) for one in known]


def _listed(one: Organisation, aliases: Iterable[str], held: Mapping[str, int], joined: Mapping[str, int]) -> Listed:
    both = [years for years in (held, joined) if years]
    return Listed(
        organisation=one,
        aliases=tuple(sorted(aliases)),
        carried=held.get("carried", 0),
        tentative=held.get("tentative", 0),
        partnered=joined.get("partnered", 0),
        first=min((years["first"] for years in both), default=None),
        last=max((years["last"] for years in both), default=None),
    )


def with_actions(listed: Iterable[Listed]) -> dict[int, Listed]:
    """These organisations by primary key, each with a few of the actions it carries or joins. Two queries."""
    by_id = {each.organisation.pk: each for each in listed}
    known = {"organisation__in": by_id, "action__withdrawn": False}
    order = ("-action__programme__year", "action__rank", "pk")
    rows: list[ActionHolder | ActionPartner] = [
        *ActionHolder.objects.filter(**known).select_related("action__programme").order_by(*order),
        *ActionPartner.objects.filter(**known).select_related("action__programme").order_by(*order),
    ]
    found: dict[int, dict[int, Action]] = defaultdict(dict)
    for row in rows:
        mine = found[row.organisation_id or 0]
        if len(mine) < FEW:
            mine.setdefault(row.action_id, row.action)
    return {pk: replace(each, actions=tuple(found[pk].values())) for pk, each in by_id.items()}


@dataclass(frozen=True, slots=True)
class Suspected:
    """Two organisations that may be one, with the reason."""

    one: Listed
    other: Listed
    reason: str


def suspected(cite: Cite, listed: Sequence[Listed]) -> list[Suspected]:
    """The pairs that may be one organisation, the surest first, save those that somebody told apart. One query."""
    by_id = {each.organisation.pk: each for each in listed}
    apart = set(Distinct.objects.filter(cite=cite).values_list("one", "other"))
    named = [_named(each) for each in listed]
    return [
        Suspected(by_id[like.one], by_id[like.other], like.reason)
        for like in likenesses(named, cite.name)
        if _pair(like) not in apart
    ]


def _named(listed: Listed) -> Named:
    one = listed.organisation
    return Named(one.pk, (one.name, *listed.aliases), one.siret, one.rna, one.uai)


def _pair(like: Likeness) -> tuple[int, int]:
    return min(like.one, like.other), max(like.one, like.other)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a visitor asks of the directory, all of it in the address."""

    words: str = ""
    kind: str = ""
    no_siret: bool = False
    tentative: bool = False
    kinds: Sequence[Choice] = field(default=(), compare=False)

    @classmethod
    def of(cls, query: QueryDict, listed: Sequence[Listed]) -> Sought:
        """What the address asks; what it holds besides is ignored."""
        kind = query.get("nature", "")
        counts: dict[str, int] = defaultdict(int)
        for each in listed:
            counts[each.organisation.kind or NO_KIND] += 1
        labels = [*((str(value), str(label)) for value, label in Organisation.Kind.choices), (NO_KIND, "Non précisée")]
        kinds = [Choice(value, label, counts[value], value == kind) for value, label in labels if counts[value]]
        return cls(
            words=query.get("q", "").strip()[:200],
            kind=kind if any(choice.chosen for choice in kinds) else "",
            no_siret=query.get("sans") == "siret",
            tentative=query.get("pressentis") == "1",
            kinds=kinds,
        )

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return self != Sought()

    def keep(self, listed: Iterable[Listed]) -> list[Listed]:
        """Those that answer to all of it, in their order."""
        words = fold(self.words).split()
        joined = fold(self.words).replace(" ", "")
        return [
            each
            for each in listed
            if (all(word in each.said for word in words) or (joined.isdigit() and joined in each.organisation.siret))
            and (not self.kind or (each.organisation.kind or NO_KIND) == self.kind)
            and not (self.no_siret and each.organisation.siret)
            and (each.tentative or not self.tentative)
        ]
