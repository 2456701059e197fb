"""What people write of committees, seats, sittings, and of who sat."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from preau.committees.models import Committee, Seat
from preau.committees.operations.agenda import Person
from preau.committees.operations.committees import Body
from preau.committees.operations.sittings import LONGEST_PLACE, Meeting
from preau.committees.rules import LONGEST_TEXT
from preau.committees.states import Level, Needed, Presence
from preau.core.typography import french
from preau.people.roles import SEATS


class CommitteeForm(forms.Form):
    """A committee."""

    name = forms.CharField(label="Nom", max_length=120, help_text="Exemple : comité de pilotage.")
    level = forms.ChoiceField(label="Rôle", choices=[(one.value, french(one.label)) for one in Level])
    members = forms.CharField(
        label="Membres",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Qui y siège d’ordinaire : un nom ou une qualité par ligne.",
    )

    @property
    def said(self) -> Body:
        """What was written."""
        return Body(self.cleaned_data["name"], Level(self.cleaned_data["level"]), self.cleaned_data["members"])


class SeatForm(forms.Form):
    """A seat, and who answers for it."""

    name = forms.CharField(label="Nom du siège", max_length=120, help_text="Exemple : préfet, présidente de l’EPCI.")
    role = forms.ChoiceField(
        label="Qui répond pour ce siège",
        required=False,
        choices=[("", "Personne ici\u00a0: la coordination note ses avis"), *((one.value, one.label) for one in SEATS)],
    )


class RuleForm(forms.Form):
    """Which assents an adoption needs."""

    needed = forms.ChoiceField(label="Pour adopter une réactualisation", choices=Needed.choices)
    source = forms.CharField(
        label="Texte de référence",
        required=False,
        max_length=300,
        help_text="La convention, l’article, la délibération qui le dit.",
    )


class MeetingForm(forms.Form):
    """When and where."""

    on = forms.DateField(
        label="Date",
        help_text="Exemple : 06/10/2020.",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Écrivez la date ainsi : 06/10/2020."},
    )
    time = forms.TimeField(
        label="Heure",
        required=False,
        help_text="Exemple : 14:30.",
        input_formats=["%H:%M", "%Hh%M", "%H h %M", "%Hh"],
        widget=forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Écrivez l’heure ainsi : 14:30."},
    )
    place = forms.CharField(label="Lieu", required=False, max_length=LONGEST_PLACE)

    @property
    def said(self) -> Meeting:
        """What was written."""
        return Meeting(self.cleaned_data["on"], self.cleaned_data["time"], self.cleaned_data["place"])


class PlanForm(MeetingForm):
    """A sitting of one of the committees that meet."""

    field_order = ("committee", "on", "time", "place")

    def __init__(self, data: Any = None, *, committees: Iterable[Committee], **rest: Any) -> None:  # noqa: ANN401
        super().__init__(data, **rest)
        self.committees = {str(one.pk): one for one in committees}
        choices = [(pk, one.name) for pk, one in self.committees.items()]
        self.fields["committee"] = forms.ChoiceField(label="Instance", choices=choices)
        self.order_fields(self.field_order)

    @property
    def committee(self) -> Committee:
        """The committee that was chosen."""
        return self.committees[self.cleaned_data["committee"]]


class ItemForm(forms.Form):
    """A point of the agenda and what was decided."""

    title = forms.CharField(label="Point", max_length=300)
    decision = forms.CharField(
        label="Décision",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ce qui a été décidé, une fois la séance tenue.",
    )


class PersonForm(forms.Form):
    """Somebody of the list of a sitting."""

    name = forms.CharField(label="Nom", max_length=120)
    capacity = forms.CharField(
        label="Qualité", required=False, max_length=160, help_text="Exemple : sous-préfète, principal du collège."
    )
    presence = forms.ChoiceField(label="Présence", choices=Presence.choices)

    def __init__(self, data: Any = None, *, seats: Iterable[Seat], **rest: Any) -> None:  # noqa: ANN401
        super().__init__(data, **rest)
        self.seats = {str(one.pk): one for one in seats}
        choices = [("", "Aucun"), *((pk, one.name) for pk, one in self.seats.items())]
        self.fields["seat"] = forms.ChoiceField(label="Siège représenté", required=False, choices=choices)
        self.order_fields(("name", "capacity", "seat", "presence"))

    @property
    def said(self) -> Person:
        """What was written."""
        kept = self.cleaned_data
        return Person(kept["name"], kept["capacity"], self.seats.get(kept["seat"]), Presence(kept["presence"]))
