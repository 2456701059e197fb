"""What stands around every page: the cité, the menu, the person and what they may do. Read where it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from preau.annexes.queries import count_standing
from preau.members.demonstration import HATS
from preau.people.access import Access, access_to, memberships_of
from preau.people.models import Cite
from preau.people.roles import Role, Verb
from preau.programmes.models import Programme
from preau.programmes.queries import by_currency
from preau.site.help import guide_of


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the menu: its tab (the name that a page gives itself), label, address, and a count beside it."""

    tab: str
    label: str
    url: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """A person of the demonstration, and where one takes their role."""

    name: str
    said: str
    url: str


class Frame:
    """The head of a page. Each part is read when a template asks for it, and once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def name(self) -> str:
        """The name of the installation."""
        return str(settings.PREAU_NAME)

    @property
    def demo(self) -> bool:
        """Whether this is the demonstration, where roles are changed like hats."""
        return bool(settings.PREAU_DEMO)

    @property
    def hats(self) -> list[Card]:
        """In the demonstration, the other people, whose role one may take."""
        here = getattr(self.request.user, "email", "")
        others = [hat for hat in HATS if hat.email != here] if self.demo else []
        return [Card(hat.name, hat.said, reverse("hat", args=[hat.role])) for hat in others]

    @property
    def entrance(self) -> bool:
        """Whether this is the page to sign in of the demonstration, which shows its people."""
        match = self.request.resolver_match
        return self.demo and match is not None and match.url_name == "account_login"

    @property
    def here(self) -> str:
        """The page that another person of the demonstration goes on with: this one, or the one that asked who it is."""
        return self.request.GET.get("next") or self.request.path

    @cached_property
    def cite(self) -> Cite | None:
        """The cité that the page is about, as the view reached it."""
        return getattr(self.request, "cite", None)

    @cached_property
    def programme(self) -> Programme | None:
        """The programme that the page is about, else that in force in the cité."""
        reached: Programme | None = getattr(self.request, "programme", None)
        if reached is None and self.cite is not None:
            reached = by_currency(Programme.objects.filter(cite=self.cite)).first()
        return reached

    @cached_property
    def access(self) -> Access:
        """What the person may do in the cité."""
        return access_to(self.request.user, self.cite)

    @cached_property
    def installation(self) -> Access:
        """What the person may do in the whole installation."""
        return access_to(self.request.user, None)

    @cached_property
    def to_check(self) -> int:
        """How many findings of the programme wait for somebody."""
        known: int | None = getattr(self.request, "to_check", None)
        if known is not None or self.programme is None:
            return known or 0
        return count_standing(self.request.user, self.programme)

    @cached_property
    def menu(self) -> list[Entry]:
        """The entries that lead somewhere for this person; none where the page is about no cité."""
        if self.cite is None or not self.access.may(Verb.READ):
            return []
        slug = self.cite.slug
        entries = [Entry("today", "Aujourd’hui", reverse("cite", args=[slug]))]
        if self.programme is not None:
            year = self.programme.year
            entries.append(Entry("programme", "Programme", reverse("programme", args=[slug, year])))
            entries.append(Entry("findings", "À vérifier", reverse("findings", args=[slug, year]), self.to_check))
        if self.access.whole_for(Verb.READ_BUDGETS):
            entries.append(Entry("envelopes", "Enveloppes", reverse("envelopes", args=[slug])))
        if self.access.may_here(Verb.READ_DRAFTS):
            entries.append(Entry("sittings", "Séances", reverse("sittings", args=[slug])))
        if self.access.whole:
            entries.append(Entry("organisations", "Organismes", reverse("organisations", args=[slug])))
        return entries

    @property
    def roles(self) -> list[str]:
        """The roles of the person here, in words."""
        here = self.cite.pk if self.cite else None
        return [str(one) for one in memberships_of(self.request.user) if one.cite_id in (here, None)]

    @cached_property
    def account(self) -> list[Entry]:
        """What the menu under the person's name leads to."""
        entries = [Entry("", "Mon compte", reverse("account_email"))]
        if self.cite is not None and self.access.may_here(Verb.READ_PEOPLE):
            entries.append(Entry("members", "Membres", reverse("members", args=[self.cite.slug])))
        if self.cite is not None and self.access.may_here(Verb.READ_BUDGETS):
            entries.append(Entry("papers", "Papiers émis", reverse("papers", args=[self.cite.slug])))
        if len(memberships_of(self.request.user)) > 1:
            entries.append(Entry("", "Mes cités éducatives", reverse("home")))
        if self.installation.may(Verb.MANAGE_INSTALLATION):
            entries.append(Entry("", "Installation", reverse("installation")))
        return entries

    @property
    def leave(self) -> str:
        """Where the session ends."""
        return reverse("account_logout")

    @property
    def verify(self) -> str:
        """Where anybody checks that a paper is one that was issued here."""
        return reverse("verify")

    @property
    def search(self) -> str:
        """Where one searches from this page: its cité, or every cité of the person; empty where there is nothing."""
        if self.cite is None:
            mine = memberships_of(self.request.user)
            several = len({one.cite_id for one in mine}) > 1 or any(one.role == Role.NATIONAL for one in mine)
            return reverse("home") if several else ""
        return reverse("search", args=[self.cite.slug]) if self.menu else ""

    @property
    def help(self) -> str:
        """The guide of the person's role, or all of them; empty for whoever is not signed in."""
        mine = memberships_of(self.request.user)
        here = [one for one in mine if self.cite is None or one.cite_id in (self.cite.pk, None)]
        role = next((guide_of(one.role) for one in here), "")
        if role:
            return reverse("guide", args=[role])
        return reverse("help") if self.request.user.is_authenticated else ""

    @property
    def may(self) -> dict[str, bool]:
        """Each verb, and whether the person may: what a template asks before it shows a button."""
        return {verb.value: self.access.may_here(verb) for verb in Verb}


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame of the page, for every template."""
    return {"frame": Frame(request)}
