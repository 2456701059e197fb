"""What the templates of the pages say about findings: flags in cells, numbers of actions that lead to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from preau.core.typography import french
from preau.journal.models import Operation
from preau.people.roles import Verb
from preau.programmes.models import Programme
from preau.site import filters, receipt
from preau.site.remarks import Remark
from preau.ui.templatetags.french import count, plural

register = template.Library()

FEW = 6
"""Actions named one by one; past it the rest is a number."""


@register.simple_tag
def numbers(remarks: Sequence[Remark], page: str) -> SafeString:
    """The actions that findings of one kind speak of, each leading to its own on the page of findings."""
    shown = remarks if len(remarks) <= FEW else remarks[: FEW - 1]
    links = [format_html('<a href="{}#{}">{}</a>', page, one.anchor, _name(one)) for one in shown]
    if len(shown) < len(remarks):
        rest = f"{count(len(remarks) - len(shown))} autres"
        links.append(format_html('<a href="{}?constat={}">{}</a>', page, remarks[0].code, rest))
    all_actions = all(one.action for one in shown)
    before = ("Actions " if len(links) > 1 else "Action ") if all_actions else ""
    listed = ", ".join(map(conditional_escape, links[:-1])) + (" et " if len(links) > 1 else "") + links[-1]
    return mark_safe(before + listed)  # noqa: S308 - joined of escaped links


def _name(one: Remark) -> str:
    action = one.action
    if action is None:
        place = french(one.place) or "le fichier"
        return place[:1].upper() + place[1:]
    return action.number or str(action.serial)


@register.filter
def listed_counts(counts: Sequence[tuple[int, str]]) -> str:
    """Counts of several things in one phrase: "24 actions, 4 lignes de titre et 1 note"."""
    words = [plural(number, forms) for number, forms in counts]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}" if words else ""


@register.filter
def without_action(statement: str) -> str:
    """The statement without the action it begins with, for a place that already names it."""
    head, colon, rest = statement.replace("\u00a0:", " :").partition(" : ")
    return rest[:1].upper() + rest[1:] if colon and head.startswith("Action ") else statement


@register.filter
def slug_of(key: str) -> str:
    """The key of an organisation, as a word of an address."""
    return filters.slug_of(key)


@register.filter
def percent_of(part: Decimal, whole: Decimal) -> float:
    """The part in percent of the whole, for the length of a bar."""
    return float(part * 100 / whole)


@register.simple_tag(takes_context=True)
def cause(context: Mapping[str, Any], operation: Operation, programme: Programme) -> SafeString:
    """What caused a change: an import, or the import that was undone, leads to its page; a revision is named."""
    done = operation.undoes or operation
    if done.verb in {Operation.Verb.ADOPT, Operation.Verb.VOTE} and (revision := getattr(done, "revision", None)):
        frame = context.get("frame")
        if frame is None or not frame.access.whole_for(Verb.READ_BUDGETS):
            return conditional_escape(revision.called)
        url = reverse("revision", args=(programme.cite.slug, programme.year, revision.serial))
        return format_html('<a href="{}">{}</a>', url, revision.called)
    if done.verb != Operation.Verb.IMPORT:
        return format_html("{} n°\u00a0{}", operation.get_verb_display().lower(), operation.number)
    url = reverse("import", args=(programme.cite.slug, programme.year, done.number))
    words = "annulation de l’import" if operation.undoes else "import"
    return format_html('<a href="{}">{} n°\u00a0{}</a>', url, words, done.number)


@register.filter
def verdict(comparison: receipt.Comparison) -> str:
    """What comparing a printed total with its sum says."""
    return receipt.verdict(comparison)


@register.filter
def at(mapping: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401 - whatever the page keeps under the key
    """What a page keeps under a key; nothing where it keeps nothing."""
    return mapping.get(key)
