"""What a person did, as a sentence that leads to the actions it touched: "a modifié les actions 4, 11 et 15"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from preau.journal.models import Operation
from preau.people.models import Cite, User
from preau.programmes.models import Action, Comment
from preau.ui.templatetags.french import agree, count, french

FEW = 6
"""Actions named one by one; past it the rest is a number."""
QUOTED = 120
"""Signs of a comment that are quoted."""
LONG = tuple(f"action__{name}" for name in ("description", "partners_written", "audience", "search", "other"))
_NAMES = ("serial", "number", "programme__year")
_Verb = Operation.Verb

ON_ACTIONS: Mapping[str, tuple[str, str]] = {
    _Verb.EDIT: ("a modifié {}", "modifiée,modifiées"),
    _Verb.ADD: ("a ajouté {}", "ajoutée,ajoutées"),
    _Verb.DUPLICATE: ("a ajouté par copie {}", "ajoutée par copie,ajoutées par copie"),
    _Verb.RENEW: ("a reconduit {}", "reconduite,reconduites"),
    _Verb.POSTPONE: ("a reporté {}", "reportée,reportées"),
    _Verb.WITHDRAW: ("a retiré du programme {}", "retirée du programme,retirées du programme"),
    _Verb.RESTORE: ("a remis au programme {}", "remise au programme,remises au programme"),
    _Verb.RENUMBER: ("a renuméroté {}", "renumérotée,renumérotées"),
    _Verb.IMPORT: ("a mis à jour par un import {}", "mise à jour par un import,mises à jour par un import"),
    _Verb.UNDO: ("a remis dans son état d’avant {}", "remise dans l’état d’avant,remises dans l’état d’avant"),
    _Verb.TARGETS: ("a changé les objectifs de {}", "dont les objectifs ont changé,dont les objectifs ont changé"),
    _Verb.ATTACH: ("a changé les pièces de {}", ""),
    _Verb.FUNDING: (
        "a changé le plan de financement de {}",
        "dont le plan de financement a changé,dont le plan de financement a changé",
    ),
    _Verb.THEMES: ("a changé le thème de {}", "changée de thème,changées de thème"),
    _Verb.ORGANISATIONS: ("a changé un organisme de {}", ""),
    _Verb.MERGE: ("a réuni deux noms, ce qui touche {}", ""),
    _Verb.MONEY: ("a changé le montant de {}", "dont le montant a changé,dont les montants ont changé"),
    _Verb.ADOPT: (
        "a fait adopter une réactualisation, qui change {}",
        "changée par une réactualisation,changées par une réactualisation",
    ),
}
"""What is said of a verb that touched actions: of a person, and without one. Nothing is said without people where the
second is empty."""

OTHERWISE: Mapping[str, tuple[str, str]] = {
    _Verb.IMPORT: ("a importé {}", "annexe importée\u00a0: {}"),
    _Verb.UNDO: ("a annulé {}", "annulation\u00a0: {}"),
    _Verb.ADD: ("a créé {}", "création\u00a0: {}"),
    _Verb.RENEW: ("a reconduit {}", "reconduction\u00a0: {}"),
    _Verb.RENUMBER: ("a numéroté de nouveau le programme", "actions numérotées de nouveau"),
    _Verb.VOTE: ("a noté le vote\u00a0: {}", "vote noté\u00a0: {}"),
    _Verb.REOPEN: (
        "a repris la préparation d’un programme voté\u00a0: «\u00a0{}\u00a0»",
        "préparation reprise d’un programme voté",
    ),
    _Verb.THEMES: ("a modifié les thèmes", "thèmes modifiés"),
    _Verb.ORGANISATIONS: ("a modifié le répertoire des organismes", ""),
    _Verb.MERGE: ("a réuni deux organismes en un", ""),
    _Verb.ACCEPT: ("a répondu à un constat,a répondu à {n} constats", ""),
    _Verb.MEMBERS: ("a changé les membres ou les invitations", ""),
    _Verb.ENVELOPE: ("a modifié les enveloppes", "enveloppes modifiées"),
    _Verb.MONEY: ("a noté des mouvements d’argent", "mouvements d’argent notés"),
    _Verb.FUNDING: ("a modifié un plan de financement,a modifié {n} plans de financement", ""),
    _Verb.REVISE: ("a fait avancer une réactualisation\u00a0: {}", ""),
    _Verb.ADOPT: ("a fait adopter la {}", "réactualisation adoptée\u00a0: {}"),
    _Verb.ASSENT: ("a noté un avis\u00a0: {}", ""),
    _Verb.SITTING: ("a préparé une séance,a préparé des séances", ""),
    _Verb.ISSUE: ("a émis {}", ""),
}
"""The same for an operation that names no action. `{}` is what it was about, `{n}` how many there were."""

OF_A_PROGRAMME = frozenset({_Verb.IMPORT, _Verb.UNDO, _Verb.RENUMBER, _Verb.ADOPT})
"""The verbs that touch a whole programme: its actions are not named one by one."""
WITHOUT_PEOPLE = frozenset(verb for table in (ON_ACTIONS, OTHERWISE) for verb, (_, plain) in table.items() if plain)
"""The verbs that whoever sees no people still hears of."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One kind of thing that somebody did: the actions it touched, or what it was about, how often, and when last."""

    verb: str
    at: datetime
    by: User | None
    cite: str
    actions: tuple[Action, ...] = ()
    about: SafeString | str = ""
    times: int = 1

    @property
    def ends(self) -> bool:
        """Whether the sentence wants a full stop: one that ends with a quotation has its own."""
        return not str(self.about).endswith("»")

    @property
    def said(self) -> SafeString:
        """The sentence without its subject."""
        if self.verb == "comment":
            return format_html(
                "a commenté {}{}", _actions(self), format_html("\u00a0: {}", self.about) if self.about else ""
            )
        if self.actions:
            words, named = ON_ACTIONS[self.verb][0], _actions(self)
            if words.endswith("de {}") and named.startswith("les "):
                words, named = words.removesuffix("de {}") + "{}", mark_safe("des " + named.removeprefix("les "))  # noqa: S308
            return format_html(words, named)
        one, _, many = OTHERWISE[self.verb][0].partition(",a ")
        if many:
            return format_html(f"a {many}" if self.times > 1 else one, n=self.times)
        again = f" ({count(self.times)}\u00a0fois)" if self.times > 1 and not self.about else ""
        return format_html(one + "{}", *([self.about] if "{}" in one else []), again)

    @property
    def plain(self) -> SafeString:
        """The same without anybody: "3 actions modifiées : 4, 11 et 15"."""
        if self.actions:
            words = agree(len(self.actions), ON_ACTIONS[self.verb][1])
            many = agree(len(self.actions), "action,actions")
            return format_html("{} {} {}\u00a0: {}", count(len(self.actions)), many, words, _links(self))
        words = OTHERWISE[self.verb][1]
        words = words[:1].upper() + words[1:]
        return format_html(words, self.about) if "{}" in words else format_html("{}", words)


