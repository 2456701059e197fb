"""What a person gives to the wizard: a file or a text, a year, what each column is, what they accept."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.timezone import localdate

from preau.annexes.operations import LARGEST_SOURCE
from preau.annexes.uploads import Choices
from preau.core.days import past_day
from preau.core.typography import french
from preau.programmes.states import FIRST_YEAR, LAST_YEAR

PASTED = "texte collé.txt"
"""The name under which a pasted text is kept."""
YEARS = f"Écrivez une année de {FIRST_YEAR} à {LAST_YEAR}, par exemple 2026."
ACCEPTS = ".docx,.doc,.odt,.xlsx,.xls,.ods,.csv,.tsv,.txt,.pdf,.html,.htm"


class UploadForm(forms.Form):
    """A file or a pasted text, and the year where the file does not say it."""

    file = forms.FileField(
        label="Votre fichier",
        required=False,
        help_text="Word, Excel, LibreOffice, PDF, CSV ou texte, 50\u00a0Mo au plus. Il est gardé tel quel.",
        error_messages={"empty": "Ce fichier est vide : il ne contient aucun octet. Vérifiez que c’est le bon."},
        widget=forms.FileInput(attrs={"accept": ACCEPTS}),
    )
    text = forms.CharField(
        label="Ou collez le tableau",
        required=False,
        strip=False,
        help_text="Copiez les cellules dans votre tableur ou votre document, en-têtes compris, puis collez-les ici.",
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )
    year = forms.IntegerField(
        label="Année du programme",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Utile seulement si le fichier ne la dit pas.",
        error_messages={"invalid": YEARS, "min_value": YEARS, "max_value": YEARS},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, not both."""
        given = super().clean() or {}
        file, text = cast("UploadedFile | None", given.get("file")), given.get("text", "").strip()
        if file and text:
            self.add_error("text", "Vous donnez un fichier et un texte. Gardez l’un des deux.")
        elif file and (file.size or 0) > LARGEST_SOURCE:
            weight = f"{(file.size or 0) / 2**20:.0f}"
            self.add_error(
                "file",
                french(
                    f"Ce fichier pèse {weight} Mo ; {LARGEST_SOURCE >> 20} au plus sont gardés. "
                    "Retirez-en les images, ou découpez-le par année."
                ),
            )
        elif not file and not text and not self.errors:
            self.add_error("file", "Choisissez un fichier, ou collez un tableau.")
        return given

    @property
    def received(self) -> tuple[str, bytes]:
        """The name and the bytes of what was given, once it is valid."""
        file = cast("UploadedFile | None", self.cleaned_data["file"])
        if file is not None:
            return file.name or "fichier", file.read()
        return PASTED, self.cleaned_data["text"].replace("\r\n", "\n").encode()


class YearForm(forms.Form):
    """The year of the programme."""

    year = forms.IntegerField(
        label="Année du programme", min_value=FIRST_YEAR, max_value=LAST_YEAR, error_messages={
            "required": YEARS, "invalid": YEARS, "min_value": YEARS, "max_value": YEARS,
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
    )  # fmt: skip


def choices_of(posted: QueryDict) -> Choices:
    """What the person decided, of what their page showed."""
    seen = frozenset(filter(None, posted.get("vu", "").split(",")))
    absent = {name.removeprefix("absente-") for name, value in posted.items() if name.startswith("absente-")}
    leaving = {mark for mark in absent if posted[f"absente-{mark}"] == "retirer"}
    return Choices(posted.get("plan", ""), seen | absent, frozenset(posted.getlist("accepter")) | leaving)


def day_of(posted: QueryDict) -> date | None:
    """The day from which the annex holds; None for today. Raises Refusal for what is no day, or one to come."""
    written = posted.get("le", "").strip()
    return past_day(written, localdate()) if written else None


def parts_of(posted: QueryDict) -> list[int]:
    """The grids to take, by their place; none where the page did not ask."""
    return sorted({int(place) for place in posted.getlist("partie") if place.isdecimal() and len(place) < 6})  # noqa: PLR2004 - a place
