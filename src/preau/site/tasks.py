"""What waits for somebody, line by line, each with its verb: calls, findings, what is missing, what is on its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from preau.annexes.models import StandingFinding, Upload
from preau.annexes.queries import waiting
from preau.budgets.models import Revision
from preau.budgets.queries import envelopes_for, positions_of, reaching
from preau.budgets.rules import rules_passed_of
from preau.budgets.states import RuleKind, RuleLevel
from preau.core.money import euros
from preau.core.text import listed
from preau.people.access import Access
from preau.people.models import Cite, Invitation, Organisation, User
from preau.people.roles import Verb
from preau.programmes.models import Action, ActionHolder, Mention, Programme
from preau.programmes.queries import actions_seen
from preau.revisions.answers import awaited
from preau.revisions.queries import stale_drafts
from preau.site import deeds
from preau.site.remarks import Remark, Topic, chapters
from preau.ui.templatetags.french import day, hour, plural

MOST_MENTIONS = 10
MOST_UPLOADS = 3
NAMED_RULES = 2
"""Rules that are not kept, said in full in a line."""
NAMED = 8
"""Actions that are named one by one in a line; past it the rest is a number."""


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads somewhere."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits: what, why, the actions it is about, and the verb on the button that leads to it.

    `sign` is the level of a finding or the name of an icon. Without an address there is no button.
    """

    sign: str
    title: str
    detail: str
    verb: str = ""
    url: str = ""
    actions: tuple[Link, ...] = ()
    rest: int = 0

    @property
    def found(self) -> bool:
        """Whether the sign is the gravity of a finding."""
        return self.sign in {"error", "warning", "info"}


@dataclass(frozen=True, slots=True)
class Chapter:
    """The things of one kind that wait."""

    slug: str
    title: str
    tasks: list[Task]


def mentions(user: User, cite: Cite) -> list[Task]:
    """The comments that call on the person and that they have not opened since."""
    seen = actions_seen(user, Action.objects.filter(programme__cite=cite), cite.pk)
    mentions = Mention.objects.filter(user=user, seen_at=None, comment__removed_at=None, comment__action__in=seen)
    columns = ("comment__text", "comment__by__name", *(f"comment__action__{name}" for name in ("serial", "number")))
    found = mentions.order_by("-pk").values_list(*columns, "comment__action__programme__year")[:MOST_MENTIONS]
    tasks = []
    for text, name, serial, number, year in found:
        url = reverse("action", args=(cite.slug, year, serial))
        said = " ".join(text.split())
        quoted = said if len(said) <= deeds.QUOTED else said[: deeds.QUOTED].rsplit(" ", 1)[0] + "…"
        tasks.append(
            Task("talk", f"{name} vous cite à propos de l’action {number or serial}", f"« {quoted} »", "Répondre", url)
        )
    return tasks


def findings(programme: Programme, remarks: Sequence[Remark]) -> list[Chapter]:
    """The findings by gravity, one line a kind; then what other years still ask."""
    slugs = {"error": ("a-corriger", "Corriger"), "warning": ("a-preciser", "Préciser")}
    found = []
    for chapter in chapters(remarks):
        slug, verb = slugs[chapter.level]
        found.append(Chapter(slug, chapter.title, [_topic(programme, topic, verb) for topic in chapter.topics]))
    others = waiting(StandingFinding.objects.filter(programme__cite=programme.cite_id).exclude(programme=programme))
    years = others.order_by().values_list("programme__year").annotate(count=Count("pk")).order_by("-programme__year")
    tasks = [
        Task("ask", f"Programme {year}", plural(n, "point à vérifier,points à vérifier"), "Vérifier", url)
        for year, n in years
        for url in [reverse("findings", args=(programme.cite.slug, year))]
    ]
    return [*found, Chapter("autres-annees", "Autres années", tasks)]


def _topic(programme: Programme, topic: Topic, verb: str) -> Task:
    page = reverse("findings", args=(programme.cite.slug, programme.year))
    if len(topic.remarks) == 1:
        one = topic.remarks[0]
        return Task(topic.level, one.statement, one.advice, verb, f"{page}#{one.anchor}")
    links = [Link(_called(one.action), f"{page}#{one.anchor}") for one in topic.remarks if one.action]
    title = f"{topic.title}, {plural(len(topic.remarks), 'fois,fois')}"
    detail = "" if links else topic.remarks[0].statement
    return _about(Task(topic.level, title, detail, verb, f"{page}?constat={topic.code}"), links)