def of_operations(
    operations: Iterable[Operation],
    touched: Mapping[int, Sequence[tuple[Action, bool]]],
    years: Mapping[int, int],
    cite: Cite,
) -> list[Deed]:
    """The operations as deeds, those of one person and one kind together, from the latest.

    `touched` gives the actions of each, with whether it made them, `years` the programme of those that are imports.
    """
    found = []
    for one in operations:
        actions = touched.get(one.pk, ()) if one.verb in ON_ACTIONS else ()
        if any(made for _, made in actions):
            actions = [pair for pair in actions if pair[1]]
        about = "" if actions else _about(one, cite, years)
        if one.verb in (ON_ACTIONS if actions else OTHERWISE):
            named_actions = tuple(action for action, _ in actions)
            found.append(Deed(one.verb, one.at, one.by, cite.slug, named_actions, about))
    return merged(found, by_person=True)


def of_comments(comments: Iterable[Comment], cite: Cite) -> list[Deed]:
    """The comments as deeds, one for each person; a person's only comment is quoted."""
    by_person: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        by_person[comment.by_id].append(comment)
    found = []
    for said in by_person.values():
        actions = tuple({one.action_id: one.action for one in said}.values())
        text = french(" ".join(said[0].text.split()))
        short = text if len(text) <= QUOTED else text[:QUOTED].rsplit(" ", 1)[0] + "…"
        about = format_html("«\u00a0{}\u00a0»", short) if len(said) == 1 else ""
        found.append(Deed("comment", said[0].at, said[0].by, cite.slug, actions, about, len(said)))
    return found


