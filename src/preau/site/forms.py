"""The forms of the programme: an action with all its fields, a year, a vote, a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone

from preau.annexes.changes import value_text
from preau.annexes.editing import Conflict, Edit, Wrong
from preau.annexes.typed import EDITABLE, LONG, LONGEST, LONGEST_TEXT, shown
from preau.core.annex.plan import Value
from preau.programmes.models import Theme
from preau.programmes.states import FIRST_YEAR, LAST_YEAR, ActionState, NationalAxis
from preau.site.labels import FIELDS
from preau.ui.templatetags.french import french, hour, short_day

HELP = {
    "number": "Celui de l’annexe. Sans numéro, l’action garde son nom.",
    "holder_written": "Plusieurs porteurs se séparent d’une virgule. Un « ? » après le nom : porteur pressenti.",
    "partners_written": "Séparés d’une virgule.",
    "priority": "En %, d’après le porteur. Exemple : 60. Vide tant que personne ne le dit.",
    "total_cost": "En euros. Exemple : 12 500.",
    "requested": "En euros, ce que le porteur demande à la cité éducative.",
    "grant": "En euros, tant que le programme n’est pas voté.",
}
WAS = "was-"
"""What begins the name of the hidden field that says what was shown."""


class ActionForm(forms.Form):
    """Every field of an action as a text, with what it was when the form was shown.

    The values are not cleaned here: the operation understands them, and what it refuses comes back by `refuse`.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        values: Mapping[str, Value] | None = None,
        themes: Iterable[Theme] = (),
        voted: bool = False,
    ) -> None:
        self.known = {name: shown(value) for name, value in (values or {}).items()}
        super().__init__(data, initial=self.known)
        self.names = [name for name in EDITABLE if not (voted and name == "grant")]
        for name in self.names:
            self.fields[name] = _field(name, themes)

    @property
    def was(self) -> list[tuple[str, str]]:
        """The hidden fields: what each field was when its author first saw it, or what it has become since."""
        return [(WAS + name, self.known.get(name, "")) for name in self.names]

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by field."""
        return {name: str(self.data.get(name, "")) for name in self.names}

    def edits(self, serial: int) -> list[Edit]:
        """The fields that the author changed, each with what they saw."""
        seen = {name: str(self.data.get(WAS + name, "")) for name in self.names}
        return [
            Edit(serial, name, seen[name], text)
            for name, text in self.texts.items()
            if text.split() != seen[name].split() or text.count("\n") != seen[name].count("\n")
        ]

    def refuse(self, refusal: Exception) -> None:
        """Show what was refused under the fields it speaks of; both values where another person changed one."""
        self.full_clean()
        for name in self.names:  # what was seen stays what it was, but where both values are shown now
            self.known[name] = str(self.data.get(WAS + name, ""))
        match refusal:
            case Wrong():
                for (_, name), sentence in refusal.sentences.items():
                    self.add_error(name, sentence)
            case Conflict():
                for clash in refusal.clashes:
                    self.known[clash.edit.field] = shown(clash.now)
                    who = f"{clash.last.by.name}, le {short_day(clash.last.at)} à {hour(clash.last.at)}" if (
                        clash.last and clash.last.by
                    ) else "Quelqu’un d’autre"  # fmt: skip
                    now = value_text(clash.edit.field, clash.now)
                    self.add_error(
                        clash.edit.field,
                        f"{who}, a écrit ici : « {now} ». Enregistrez pour mettre votre valeur, ou recopiez la sienne.",
                    )
            case _:
                self.add_error(None, str(refusal))


def _field(name: str, themes: Iterable[Theme]) -> forms.Field:
    """The field as a person fills it: a list, a text of several lines, or one."""
    common: dict[str, Any] = {"label": FIELDS[name], "required": False, "help_text": HELP.get(name, "")}
    choices: dict[str, list[tuple[str, str]]] = {
        "status": [(state.value, str(state.label)) for state in ActionState],
        "axis": [("", "Sans axe national"), *((axis.value, str(axis.label)) for axis in NationalAxis)],
        "theme": [("", "Sans thème"), *((theme.name, french(theme.name)) for theme in themes)],
    }
    if name in choices:
        return forms.ChoiceField(choices=choices[name], **common)
    if name in LONG:
        rows = 8 if name == "description" else 3
        return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), max_length=LONGEST_TEXT, **common)
    return forms.CharField(max_length=LONGEST.get(name, 40), strip=False, **common)


class YearForm(forms.Form):
    """A year to open, or to put an action off to."""

    year = forms.IntegerField(label="Année", min_value=FIRST_YEAR, max_value=LAST_YEAR)


class VoteForm(forms.Form):
    """The day of the vote, not one to come."""

    on = forms.DateField(
        label="Jour du vote",
        help_text="Exemple : 07/07/2020.",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Écrivez le jour ainsi : 07/07/2020."},
    )

    def clean_on(self) -> Any:  # noqa: ANN401 - a day, which Django types loosely
        """Refuse a day that has not come."""
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Ce jour n’est pas encore venu. Notez le vote quand il a eu lieu.")
        return day


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Motif", max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}), help_text="Il reste au journal."
    )
