"""What waits for a person in a cité: composed from what their role may do, not from its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Exists, OuterRef

from preau.annexes.queries import standing_for, waiting
from preau.budgets.queries import with_grant
from preau.people.access import Access, access_to
from preau.people.models import Cite, User
from preau.people.roles import Verb
from preau.programmes.models import Action, Attachment, Programme
from preau.programmes.queries import actions_for, actions_seen, by_currency
from preau.site.overview import Sums, state_of
from preau.site.queries import Entry, grant_of
from preau.site.remarks import Remark, of_programme
from preau.site.tasks import Chapter, asked, envelopes, findings, mentions, missing, pending, revisions

_COLUMNS = (
    "serial", "number", "title", "holder_written", "programme_id", "theme_id", "rank", "withdrawn",
    "total_cost", "requested", "axis", "status", "siret", "rna", "uai",
)  # fmt: skip


@dataclass(slots=True)
class Today:
    """All that a person's page of the day says of what waits: the figures of their actions, then the chapters."""

    programme: Programme
    access: Access
    actions: Sequence[Action]
    sums: Sums
    to_check: int
    chapters: list[Chapter] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many things wait."""
        return sum(len(chapter.tasks) for chapter in self.chapters)

    @property
    def own(self) -> list[tuple[Action, Decimal | None, str, str]]:
        """A holder's actions, each with its grant and its state in words and as a sign."""
        return [] if self.access.whole else [(one, grant_of(one), *state_of(one)) for one in self.actions]


def programme_of_the_day(user: User, cite: Cite) -> Programme | None:
    """The programme in force; for a holder the one that holds an action of theirs, if one does."""
    programmes = by_currency(Programme.objects.filter(cite=cite).select_related("cite"))
    if not access_to(user, cite).whole:
        own = actions_seen(user, Action.objects.filter(programme__cite=cite, withdrawn=False), cite.pk)
        found = programmes.filter(pk__in=own.values("programme")).first()
        if found is not None:
            return found
    return programmes.first()


def today_of(user: User, programme: Programme) -> Today:
    """What waits for the person. Two dozen queries at most, whatever the number of actions."""
    access = access_to(user, programme.cite)
    pieces = Exists(Attachment.objects.filter(action=OuterRef("pk"), removed_at=None))
    live = with_grant(actions_for(user, programme).filter(withdrawn=False)).annotate(pieces=pieces)
    actions = list(live.only(*_COLUMNS).order_by("rank", "serial"))
    for action in actions:
        action.programme = programme
    remarks = _remarks(user, programme, actions)
    today = Today(
        programme,
        access,
        actions,
        Sums.of(Entry(action, None, grant_of(action), ()) for action in actions),
        len(remarks),
    )
    wanted = [
        Chapter("pour-vous", "Pour vous", mentions(user, programme.cite) if access.may(Verb.COMMENT) else []),
        Chapter("reactualisations", "Réactualisations", revisions(programme, access)),
        *(findings(programme, remarks) if access.may(Verb.EDIT) else []),
        *(asked(actions, remarks) if access.may(Verb.COMMENT) and not access.whole else []),
        Chapter("enveloppes", "Enveloppes", envelopes(user, programme) if access.may_here(Verb.MANAGE_BUDGETS) else []),
        Chapter("a-completer", "À compléter", missing(programme, actions, access)),
        Chapter("en-attente", "En attente", pending(programme.cite, access)),
    ]
    today.chapters = [chapter for chapter in wanted if chapter.tasks]
    return today


def _remarks(user: User, programme: Programme, actions: Sequence[Action]) -> list[Remark]:
    """The findings that wait for somebody."""
    by_pk = {action.pk: action for action in actions}
    return [of_programme(finding, by_pk) for finding in waiting(standing_for(user, programme))]