def merged(deeds: Iterable[Deed], *, by_person: bool = False) -> list[Deed]:
    """Those of one verb as one, of one person where it matters; what names its own subject stays apart."""
    found: dict[tuple[object, ...], Deed] = {}
    for deed in deeds:
        who = deed.by.pk if by_person and deed.by else None
        key = (deed.verb, who, bool(deed.actions), str(deed.about))
        known = found.get(key)
        if known is None:
            found[key] = deed
            continue
        actions = {one.pk: one for one in (*known.actions, *deed.actions)}
        found[key] = replace(known, actions=tuple(actions.values()), times=known.times + deed.times)
    return list(found.values())


def named(actions: QuerySet[Action]) -> QuerySet[Action]:
    """The actions with what a sentence names them by, and nothing more."""
    return actions.select_related("programme").only(*_NAMES, "programme_id")


def _about(one: Operation, cite: Cite, years: Mapping[int, int]) -> SafeString | str:
    """What an operation that names no action was about."""
    match one.verb:
        case _Verb.IMPORT if one.pk in years:
            page = reverse("import", args=(cite.slug, years[one.pk], one.number))
            return format_html('<a href="{}">{}</a>', page, one.label)
        case _Verb.UNDO if one.undoes:
            if one.undoes.verb == _Verb.IMPORT:
                return format_html("l’import n°\u00a0{} ({})", one.undoes.number, one.undoes.label)
            return f"{one.undoes.get_verb_display().lower()} n°\u00a0{one.undoes.number}"
        case _Verb.ADD | _Verb.VOTE | _Verb.RENEW | _Verb.ADOPT | _Verb.REVISE | _Verb.ISSUE:
            return one.label[:1].lower() + one.label[1:]
        case _Verb.REOPEN | _Verb.ASSENT:
            return one.label
    return ""


def _actions(deed: Deed) -> SafeString:
    """The actions with their article: "l’action 4", "les actions 4 et 11", "24 actions : 1, 2, 3 et 21 autres"."""
    if len(deed.actions) == 1:
        return format_html("l’action {}", _links(deed))
    if len(deed.actions) <= FEW:
        return format_html("les actions {}", _links(deed))
    return format_html("{} actions\u00a0: {}", count(len(deed.actions)), _links(deed))


def _links(deed: Deed) -> SafeString:
    order = sorted(deed.actions, key=lambda one: (one.programme.year, one.serial))
    shown = order if len(order) <= FEW else order[: FEW - 1]
    several = len({one.programme.year for one in order}) > 1
    names = [f"{one.number or one.serial}{f' de {one.programme.year}' if several else ''}" for one in shown]
    links = [format_html('<a href="{}">{}</a>', _url(deed, one), name) for one, name in zip(shown, names, strict=True)]
    if len(shown) < len(order):
        links.append(format_html("{} autres", count(len(order) - len(shown))))
    joined = ", ".join(map(conditional_escape, links[:-1])) + (" et " if len(links) > 1 else "") + links[-1]
    return mark_safe(joined)  # noqa: S308 - joined of escaped links


def _url(deed: Deed, action: Action) -> str:
    return reverse("action", args=(deed.cite, action.programme.year, action.serial))