def asked(actions: Iterable[Action], remarks: Sequence[Remark]) -> list[Chapter]:
    """What is asked of a holder: the findings of each of their actions together."""
    by_action: dict[int, list[Remark]] = {}
    for remark in remarks:
        by_action.setdefault(remark.action_id or 0, []).append(remark)
    tasks = []
    for action in actions:
        found = by_action.get(action.pk, [])
        if found:
            level = min((remark.level for remark in found), key=["error", "warning"].index)
            said = " ; ".join(_lower(remark.title) for remark in found)
            tasks.append(Task(level, _full(action), f"{said[:1].upper()}{said[1:]}.", "Répondre", _url(action)))
    return [Chapter("sur-vos-actions", "À préciser sur vos actions", tasks)]


def missing(programme: Programme, actions: Sequence[Action], access: Access) -> list[Task]:
    """What the programme still lacks, of which no check speaks: identifiers, national axes, pieces."""
    tasks = []
    if access.may(Verb.MANAGE_ORGANISATIONS):
        tasks += _without_identifier(programme, actions)
    if access.may(Verb.EDIT):
        bare = [one for one in actions if not one.axis]
        if bare:
            title = f"{plural(len(bare), 'action,actions')} sans axe national"
            tasks.append(_to_complete(Task("info", title, "Les bilans nationaux se lisent par axe."), programme, bare))
    if access.may(Verb.ATTACH) and (access.may(Verb.EDIT) or not access.whole):
        bare = [one for one in actions if not getattr(one, "pieces")]  # noqa: B009 - an annotation
        if bare:
            title = f"{plural(len(bare), 'action,actions')} sans pièce jointe"
            detail = "Devis, conventions, bilans : ce qui est joint se retrouve avec l’action."
            tasks.append(_to_complete(Task("clip", title, detail), programme, bare))
    return tasks


def _without_identifier(programme: Programme, actions: Iterable[Action]) -> list[Task]:
    """The organisations that carry an action and of which nobody gave a number, neither there nor on the action."""
    unsaid = [one.pk for one in actions if not (one.siret or one.rna or one.uai)]
    carry = ActionHolder.objects.filter(action__in=unsaid).values("organisation")
    bare = Organisation.objects.filter(pk__in=carry, siret="", rna="", uai="", merged_into=None)
    names = list(bare.order_by("name").values_list("name", flat=True))
    if not names:
        return []
    title = f"{plural(len(names), 'organisme,organismes')} sans SIRET, RNA ni code d’établissement"
    return [Task("info", title, f"{listed(names)}.", "Compléter", reverse("organisations", args=[programme.cite.slug]))]


def envelopes(user: User, programme: Programme) -> list[Task]:
    """The envelopes of the programme's year that gave more than they have, or of which a rule is not kept: a line each.

    Seven queries at most, however many envelopes.
    """
    cite = programme.cite
    found = list(reaching(envelopes_for(user, cite), programme.year))
    where, passed = positions_of(found), rules_passed_of(found)
    tasks = []
    for one in found:
        broken = [breach.sentence for _, breach in passed[one.pk]]
        blocks = any(rule.level == RuleLevel.BLOCK for rule, _ in passed[one.pk])
        over = -where[one.pk].available
        if over > 0 and not any(rule.kind == RuleKind.NOTIFIED for rule, _ in passed[one.pk]):
            broken.insert(0, f"{euros(where[one.pk].programmed)} programmés : {euros(over)} de plus que le notifié.")
        if broken:
            verb, url = "Voir", reverse("envelope", args=(cite.slug, one.pk))
            title = f"{one} : {'programmé au-delà du notifié' if over > 0 else 'règle non tenue'}"
            more = f" {plural(len(broken) - NAMED_RULES, 'autre,autres')}." if len(broken) > NAMED_RULES else ""
            detail = " ".join(broken[:NAMED_RULES]) + more
            tasks.append(Task("error" if blocks else "warning", title, detail, verb, url))
    return tasks


