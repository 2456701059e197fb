"""Where a person may seek, and the words they seek."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from preau.people.access import Visitor, access_to, memberships_of, readable_cites, whole_cites
from preau.people.models import Cite
from preau.people.roles import ALLOWED, Role, Verb
from preau.programmes.models import Action
from preau.programmes.queries import actions_seen, held_by
from preau.site.words_found import Words


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a person seeks, in one cité or in all of theirs.

    `actions` are those they may read, `with_people` those of which they may also see what people do, `whole` the cités
    of which they read every action and every file; `partial` says that they read a part only.
    """

    words: Words
    cite: Cite | None
    actions: QuerySet[Action]
    with_people: QuerySet[Action]
    whole: QuerySet[Cite]
    partial: bool

    @classmethod
    def of(cls, user: Visitor, words: Words, cite: Cite | None) -> Scope:
        """The scope of a person, in the cité that was reached or everywhere they may read."""
        if cite is not None:
            access = access_to(user, cite)
            actions = actions_seen(user, Action.objects.filter(programme__cite=cite), cite.pk)
            people = actions_seen(user, Action.objects.filter(programme__cite=cite), cite.pk, Verb.READ_PEOPLE)
            whole = Cite.objects.filter(pk=cite.pk) if access.whole else Cite.objects.none()
            return cls(words, cite, actions, people, whole, not access.whole)
        mine = memberships_of(user)
        organisations = {one.organisation_id for one in mine if one.role == Role.HOLDER}
        own = Q(pk__in=held_by(organisations))
        talk = {one.cite_id for one in mine if Verb.READ_PEOPLE in ALLOWED[Role(one.role)] and one.role != Role.HOLDER}
        everything = Action.objects.all()
        whole = whole_cites(user)
        return cls(
            words,
            None,
            everything.filter(Q(programme__cite__in=whole) | own),
            everything.filter(Q(programme__cite__in=talk) | own),
            whole,
            whole.count() < readable_cites(user).count(),
        )
