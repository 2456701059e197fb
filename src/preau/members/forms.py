"""What people write to invite, to change a role, to join, to create a cité."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from preau.members.queries import organisations_to_join
from preau.people.models import Cite, Membership, Organisation, User
from preau.people.roles import INSTALLATION, OF_AN_ORGANISATION, Role

IN_A_CITE = [(role.value, role.label) for role in Role if role not in INSTALLATION]
IN_THE_INSTALLATION = [(role.value, role.label) for role in INSTALLATION]
EMAIL_MESSAGES = {
    "required": "Écrivez l’adresse électronique de la personne.",
    "invalid": "Écrivez une adresse complète, par exemple c.morin@exemple.fr.",
}


def _email(label: str = "Adresse électronique", **options: Any) -> forms.EmailField:  # noqa: ANN401 - Django's own
    widget = forms.EmailInput(attrs={"autocomplete": "off", "class": "field"})
    return forms.EmailField(label=label, error_messages=EMAIL_MESSAGES, widget=widget, **options)


class OrganisationField(forms.ModelChoiceField):
    """An organisation, asked for where the role chosen needs one: the form knows, and nothing is optional about it."""

    def validate(self, value: Any) -> None:  # noqa: ANN401 - Django's own
        """Leave what is missing to the form."""


class RoleForm(forms.Form):
    """A role in a cité, and the organisation that some roles are for."""

    use_required_attribute = False
    role = forms.ChoiceField(
        label="Rôle",
        choices=[("", "Choisissez un rôle"), *IN_A_CITE],
        error_messages={"required": "Choisissez un rôle.", "invalid_choice": "Choisissez un rôle de la liste."},
    )
    organisation = OrganisationField(
        Organisation.objects.none(),
        label="Organisme",
        widget=forms.Select(attrs={"class": "raw"}),
        empty_label="Choisissez un organisme",
        error_messages={"invalid_choice": "Choisissez un organisme de la liste."},
    )

    def __init__(self, *arguments: Any, cite: Cite, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*arguments, **options)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types: declared above
        field.queryset = organisations_to_join(cite)
        self.organisations = list(field.queryset)
        field.choices = [("", field.empty_label), *((one.pk, one.name) for one in self.organisations)]

    def clean(self) -> dict[str, Any]:
        """Ask for the organisation where the role is for one; forget it where it is not."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("role") not in OF_AN_ORGANISATION:
            cleaned["organisation"] = None
        elif not cleaned.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", "Choisissez l’organisme pour lequel la personne a ce rôle.")
        return cleaned

    @property
    def asked(self) -> dict[str, Any]:
        """The role and the organisation, for an operation."""
        return {"role": Role(self.cleaned_data["role"]), "organisation": self.cleaned_data["organisation"]}


class InviteForm(RoleForm):
    """Somebody to invite to a cité."""

    email = _email()
    field_order = ["email", "role", "organisation"]


class MembershipForm(RoleForm):
    """The role of a member, to change."""

    def __init__(self, *arguments: Any, membership: Membership, **options: Any) -> None:  # noqa: ANN401 - Django's own
        assert membership.cite is not None  # noqa: S101 - for the types: those of the installation have no such form
        initial = {"role": membership.role, "organisation": membership.organisation_id}
        super().__init__(*arguments, cite=membership.cite, initial=initial, **options)


class JoinForm(forms.Form):
    """What a person says of themselves to have an account: the address is that of the invitation."""

    name = forms.CharField(
        label="Votre nom",
        max_length=120,
        help_text="Prénom et nom, comme les autres membres les liront.",
        error_messages={"required": "Écrivez votre prénom et votre nom."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        help_text="12 signes au moins. Une phrase que personne d’autre ne connaît convient.",
        error_messages={"required": "Choisissez un mot de passe."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )

    def __init__(self, *arguments: Any, email: str, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*arguments, **options)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Say beside the password what is too easy about it, the name and the address known."""
        cleaned = super().clean() or self.cleaned_data
        if "password" in cleaned:
            try:
                validate_password(cleaned["password"], User(email=self.email, name=cleaned.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class CiteForm(forms.Form):
    """A cité to create, and whom to invite to its coordination."""

    name = forms.CharField(
        label="Nom de la ville ou du territoire",
        max_length=200,
        help_text="Sans « cité éducative » devant. Exemple : Allonnes.",
        error_messages={"required": "Écrivez le nom de la ville ou du territoire."},
    )
    slug = forms.CharField(
        label="Adresse de ses pages",
        max_length=60,
        required=False,
        help_text="En minuscules et traits d’union. Sans réponse, elle est tirée du nom : « Le Mans » donne le-mans.",
    )
    email = _email(
        "Adresse électronique de sa coordination", required=False, help_text="La personne est invitée aussitôt."
    )


class CoordinationForm(forms.Form):
    """Somebody to invite to the coordination of a cité."""

    email = _email()


class TeamForm(forms.Form):
    """Somebody to invite to the installation."""

    email = _email()
    role = forms.ChoiceField(
        label="Rôle",
        choices=IN_THE_INSTALLATION,
        error_messages={"required": "Choisissez un rôle.", "invalid_choice": "Choisissez un rôle de la liste."},
    )
