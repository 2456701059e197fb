"""What is asked of a movement of money: how much, when, for which action, and why. The operations decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import localdate

from preau.budgets.operations import Noted
from preau.budgets.states import MovementKind
from preau.core.money import Unreadable, parse_amount
from preau.journal.operations import may_be_on
from preau.programmes.models import Action
from preau.ui.templatetags.french import french

MOST = Decimal(1_000_000_000)
"""Euros past which an amount is a slip."""
LONGEST = 80
"""Signs of an action in a list to choose from."""


class AmountField(forms.CharField):
    """Euros as people write them. Nothing is None; `least` refuses what is below."""

    def __init__(self, *, least: Decimal = Decimal("0.01"), **options: Any) -> None:  # noqa: ANN401 - Django's own
        self.least = least
        super().__init__(max_length=40, **options)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - what Django hands over
        """The amount, to the cent."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            amount = parse_amount(text)
        except Unreadable:
            amount = None
        if amount is None or amount < self.least:
            raise forms.ValidationError(f"« {text} » n’est pas un montant. Exemple : 12 500 ou 12 500,50.")
        if amount > MOST:
            raise forms.ValidationError(f"« {text} » dépasse un milliard d’euros. Vérifiez le nombre de zéros.")
        return amount


class DayField(forms.DateField):
    """A day that has come."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(
            label="Date",
            input_formats=["%d/%m/%Y", "%Y-%m-%d"],
            widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "invalid": "Écrivez le jour ainsi : 07/07/2020.",
                "required": "Donnez le jour, par exemple 07/07/2020.",
            },
            initial=localdate,
            **options,
        )

    def clean(self, value: Any) -> date:  # noqa: ANN401 - what Django hands over
        """The day; one to come is no fact."""
        day: date = super().clean(value)
        if day > localdate():
            raise forms.ValidationError("Ce jour n’est pas encore venu. Notez un fait quand il a eu lieu.")
        if refusal := may_be_on(day):
            raise forms.ValidationError(refusal)
        return day


class NotifyForm(forms.Form):
    """So many euros notified, or cut."""

    sense = forms.ChoiceField(
        label="Sens",
        choices=[("notify", "Notifier"), ("cut", "Réduire")],
        initial="notify",
        widget=forms.RadioSelect,
    )
    amount = AmountField(label="Montant en euros", error_messages={"required": "Écrivez un montant."})
    on = DayField()
    note = forms.CharField(
        label="Référence", required=False, max_length=300, help_text="Exemple : notification du 12 mars."
    )

    @property
    def noted(self) -> Noted:
        """What was typed, once valid."""
        data = self.cleaned_data
        amount = -data["amount"] if data["sense"] == "cut" else data["amount"]
        return Noted(MovementKind.NOTIFIED, amount, data["on"], None, data["note"])


MOVED = {
    MovementKind.COMMITTED: "Engager",
    MovementKind.PAID: "Verser",
    MovementKind.RELEASED: "Dégager",
    MovementKind.RECOVERED: "Noter un reversement",
}


class MoveForm(forms.Form):
    """What is done with the money programmed for an action."""

    kind = forms.ChoiceField(label="Opération", choices=[(kind.value, label) for kind, label in MOVED.items()])
    action = forms.ChoiceField(label="Action", error_messages={"required": "Choisissez l’action de ce mouvement."})
    amount = AmountField(label="Montant en euros", error_messages={"required": "Écrivez un montant."})
    on = DayField()
    note = forms.CharField(label="Référence", required=False, max_length=300, help_text="Exemple : mandat 214.")

    def __init__(self, data: Any = None, *, actions: Iterable[Action] = (), **options: Any) -> None:  # noqa: ANN401
        super().__init__(data, **options)
        self.actions = {action.pk: action for action in actions}
        self.fields["action"].choices = [("", "Choisir"), *_choices(self.actions)]  # type: ignore[attr-defined]

    @property
    def noted(self) -> Noted:
        """What was typed, once valid."""
        data = self.cleaned_data
        action = self.actions[int(data["action"])]
        return Noted(MovementKind(data["kind"]), data["amount"], data["on"], action, data["note"])


class ProgramForm(forms.Form):
    """How much the envelope gives to an action of a draft, in all."""

    action = forms.ChoiceField(label="Action", error_messages={"required": "Choisissez une action."})
    amount = AmountField(
        label="Montant en euros",
        least=Decimal(0),
        help_text="Ce que cette enveloppe lui donne en tout. 0 reprend tout.",
        error_messages={"required": "Écrivez un montant."},
    )

    def __init__(self, data: Any = None, *, actions: Iterable[Action] = (), **options: Any) -> None:  # noqa: ANN401
        super().__init__(data, **options)
        self.actions = {action.pk: action for action in actions}
        self.fields["action"].choices = [("", "Choisir"), *_choices(self.actions)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Action:
        """The action chosen, once valid."""
        return self.actions[int(self.cleaned_data["action"])]


def _choices(actions: Mapping[int, Action]) -> list[tuple[str, str]]:
    several = len({action.programme.year for action in actions.values()}) > 1
    names = {pk: f"{f'{one.programme.year}, ' if several else ''}{one}" for pk, one in actions.items()}
    return [(str(pk), french(name[:LONGEST])) for pk, name in names.items()]


class ReasonForm(forms.Form):
    """Why a movement is taken back."""

    reason = forms.CharField(
        label="Motif",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Il reste à côté de la ligne.",
        error_messages={"required": "Dites pourquoi cette ligne est reprise."},
    )
