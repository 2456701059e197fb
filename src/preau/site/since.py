"""What others did in a cité since a person last looked: the journal and the comments as sentences, person by person.

Where the person's role shows no people, the same changes are told without saying whose they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from preau.annexes.models import Import
from preau.journal.models import Line, Operation
from preau.people.access import Access, access_to, memberships_of
from preau.people.models import Cite, Membership, User, Visit
from preau.people.roles import Verb
from preau.programmes.models import Action, Comment
from preau.programmes.queries import actions_seen
from preau.site import deeds
from preau.site.deeds import Deed

MOST = 200
"""Operations and comments that are read, the latest; past it the rest is in the journals."""


@dataclass(slots=True)
class Voice:
    """A person, what they are in the cité, and what they did; nobody where people are not shown."""

    name: str
    roles: str
    deeds: list[Deed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class News:
    """What is new for a person: since when, by whom, and the mark that says all of it was read.

    `first` says that they never marked anything: it is told from the day they joined. `cut` says that there is more.
    """

    since: datetime
    first: bool
    voices: list[Voice]
    seen: int
    at: datetime
    cut: bool

    @property
    def count(self) -> int:
        """How many sentences there are."""
        return sum(len(voice.deeds) for voice in self.voices)

    @property
    def mark(self) -> str:
        """The moment the page was made, in seconds, as its form sends it back."""
        return f"{self.at.timestamp():.6f}"


def news_for(user: User, cite: Cite) -> News:
    """What others did in the cité since the person's mark. Nine queries at most, whatever happened."""
    now, access = timezone.now(), access_to(user, cite)
    visit = Visit.objects.filter(user=user, cite=cite).first()
    since = visit.at if visit else min(one.since for one in memberships_of(user) if one.cite_id in (cite.pk, None))
    recent = Operation.objects.filter(cite=cite).select_related("by", "undoes")
    recent = recent.filter(number__gt=visit.seen) if visit else recent.filter(at__gt=since)
    operations = list(_heard(user, cite, access, recent).order_by("-number")[:MOST])
    comments = list(_comments(user, cite, since)[:MOST]) if access.may_here(Verb.READ_PEOPLE) else []
    told = deeds.of_operations(operations, _touched(user, cite, access, operations), _years(operations), cite)
    said = deeds.of_comments(comments, cite)
    last = Operation.objects.filter(cite=cite).order_by("-number").values_list("number", flat=True).first() or 0
    people = access.may_here(Verb.READ_PEOPLE)
    return News(
        since=since,
        first=visit is None,
        voices=_voices(cite, [*told, *said]) if people else _nobody(told),
        seen=last,
        at=now,
        cut=MOST in (len(operations), len(comments)),
    )


def _heard(user: User, cite: Cite, access: Access, recent: QuerySet[Operation]) -> QuerySet[Operation]:
    """The operations of others that the person may hear of: a holder, of those that touched their own actions."""
    others = recent.exclude(by=user)
    if access.whole:
        return others if access.may_here(Verb.READ_PEOPLE) else others.filter(verb__in=deeds.WITHOUT_PEOPLE)
    own = actions_seen(user, Action.objects.filter(programme__cite=cite), cite.pk)
    lines = Line.objects.filter(kind=Line.Kind.ACTION, object_id__in=own.values("pk"))
    return others.filter(pk__in=lines.values("operation"))


def _touched(
    user: User, cite: Cite, access: Access, operations: Sequence[Operation]
) -> dict[int, list[tuple[Action, bool]]]:
    """For each operation the actions it touched, in order, with whether it made them. Two queries.

    What brought or renumbered a whole programme names its actions to nobody but their holders.
    """
    named = [one.pk for one in operations if not access.whole or one.verb not in deeds.OF_A_PROGRAMME]
    lines = Line.objects.filter(operation__in=named, kind=Line.Kind.ACTION).order_by("pk")
    touched = list(lines.values_list("operation_id", "object_id", "before"))
    seen = actions_seen(user, Action.objects.filter(programme__cite=cite), cite.pk)
    wanted = {pk for _, pk, _ in touched}
    actions = {one.pk: one for one in deeds.named(seen.filter(pk__in=wanted))} if wanted else {}
    found: dict[int, list[tuple[Action, bool]]] = defaultdict(list)
    for operation, pk, before in touched:
        if pk in actions:
            found[operation].append((actions[pk], not before))
    return found


def _years(operations: Iterable[Operation]) -> dict[int, int]:
    """The year of the programme that each import went to."""
    imports = [one.pk for one in operations if one.verb == Operation.Verb.IMPORT]
    return dict(Import.objects.filter(pk__in=imports).values_list("pk", "programme__year")) if imports else {}


def _comments(user: User, cite: Cite, since: datetime) -> QuerySet[Comment]:
    """The comments of others since then, the latest first."""
    actions = actions_seen(user, Action.objects.filter(programme__cite=cite), cite.pk, Verb.READ_PEOPLE)
    found = Comment.objects.filter(Q(at__gt=since, removed_at=None) & ~Q(by=user), action__in=actions)
    return found.select_related("by", "action__programme").defer(*deeds.LONG).order_by("-pk")


def _voices(cite: Cite, told: Iterable[Deed]) -> list[Voice]:
    """The deeds by person, whoever did something last first."""
    ordered = sorted(told, key=lambda deed: deed.at, reverse=True)
    people = {deed.by.pk for deed in ordered if deed.by}
    roles: dict[int, list[str]] = defaultdict(list)
    for one in Membership.objects.filter(Q(cite=cite) | Q(cite=None), user__in=people).select_related("organisation"):
        roles[one.user_id].append(str(one))
    voices: dict[int | None, Voice] = {}
    for deed in ordered:
        pk = deed.by.pk if deed.by else None
        name = deed.by.name if deed.by else "Sans compte, en ligne de commande"
        voices.setdefault(pk, Voice(name, " ; ".join(roles[pk or 0]))).deeds.append(deed)
    return list(voices.values())


def _nobody(told: Iterable[Deed]) -> list[Voice]:
    merged = deeds.merged(told)
    return [Voice("", "", merged)] if merged else []
