"""The assent of a seat: given by its members, or noted by the coordination as it was received."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from preau.budgets.models import Revision
from preau.budgets.states import Answer
from preau.committees.models import Seat
from preau.committees.queries import standing_seats
from preau.core.refusal import Refusal
from preau.people.access import Forbidden, access_to
from preau.people.models import User
from preau.people.roles import Role, Verb
from preau.revisions.forms import AssentForm
from preau.revisions.operations.proposing import Said, record_assent
from preau.revisions.reach import reach_revision
from preau.revisions.rules import may_assent
from preau.revisions.sheet import sheet_of
from preau.revisions.views.sheets import address


@require_http_methods(["GET", "HEAD", "POST"])
def assent(request: HttpRequest, cite: str, year: int, serial: int) -> HttpResponse:
    """The form of an assent, for the seats that the visitor answers for."""
    one = reach_revision(request, cite, year, serial, Verb.ASSENT)
    user = cast("User", request.user)
    seats = _seats(one, user)
    chosen = next((seat for seat in seats if str(seat.pk) == request.GET.get("siege")), seats[0])
    notes = Role.COORDINATION in access_to(user, one.programme.cite_id).roles
    own = chosen.role in access_to(user, one.programme.cite_id).roles
    initial = {"seat": chosen.pk, "on": localdate(), "person": user.name if own else ""}
    offered = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).order_by("rank")
    form = AssentForm(request.POST if request.method == "POST" else None, initial=initial, seats=offered)
    if form.is_valid():
        said = form.cleaned_data
        told = Said(Answer(said["answer"]), said["on"], said["person"], said["capacity"], said["text"], said["mandate"])
        try:
            seen = request.POST.get("seen", "")
            record_assent(revision=one, seat=said["seat"], said=told, seen=seen, by=user)
        except Forbidden:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Avis noté. {said['seat']} : {told.answer.label}.")
            return redirect(address(one))
    context = {
        "tab": "programme", "programme": one.programme, "revision": one, "form": form, "sheet": sheet_of(one),
        "why_not": may_assent(one, localdate()) or "", "notes": notes and not own,
    }  # fmt: skip
    return render(request, "revisions/assent.html", context, status=409 if form.errors else 200)


def _seats(one: Revision, user: User) -> list[Seat]:
    """The seats that the visitor answers for: all for the coordination. Raises Forbidden where there is none."""
    roles = access_to(user, one.programme.cite_id).roles
    seats = standing_seats(one.programme.cite)
    mine = [seat for seat in seats if Role.COORDINATION in roles or seat.role in roles]
    if not mine:
        raise Forbidden("Aucun siège de cette cité éducative n’est le vôtre. La coordination note les avis reçus.")
    return mine
