"""One search over all that a person may see: actions of every year, organisations, pieces, comments, findings, files.

What is kept folded (actions, themes, organisations) is sought as it is; the rest by a pattern that knows the accents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case, Count, IntegerField, Q, When
from django.urls import reverse
from django.utils.safestring import SafeString

from preau.annexes.models import Import, StandingFinding
from preau.core.findings import cut
from preau.people.models import Organisation
from preau.programmes.models import Action, ActionHolder, ActionPartner, Attachment, Comment, Theme
from preau.site.scope import Scope
from preau.ui.templatetags.french import french, plural, short_day

FEW = 5
"""What is shown of each kind beside the others."""
PER_PAGE = 50
MOST_PAGES = 20
"""Pages that one may turn: whoever has not found by then adds a word."""
_PLACE = ("action__serial", "action__number", "action__programme__year", "action__programme__cite__slug")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, where it leads, where it stands, and the passage that says the words."""

    title: SafeString | str
    url: str
    place: str
    passage: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The things of one kind: how many in all, and those that are shown."""

    slug: str
    title: str
    count: int
    hits: list[Hit]


def actions(scope: Scope, part: slice) -> tuple[int, list[Hit]]:
    """Actions of every year, withdrawn ones too: the number sought first, then from the latest year."""
    found = scope.actions
    for word in scope.words.all:
        themes = Theme.objects.filter(key__contains=word)
        if scope.cite is not None:
            themes = themes.filter(cite=scope.cite)
        found = found.filter(Q(search__contains=word) | Q(theme__in=themes))
    exact = Case(When(number=scope.words.typed.strip(), then=0), default=1, output_field=IntegerField())
    shown = found.select_related("programme__cite", "theme").defer("search", "other", "siret", "rna", "uai")
    order = shown.order_by(exact, "-programme__year", "programme__cite__name", "rank", "serial")
    return found.count(), [_action(scope, one) for one in order[part]]


def _action(scope: Scope, one: Action) -> Hit:
    programme = one.programme
    place = f"Action {one.number or one.serial}, {_year(scope, programme.year, programme.cite.name)}"
    if one.withdrawn:
        place += ", retirée du programme"
    said = (
        ("Porteur", one.holder_written),
        ("Public", one.audience),
        ("Partenaires", one.partners_written),
        ("Descriptif", one.description),
        ("Thème", one.theme.name if one.theme else ""),
    )
    passage: SafeString | str = ""
    for label, text in said:
        if text and text != one.name and scope.words.found_in(text):
            passage = SafeString(f"{label}\u00a0: ") + scope.words.excerpt(french(text))
            break
    url = reverse("action", args=(programme.cite.slug, programme.year, one.serial))
    return Hit(scope.words.marked(french(one.name)), url, place, passage)


def organisations(scope: Scope, part: slice) -> tuple[int, list[Hit]]:
    """Organisations by any writing of their name; for a holder, those of their own actions."""
    found = Organisation.objects.filter(merged_into=None)
    if scope.cite is None:
        found = found.filter(Q(cite__in=scope.whole) | _own(scope))
    else:
        found = found.filter(_own(scope) if scope.partial else Q(), cite=scope.cite)
    for word in scope.words.all:
        aliases = found.model.objects.filter(aliases__key__contains=word)
        found = found.filter(Q(key__contains=word) | Q(pk__in=aliases.values("pk")))
    live = Q(carried__withdrawn=False)
    shown = found.annotate(actions=Count("carried", filter=live, distinct=True)).select_related("cite")
    hits = [_organisation(scope, one) for one in shown.prefetch_related("aliases").order_by("name", "pk")[part]]
    return found.count(), hits


def _own(scope: Scope) -> Q:
    """The organisations that carry, or take part in, the actions that the person reads."""
    holders = ActionHolder.objects.filter(action__in=scope.actions).values("organisation")
    partners = ActionPartner.objects.filter(action__in=scope.actions, organisation__isnull=False).values("organisation")
    return Q(pk__in=holders) | Q(pk__in=partners)


def _organisation(scope: Scope, one: Organisation) -> Hit:
    number: int = getattr(one, "actions")  # noqa: B009 - an annotation, unknown to the type
    place = plural(number, "action portée,actions portées") if number else "ne porte aucune action"
    if scope.partial:
        place = ""
    if scope.cite is None:
        place = ", ".join(filter(None, (place, one.cite.name)))
    other = next((alias.written for alias in one.aliases.all() if scope.words.found_in(alias.written)), "")
    passage = SafeString("Écrit aussi\u00a0: ") + scope.words.excerpt(other) if other else ""
    carried = f"{reverse('search', args=[one.cite.slug])}?{urlencode({'q': one.name, 'dans': 'actions'})}"
    url = carried if scope.partial else reverse("organisation", args=(one.cite.slug, one.pk))
    return Hit(scope.words.marked(one.name), url, place, passage)


def pieces(scope: Scope, part: slice) -> tuple[int, list[Hit]]:
    """Files joined to actions, by name."""
    known = Attachment.objects.filter(scope.words.within("name"), action__in=scope.with_people, removed_at=None)
    columns = ("name", "at", "number", *_PLACE, "action__programme__cite__name")
    shown = known.order_by("-at", "-pk").values_list(*columns)[part]
    return known.count(), [
        Hit(
            scope.words.marked(name),
            reverse("attachment", args=(slug, year, serial, piece)),
            f"jointe le {short_day(at)} à l’action {number or serial}, {_year(scope, year, cite)}",
        )
        for name, at, piece, serial, number, year, slug, cite in shown
    ]


def comments(scope: Scope, part: slice) -> tuple[int, list[Hit]]:
    """What people said of actions."""
    known = Comment.objects.filter(scope.words.within("text"), action__in=scope.with_people, removed_at=None)
    columns = ("text", "by__name", "at", *_PLACE, "action__programme__cite__name")
    return known.count(), [
        Hit(
            f"{name}, le {short_day(at)}",
            reverse("action", args=(slug, year, serial)),
            f"sur l’action {number or serial}, {_year(scope, year, cite)}",
            scope.words.excerpt(french(text)),
        )
        for text, name, at, serial, number, year, slug, cite in known.order_by("-pk").values_list(*columns)[part]
    ]


def findings(scope: Scope, part: slice) -> tuple[int, list[Hit]]:
    """What the checks say of the programmes as they stand. In one cité only: elsewhere they say little."""
    if scope.cite is None:
        return 0, []
    about = StandingFinding.objects.filter(scope.words.within("message"), programme__cite=scope.cite)
    known = about.filter(action__in=scope.actions) if scope.partial else about
    shown = known.order_by("-programme__year", "position").values_list("message", "mark", "programme__year")[part]
    return known.count(), [
        Hit(
            scope.words.marked(french(statement)),
            f"{reverse('findings', args=(scope.cite.slug, year))}#f-{mark}",
            _year(scope, year, ""),
            scope.words.marked(french(advice)),
        )
        for message, mark, year in shown
        for statement, advice in [cut(message)]
    ]


def files(scope: Scope, part: slice) -> tuple[int, list[Hit]]:
    """Annexes that were imported, by the name of the file."""
    known = Import.objects.filter(scope.words.within("source__name"), programme__cite__in=scope.whole)
    columns = ("source__name", "operation__number", "operation__at", "programme__year", "programme__cite__slug")
    shown = known.order_by("-operation__at").values_list(*columns, "programme__cite__name")[part]
    return known.count(), [
        Hit(
            scope.words.marked(name),
            reverse("import", args=(slug, year, number)),
            f"import n°\u00a0{number} du {short_day(at)}, {_year(scope, year, cite)}",
        )
        for name, number, at, year, slug, cite in shown
    ]


def _year(scope: Scope, year: int, cite: str) -> str:
    return f"programme {year}" if scope.cite is not None else f"{cite}, programme {year}"


KINDS: dict[str, tuple[str, Callable[[Scope, slice], tuple[int, list[Hit]]]]] = {
    "actions": ("Actions", actions),
    "organismes": ("Organismes", organisations),
    "pieces": ("Pièces jointes", pieces),
    "commentaires": ("Commentaires", comments),
    "constats": ("Constats", findings),
    "imports": ("Annexes importées", files),
}
"""The kinds of things, as the address says them, in the order of the page."""


def search(scope: Scope, only: str = "", page: int = 1) -> list[Found]:
    """What the scope holds of the words: a few of each kind, or a page of the only kind asked. Two queries a kind."""
    part = slice((page - 1) * PER_PAGE, page * PER_PAGE) if only else slice(0, FEW)
    found = []
    for slug, (title, seek) in KINDS.items():
        if only in ("", slug):
            count, hits = seek(scope, part)
            if count and not hits:  # a page past the last one
                count, hits = seek(scope, slice((pages_of(count) - 1) * PER_PAGE, pages_of(count) * PER_PAGE))
            if count:
                found.append(Found(slug, title, count, hits))
    return found


def pages_of(count: int) -> int:
    """How many pages so many things make."""
    return min(-(-count // PER_PAGE), MOST_PAGES)
