"""The forms of the page of an action: a file, a comment, a target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from preau.core.annex.headcounts import MOST as MOST_PEOPLE
from preau.core.text import squeeze
from preau.programmes import attachments, comments
from preau.programmes.comments import Person
from preau.programmes.file_kinds import ACCEPTED, EXTENSIONS

AT_ONCE = 10
"""Files that one form brings."""


class SeveralFiles(forms.ClearableFileInput):
    """A choice of one or several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; an empty one too, so that the operation says what it is."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # noqa: ANN401 - what Django hands over
        """The files, at most `AT_ONCE`."""
        files = list(data or [])
        if len(files) > AT_ONCE:
            raise forms.ValidationError(f"Joignez {AT_ONCE} fichiers au plus à la fois.")
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class AttachForm(forms.Form):
    """Files for an action."""

    file = FilesField(
        label="Joindre un ou plusieurs fichiers",
        help_text=f"{ACCEPTED}. {attachments.LARGEST >> 20} Mo au plus par fichier.",
        allow_empty_file=True,
        error_messages={"required": "Choisissez d’abord un fichier."},
        widget=SeveralFiles(
            attrs={"accept": ",".join(f".{one}" for one in EXTENSIONS), "data-largest": attachments.LARGEST}
        ),
    )


class TextField(forms.CharField):
    """A text of several lines, counted as browsers count it: a line break is one sign."""

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - what Django hands over
        """The text, its lines ended by line feeds."""
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class CommentForm(forms.Form):
    """A comment, and whom it calls on beside those its text names."""

    text = TextField(
        label="Votre commentaire",
        max_length=comments.LONGEST,
        error_messages={
            "required": "Écrivez d’abord votre commentaire.",
            "max_length": "Ce commentaire a %(show_value)d signes ; la limite est de 4\u202f000. Raccourcissez-le.",
        },
        widget=forms.Textarea(attrs={"rows": 3, "data-mentions": True}),
    )
    people = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:  # noqa: ANN401 - a form's
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(person.user.pk, person.user.name) for person in people]  # type: ignore[attr-defined]
        if people:
            self.fields["text"].help_text = "Pour prévenir quelqu’un, écrivez @ puis son nom."


class TargetForm(forms.Form):
    """How many of whom."""

    number = forms.CharField(
        label="Combien",
        max_length=14,
        error_messages={"required": "Dites combien de personnes."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 8, "autocomplete": "off"}),
    )
    whom = forms.CharField(
        label="De qui",
        max_length=120,
        error_messages={"required": "Dites de qui il s’agit : enfants, familles, enseignants…"},
        widget=forms.TextInput(attrs={"placeholder": "enfants de maternelle", "autocomplete": "off"}),
    )

    def clean_number(self) -> int:
        """A whole number of people, however its thousands are set apart."""
        digits = "".join(self.cleaned_data["number"].split()).replace(".", "")
        if not (digits.isascii() and digits.isdigit()) or not 0 < int(digits) <= MOST_PEOPLE:
            raise forms.ValidationError("Écrivez un nombre entier de personnes. Exemple : 985.")
        return int(digits)

    def clean_whom(self) -> str:
        """The people, on one line."""
        return " ".join(squeeze(self.cleaned_data["whom"]).split())
