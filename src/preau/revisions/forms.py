"""What a person says of a revision: its name, its dates, a decision, an assent, what becomes of an action."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from preau.annexes.forms import UploadForm
from preau.budgets.models import Envelope
from preau.budgets.states import Answer, Fate
from preau.committees.models import Seat, Sitting
from preau.core.money import Unreadable, parse_amount
from preau.programmes.models import Theme
from preau.programmes.states import LAST_YEAR
from preau.ui.templatetags.french import french

LARGEST_SHEET = 5 * 2**20
"""Bytes of a sheet that is read while the person waits."""
HOW = "Un montant (8 000), un écart (+ 500 ou − 500), un taux (− 10 %) ou une part du coût (50 %)."


def _day(label: str, *, required: bool = True, help_text: str = "Exemple : 01/10/2026.") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Écrivez le jour ainsi : 01/10/2026.", "required": "Donnez ce jour."},
    )


def _text(label: str, rows: int = 3, *, required: bool = False, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=widget, max_length=10_000, help_text=help_text)


class NameForm(forms.Form):
    """The name of a draft among the scenarios, and the reasons of the whole."""

    title = forms.CharField(
        label="Nom du projet", max_length=120, required=False, help_text="Il distingue vos scénarios entre eux."
    )
    reason = _text("Motif d’ensemble", help_text="Il introduit l’avenant et le compte rendu.")


class ReasonForm(forms.Form):
    """Why."""

    reason = _text("Motif", required=True)


class SittingField(forms.ModelChoiceField):
    """A sitting, by its committee and its day."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - Django's signature
        """As people call it."""
        return french(f"{obj}, {obj.get_state_display().lower()}")


class ProposeForm(forms.Form):
    """From when the amounts are proposed, until when the seats answer, which sitting would decide."""

    on = _day("Proposée le")
    due_on = _day("Avis attendus avant le", required=False)
    sitting = SittingField(
        Sitting.objects.none(), label="Séance qui décidera", required=False, empty_label="Pas encore choisie"
    )

    def __init__(self, *arguments: Any, sittings: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*arguments, **options)
        self.fields["sitting"].queryset = sittings  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The answers come after the question."""
        given = super().clean() or {}
        on, due = given.get("on"), given.get("due_on")
        if on and due and due < on:
            self.add_error("due_on", "Ce jour précède celui de la proposition.")
        return given


class DecideForm(forms.Form):
    """The sitting that decided, and in which words."""

    sitting = SittingField(
        Sitting.objects.none(),
        label="Séance",
        empty_label="Choisissez une séance",
        error_messages={"required": "Choisissez la séance qui décide."},
    )
    decision = _text("Décision", help_text="Exemple : Adoptée à l’unanimité.")

    def __init__(self, *arguments: Any, sittings: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*arguments, **options)
        self.fields["sitting"].queryset = sittings  # type: ignore[attr-defined]


class AssentForm(forms.Form):
    """The answer of a seat, as it was received."""

    use_required_attribute = False
    seat = forms.ModelChoiceField(Seat.objects.none(), label="Siège", empty_label=None)
    answer = forms.ChoiceField(
        label="Avis", choices=Answer.choices, widget=forms.RadioSelect, error_messages={"required": "Dites quel avis."}
    )
    text = _text("Réserve ou motif", help_text="Nécessaire avec une réserve ou un avis défavorable.")
    on = _day("Donné le")
    person = forms.CharField(
        label="Par", max_length=120, help_text="La personne qui donne cet avis.",
        error_messages={"required": "Dites qui donne cet avis."},
    )  # fmt: skip
    capacity = forms.CharField(
        label="Qualité", max_length=120, required=False, help_text="Exemple : déléguée du préfet."
    )
    delegated = forms.BooleanField(label="Par délégation du titulaire du siège", required=False)
    mandate = forms.CharField(
        label="Mandat", max_length=200, required=False,
        help_text="Avec une délégation : l’acte et sa date. Exemple : arrêté du 3 septembre 2026.",
    )  # fmt: skip

    def __init__(self, *arguments: Any, seats: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*arguments, **options)
        self.fields["seat"].queryset = seats  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What withholds says why; who answers for another says by which mandate."""
        given = super().clean() or {}
        if given.get("answer") in (Answer.RESERVE, Answer.NO) and not given.get("text", "").strip():
            self.add_error("text", "Écrivez la réserve ou le motif du refus : l’avis le portera.")
        if given.get("delegated") and not given.get("mandate", "").strip():
            self.add_error("mandate", "Nommez l’acte qui donne délégation, et sa date.")
        if given.get("mandate") and not given.get("delegated"):
            given["delegated"] = True
        return given


def _year_choices(year: int) -> list[tuple[str, str]]:
    return [("", "Choisissez une année"), *((str(one), str(one)) for one in range(year + 1, min(year + 6, LAST_YEAR)))]


