"""What is asked of an envelope and of its rules. The operations decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.timezone import localdate

from preau.budgets.envelope_rules import Misplaced, RuleFacts
from preau.budgets.envelopes import Facts
from preau.budgets.models import Envelope
from preau.budgets.movement_forms import AmountField
from preau.budgets.states import GRANT_KINDS, EnvelopeKind, Period, RuleKind, RuleLevel
from preau.core.money import euros
from preau.programmes.states import FIRST_YEAR, LAST_YEAR
from preau.ui.templatetags.french import french


class EnvelopeForm(forms.Form):
    """An envelope; a new one is given its first rule."""

    name = forms.CharField(
        label="Nom",
        max_length=120,
        help_text="Unique dans l’année. Exemple : Cité éducative, CAF.",
        error_messages={"required": "Donnez un nom à l’enveloppe."},
    )
    kind = forms.ChoiceField(label="Nature", choices=EnvelopeKind.choices)
    funder = forms.CharField(
        label="Financeur",
        required=False,
        max_length=300,
        help_text="Qui donne l’argent. Un nom nouveau entre dans le répertoire.",
    )
    keeper = forms.CharField(
        label="Gestionnaire", required=False, max_length=300, help_text="Qui le tient et le verse."
    )
    period = forms.ChoiceField(label="Période", choices=Period.choices)
    year = forms.IntegerField(label="Année", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    last_year = forms.IntegerField(
        label="Dernière année",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Pour plusieurs années seulement.",
    )
    in_grant = forms.ChoiceField(
        label="Compte dans le montant Cité éducative",
        choices=[("auto", "Selon la nature"), ("1", "Oui"), ("0", "Non")],
        help_text="Selon la nature : oui pour Cité éducative, P147, P230 et le fonds.",
    )
    is_default = forms.BooleanField(
        label="Reçoit l’annexe",
        required=False,
        help_text="Les montants d’une annexe y vont. Une seule par année : une autre cesse de l’être.",
    )
    in_kind = forms.BooleanField(
        label="En nature",
        required=False,
        help_text="Locaux, personnels, prêts valorisés. Ils ne s’additionnent jamais à de l’argent.",
    )
    note = forms.CharField(label="Note", required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 3}))
    notified = forms.ChoiceField(
        label="Programmer plus que le notifié",
        choices=[
            ("block", "Bloque\u00a0: c’est refusé"),
            ("warn", "Avertit\u00a0: c’est signalé"),
            ("none", "Sans règle"),
        ],
        initial="block",
        help_text="Les autres règles se choisissent ensuite.",
    )

    def __init__(self, data: Any = None, *, envelope: Envelope | None = None, year: int | None = None) -> None:  # noqa: ANN401 - what Django posts
        initial = _initial(envelope) if envelope else {"year": year or localdate().year}
        super().__init__(data, initial=initial)
        for name in ("funder", "keeper"):
            self.fields[name].widget.attrs |= {"list": "organismes", "autocomplete": "off"}
        if envelope is not None:
            del self.fields["notified"]
            self.fields["in_grant"].choices = [("1", "Oui"), ("0", "Non")]  # type: ignore[attr-defined]

    @property
    def facts(self) -> Facts:
        """What was typed, once valid."""
        data = self.cleaned_data
        kind = EnvelopeKind(data["kind"])
        in_grant = (
            (kind in GRANT_KINDS and not data["in_kind"]) if data["in_grant"] == "auto" else data["in_grant"] == "1"
        )
        same = ("name", "year", "last_year", "funder", "keeper", "is_default", "in_kind", "note")
        return Facts(kind=kind, period=Period(data["period"]), in_grant=in_grant, **{name: data[name] for name in same})

    @property
    def rules(self) -> list[RuleFacts]:
        """The first rule of a new envelope."""
        level = self.cleaned_data.get("notified")
        return [RuleFacts(RuleKind.NOTIFIED, RuleLevel(level))] if level in RuleLevel.values else []

    def refuse(self, refusal: Exception) -> None:
        """Show a refusal under the field it is about, or above the form."""
        field = refusal.field if isinstance(refusal, Misplaced) and refusal.field in self.fields else None
        self.add_error(field, str(refusal))


def _initial(envelope: Envelope) -> dict[str, object]:
    facts = Facts.of(envelope)
    names = ("name", "kind", "funder", "keeper", "period", "year", "is_default", "in_kind", "note")
    last = facts.last_year if facts.period == Period.YEARS else None
    return {name: getattr(facts, name) for name in names} | {"last_year": last, "in_grant": str(int(facts.in_grant))}


HELP = {
    RuleKind.NOTIFIED: "Le programmé ne passe pas le notifié.",
    RuleKind.SHARE: "Aucune action ne reçoit plus que cette part de son coût total.",
    RuleKind.PARITY: "L’autre enveloppe apporte au moins cette part de ce qui est programmé ici.",
    RuleKind.HOLDER: "Aucun porteur ne reçoit plus, toutes ses actions comprises. Le premier porteur compte seul.",
    RuleKind.PRIORITY: "Cette part au moins va au public des quartiers prioritaires, selon chaque action.",
}


class RulesForm(forms.Form):
    """The five rules that an envelope may have, each with its effect, its measure and its text."""

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - what Django posts
        *,
        rules: Iterable[RuleFacts] = (),
        others: Sequence[Envelope] = (),
    ) -> None:
        known = {rule.kind: rule for rule in rules}
        self.others = {envelope.pk: envelope for envelope in others}
        super().__init__(data, initial={k: v for kind, rule in known.items() for k, v in _said(kind, rule).items()})
        effects = [("none", "Sans règle"), ("warn", "Avertit"), ("block", "Bloque")]
        for kind in RuleKind:
            self.fields[f"{kind}-level"] = forms.ChoiceField(label="Effet", choices=effects, initial="none")
            if kind in (RuleKind.SHARE, RuleKind.PARITY, RuleKind.PRIORITY):
                self.fields[f"{kind}-percent"] = forms.CharField(label="Part en %", required=False, max_length=10)
            if kind == RuleKind.HOLDER:
                self.fields[f"{kind}-limit"] = AmountField(label="Plafond en euros", required=False)
            if kind == RuleKind.PARITY:
                choices = [("", "Choisir"), *((str(pk), french(one)) for pk, one in self.others.items())]
                self.fields[f"{kind}-other"] = forms.ChoiceField(
                    label="Autre enveloppe", choices=choices, required=False
                )
            self.fields[f"{kind}-source"] = forms.CharField(label="Texte de référence", required=False, max_length=300)

    @property
    def groups(self) -> list[tuple[RuleKind, str, list[forms.BoundField]]]:
        """Each rule with its help and its fields."""
        return [
            (kind, HELP[kind], [self[name] for name in self.fields if name.startswith(f"{kind}-")]) for kind in RuleKind
        ]

    def clean(self) -> dict[str, Any]:
        """Read the shares of the rules that are set."""
        data = super().clean() or self.cleaned_data
        for kind in (RuleKind.SHARE, RuleKind.PARITY, RuleKind.PRIORITY):
            name = f"{kind}-percent"
            text = str(data.get(name) or "").strip().rstrip("%").strip().replace(",", ".")
            data[name] = None
            if text:
                try:
                    data[name] = Decimal(text)
                except InvalidOperation:
                    self.add_error(name, f"« {text} » n’est pas une part. Exemple : 50 ou 33,3.")
                else:
                    if not data[name].is_finite() or abs(data[name]) > 10_000:  # noqa: PLR2004 - past any share
                        self.add_error(name, f"« {text} » n’est pas une part. Exemple : 50 ou 33,3.")
        return data

    @property
    def rules(self) -> list[RuleFacts]:
        """The rules that have an effect, once valid."""
        data = self.cleaned_data
        return [
            RuleFacts(
                kind,
                RuleLevel(data[f"{kind}-level"]),
                data.get(f"{kind}-percent"),
                data.get(f"{kind}-limit"),
                self.others.get(int(data.get(f"{kind}-other") or 0)),
                data.get(f"{kind}-source", ""),
            )
            for kind in RuleKind
            if data.get(f"{kind}-level") in RuleLevel.values
        ]

    def refuse(self, refusal: Exception) -> None:
        """Show a refusal under the rule it is about, or above the form."""
        field = f"{refusal.field}-level" if isinstance(refusal, Misplaced) else None
        self.add_error(field if field in self.fields else None, str(refusal))


def _said(kind: RuleKind, rule: RuleFacts) -> dict[str, str]:
    """A rule as its fields say it."""
    percent = "" if rule.percent is None else f"{rule.percent.normalize():f}".replace(".", ",")
    limit = euros(rule.limit, sign="")
    said = {"level": rule.level.value, "percent": percent, "limit": limit, "source": rule.source}
    return {f"{kind}-{name}": text for name, text in said.items()} | {
        f"{kind}-other": str(rule.other.pk) if rule.other else ""
    }
