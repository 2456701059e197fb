"""What is typed of an organisation and of a theme, and the sentences that answer what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from django import forms

from preau.core.identifiers import bare_rna, bare_siret, bare_uai
from preau.core.refusal import Refusal
from preau.people.models import Organisation
from preau.programmes.looks import called
from preau.programmes.operations import LOOKS
from preau.programmes.organisations import Facts


class OrganisationForm(forms.Form):
    """What the directory says of an organisation; identifiers with spaces are taken bare."""

    name = forms.CharField(label="Nom", max_length=300, error_messages={"required": "Donnez un nom à l’organisme."})
    kind = forms.ChoiceField(label="Nature", required=False, choices=[("", "Non précisée"), *Organisation.Kind.choices])
    siret = forms.CharField(
        label="SIRET", required=False, help_text="14 chiffres, espaces permis. Il figure sur l’avis de situation."
    )
    rna = forms.CharField(
        label="RNA", required=False, help_text="Pour une association : W et 9 chiffres, sur le récépissé de préfecture."
    )
    uai = forms.CharField(
        label="UAI", required=False, help_text="Pour une école, un collège, un lycée : 7 chiffres et une lettre."
    )

    def clean_siret(self) -> str:
        """The SIRET, bare."""
        return self._bare("siret", bare_siret)

    def clean_rna(self) -> str:
        """The RNA, bare."""
        return self._bare("rna", bare_rna)

    def clean_uai(self) -> str:
        """The UAI, bare."""
        return self._bare("uai", bare_uai)

    def _bare(self, field: str, read: Callable[[str], str]) -> str:
        try:
            return read(self.cleaned_data[field])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    @property
    def facts(self) -> Facts:
        """What was typed, once valid."""
        data = self.cleaned_data
        return Facts(data["name"], data["kind"], data["siret"], data["rna"], data["uai"])


class ThemeForm(forms.Form):
    """What a theme is called, the letter of its badge, its look."""

    name = forms.CharField(
        label="Nom",
        max_length=300,
        help_text="L’ancien nom mènera toujours à ce thème : les fichiers qui l’écrivent le trouveront.",
        error_messages={"required": "Donnez un nom au thème."},
    )
    letter = forms.CharField(
        label="Lettre",
        max_length=2,
        help_text="Un ou deux signes, différents de ceux des autres thèmes.",
        error_messages={"required": "Donnez une lettre au thème.", "max_length": "Un ou deux signes au plus."},
    )
    look = forms.TypedChoiceField(
        label="Aspect",
        coerce=int,
        choices=[(look, called(look)) for look in range(1, LOOKS + 1)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un aspect."},
    )