class LineForm(forms.Form):
    """What becomes of an action: kept, postponed to a year, dropped, taken up again; and why."""

    fate = forms.ChoiceField(
        label="Ce que devient l’action",
        widget=forms.RadioSelect,
        choices=[
            (Fate.KEEP, "Elle reste au programme"),
            (Fate.POSTPONE, "Elle est reportée à une autre année"),
            (Fate.DROP, "Elle est annulée"),
            (Fate.RESUME, "Elle est reprise, après un report ou une annulation"),
        ],
    )
    year = forms.TypedChoiceField(label="Année du report", required=False, coerce=int, empty_value=None)
    reason = _text("Motif")

    def __init__(self, *arguments: Any, programme_year: int, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*arguments, **options)
        self.fields["year"].choices = _year_choices(programme_year)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A postponement says when."""
        given = super().clean() or {}
        if given.get("fate") == Fate.POSTPONE and given.get("year") is None and "year" not in self.errors:
            self.add_error("year", "Dites à quelle année l’action est reportée.")
        return given


class EnvelopeField(forms.ModelChoiceField):
    """An envelope by its name and its years."""


class AmountForm(forms.Form):
    """What another envelope gives to an action."""

    envelope = EnvelopeField(Envelope.objects.none(), label="Enveloppe", empty_label="Choisissez une enveloppe")
    amount = forms.CharField(label="Montant proposé", max_length=60, help_text=HOW)

    def __init__(self, *arguments: Any, envelopes: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*arguments, **options)
        self.fields["envelope"].queryset = envelopes  # type: ignore[attr-defined]


class AddForm(forms.Form):
    """An action that the revision brings: the few things that say which, and what it gets."""

    title = forms.CharField(label="Intitulé", max_length=1_000, required=False)
    holder_written = forms.CharField(label="Porteur", max_length=1_000, required=False)
    theme = forms.ChoiceField(label="Thème", required=False)
    total_cost = forms.CharField(label="Coût total", max_length=40, required=False, help_text="En euros.")
    audience = forms.CharField(label="Public visé", max_length=2_000, required=False)
    envelope = EnvelopeField(
        Envelope.objects.none(), label="Enveloppe", required=False, empty_label="Cité éducative (celle de l’annexe)"
    )
    amount = forms.CharField(
        label="Montant proposé", max_length=60, required=False,
        help_text="Un montant (8 000), ou une part du coût (50 %).",
    )  # fmt: skip
    reason = _text("Motif")

    def __init__(self, *arguments: Any, themes: Iterable[Theme], envelopes: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*arguments, **options)
        self.fields["theme"].choices = [("", "Sans thème"), *((one.name, french(one.name)) for one in themes)]  # type: ignore[attr-defined]
        self.fields["envelope"].queryset = envelopes  # type: ignore[attr-defined]

    @property
    def texts(self) -> dict[str, str]:
        """The fields of the action, as they were typed."""
        names = ("title", "holder_written", "theme", "total_cost", "audience")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}


class SpreadForm(forms.Form):
    """A sum to share among the actions that were chosen; negative to take it back."""

    total = forms.CharField(
        label="Somme", max_length=40, help_text="Exemples : + 5 000 pour donner, − 5 000 pour reprendre."
    )
    reason = forms.CharField(label="Motif", max_length=2_000, required=False)

    def clean_total(self) -> Any:  # noqa: ANN401 - euros, which Django types loosely
        """The amount, with its sign."""
        text = self.cleaned_data["total"].strip().replace("−", "-").replace("–", "-")
        try:
            amount = parse_amount(text.lstrip("+- \u00a0"))
        except Unreadable:
            amount = None
        if not amount or amount < 0 or amount > LARGEST_SUM:
            raise forms.ValidationError("Écrivez une somme en euros, par exemple 5 000 ou − 5 000.")
        return -amount if text.startswith("-") else amount


LARGEST_SUM = 1_000_000_000
"""Euros past which a sum is a slip."""


class SheetForm(UploadForm):
    """A sheet that was edited elsewhere, as a file or as a text."""

    year = None  # type: ignore[assignment] # it is that of the programme

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*arguments, **options)
        most = LARGEST_SHEET >> 20
        self.fields["file"].help_text = f"Word, Excel, LibreOffice, PDF, CSV ou texte, {most}\u00a0Mo au plus."

    def clean(self) -> dict[str, Any]:
        """One of the two, of a size that is read at once."""
        given = super().clean()
        file = given.get("file")
        if file is not None and (file.size or 0) > LARGEST_SHEET:
            self.add_error(
                "file", french(f"Ce fichier passe {LARGEST_SHEET >> 20} Mo. Gardez-en la seule feuille des actions.")
            )
        return given
