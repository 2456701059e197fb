"""The members of a cité: who has which role, who is invited; inviting, changing, ending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from preau.core.refusal import Refusal
from preau.members.forms import InviteForm, MembershipForm
from preau.members.links import forget, hand_over, link_to_copy
from preau.members.operations.invitations import invite
from preau.members.operations.memberships import change_membership, end_membership, is_last
from preau.members.queries import by_role, ended_of, members_for, members_of, waiting_of
from preau.members.views.shown import rows_of, who
from preau.people.models import Cite, Membership
from preau.people.reach import access_of, reach_cite
from preau.people.roles import INSTALLATION, SAID, SEATS, Verb


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, cite: str) -> HttpResponse:
    """The list of members, for who sees people; the form to invite and the invitations, for who invites."""
    if request.method == "POST":
        return _invite(request, reach_cite(request, cite, Verb.MANAGE_MEMBERS))
    found = reach_cite(request, cite, Verb.READ_PEOPLE)
    return forget(request, _page(request, found, InviteForm(cite=found)))


def _invite(request: HttpRequest, cite: Cite) -> HttpResponse:
    form = InviteForm(request.POST, cite=cite)
    if form.is_valid():
        try:
            invited = invite(email=form.cleaned_data["email"], **form.asked, cite=cite, by=who(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return hand_over(request, redirect("members", cite.slug), invited)
    return _page(request, cite, form)


def _page(request: HttpRequest, cite: Cite, form: InviteForm) -> HttpResponse:
    memberships = members_for(request.user, cite)
    people = {one.user_id for one in memberships}
    context: dict[str, Any] = {"cite": cite, "groups": by_role(memberships), "tab": "members", "people": len(people)}
    context["whole"] = access_of(request).whole_for(Verb.READ_PEOPLE)
    context["seats"] = len({one.role for one in memberships} & set(SEATS))
    if access_of(request).may(Verb.MANAGE_MEMBERS):
        context |= {
            "form": form,
            "roles": [(role, said) for role, said in SAID.items() if role not in INSTALLATION],
            "waiting": rows_of(waiting_of(cite)),
            "ended": rows_of(ended_of(cite)),
            "link": link_to_copy(request, cite),
        }
    return render(request, "members/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """One role of one member: change it, or go on to end it."""
    found = reach_cite(request, cite, Verb.MANAGE_MEMBERS)
    membership = get_object_or_404(members_of(found), pk=number)
    form = MembershipForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_membership(membership=membership, **form.asked, by=who(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{changed.user.name} : {changed}.")
            return _after(request, changed)
    own = membership.user == request.user
    context = {"membership": membership, "form": form, "tab": "members", "own": own, "last": is_last(membership)}
    return render(request, "members/member.html", context)


@require_POST
def end(request: HttpRequest, cite: str, number: int) -> HttpResponse:
    """Take a role away; whoever takes their own away goes to the first page."""
    found = reach_cite(request, cite, Verb.MANAGE_MEMBERS)
    membership = members_of(found).filter(pk=number).first()
    if membership is None:
        messages.info(request, "Ce rôle n’existe plus.")
        return redirect("members", found.slug)
    end_membership(membership=membership, by=who(request))
    messages.success(request, f"{membership.user.name} n’a plus le rôle « {membership} » dans cette cité.")
    return _after(request, membership)


def _after(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Back to the list; to the first page where it was one's own role, which may have opened the list."""
    if membership.user == request.user or membership.cite is None:
        return redirect("home")
    return redirect("members", membership.cite.slug)