def revisions(programme: Programme, access: Access) -> list[Task]:
    """The assents that the person is asked for, or that the coordination waits for; drafts to bring up to date.

    Nothing is asked of the database for who reads no draft, nor in a programme that was not voted.
    """
    if programme.voted_on is None or not access.whole_for(Verb.READ_DRAFTS):
        return []
    tasks = []
    for one in awaited(programme):
        url = reverse("revision", args=(programme.cite.slug, programme.year, one.revision.serial))
        until = f" avant le {day(one.revision.due_on)}" if one.revision.due_on else ""
        mine = [seat for seat in one.missing if seat.role in access.roles]
        if mine and access.may(Verb.ASSENT):
            since = f", proposée le {day(one.revision.proposed_on)}" if one.revision.proposed_on else ""
            detail = f"{one.revision}{since}."
            verb_url = f"{url}avis/?siege={mine[0].pk}"
            tasks.append(Task("talk", f"Votre avis est attendu{until}", detail, "Donner l’avis", verb_url))
        elif access.may(Verb.REVISE) and one.missing:
            said = f"{listed([str(seat) for seat in one.missing])}{', attendus' if until else ''}{until}."
            title = f"{one.revision} : {plural(len(one.missing), 'avis manque,avis manquent')}"
            tasks.append(Task("talk", title, said, "Relancer", url))
        elif access.may(Verb.REVISE):
            detail = (
                "Une séance peut en décider." if not one.revision.sitting else f"À décider : {one.revision.sitting}."
            )
            tasks.append(Task("check", f"{one.revision} : tous les avis sont donnés", detail, "Voir", url))
    if access.may(Verb.REVISE):
        stale = stale_drafts(programme)
        for draft in Revision.objects.filter(pk__in=stale) if stale else ():
            url = reverse("revision", args=(programme.cite.slug, programme.year, draft.serial))
            tasks.append(
                Task("alert", f"{draft} : à mettre à jour", "Il se compare à d’anciens montants.", "Mettre à jour", url)
            )
    return tasks


def pending(cite: Cite, access: Access) -> list[Task]:
    """Files on their way in, and invitations that nobody answered."""
    tasks = []
    if access.may(Verb.IMPORT):
        tasks += _uploads(cite)
    if access.may(Verb.MANAGE_MEMBERS):
        tasks += _invitations(cite)
    return tasks


def _uploads(cite: Cite) -> list[Task]:
    """The latest files that nobody applied nor gave up, told apart by their hour and their length; the rest counted."""
    waits = [Upload.State.WAITING, Upload.State.READING, Upload.State.READ]
    columns = ("number", "source__name", "state", "at", "rows", "by__name")
    found = list(Upload.objects.filter(cite=cite, state__in=waits).values_list(*columns))
    tasks = []
    for number, name, state, at, rows, by in found[:MOST_UPLOADS]:
        length = "" if rows is None else f", {plural(rows, 'ligne,lignes')}"
        detail = f"{Upload.State(state).label}{length}, envoyé le {day(at)} à {hour(at)} par {by}."
        url = reverse("upload_page", args=(cite.slug, number))
        tasks.append(Task("import", name, f"{detail} Rien ne change avant votre accord.", "Reprendre", url))
    if len(found) > MOST_UPLOADS:
        title = f"{plural(len(found) - MOST_UPLOADS, 'envoi plus ancien,envois plus anciens')} à terminer"
        url = reverse("upload", args=(cite.slug,))
        tasks.append(Task("import", title, "À reprendre ou à abandonner.", "Voir", url))
    return tasks


def _invitations(cite: Cite) -> list[Task]:
    open_ones = Invitation.objects.filter(cite=cite, accepted_at=None, revoked_at=None).order_by("expires_at")
    found = list(open_ones.values_list("email", "expires_at"))
    if not found:
        return []
    late = [email for email, end in found if end < timezone.now()]
    detail = listed([email for email, _ in found])
    if late:
        detail += f". {plural(len(late), 'invitation périmée,invitations périmées')}"
    title = f"{plural(len(found), 'invitation,invitations')} sans réponse"
    return [Task("user", title, f"{detail}.", "Relancer", reverse("members", args=(cite.slug,)))]


def _about(task: Task, links: Sequence[Link]) -> Task:
    shown = links if len(links) <= NAMED else links[: NAMED - 1]
    return replace(task, actions=tuple(shown), rest=len(links) - len(shown))


def _to_complete(task: Task, programme: Programme, actions: Sequence[Action]) -> Task:
    """The task with its actions; its button leads to the only one, or to the programme."""
    one = _url(actions[0]) if len(actions) == 1 else ""
    url = one or reverse("programme", args=(programme.cite.slug, programme.year))
    return _about(replace(task, verb="Compléter", url=url), _links(actions))


def _links(actions: Iterable[Action]) -> list[Link]:
    return [Link(_called(one), _url(one)) for one in actions]


def _called(action: Action | None) -> str:
    return (action.number or str(action.serial)) if action else ""


def _full(action: Action) -> str:
    return f"Action {_called(action)} : {action.name}"


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:] if not title[:2].isupper() else title


def _url(action: Action) -> str:
    programme = action.programme
    return reverse("action", args=(programme.cite.slug, programme.year, action.serial))
