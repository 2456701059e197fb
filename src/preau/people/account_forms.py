"""The forms of signing in and of one's account: django-allauth's, with our words and a few refusals more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.forms import CharField

from preau.people.models import User
from preau.people.proof import prove_address


class Words(NamedTuple):
    """What a field says: the label above it, the help under the label, and what to do where it was left empty."""

    label: str
    help: str = ""
    missing: str = ""


EMAIL = Words("Adresse électronique", missing="Écrivez votre adresse électronique.")
PASSWORD = Words("Mot de passe", missing="Écrivez votre mot de passe.")
NEW_PASSWORD = Words(
    "Nouveau mot de passe",
    "12 caractères au moins. Une suite de mots se retient bien et se devine mal.",
    "Écrivez un nouveau mot de passe.",
)
AGAIN = Words("Le même, une seconde fois", missing="Écrivez le nouveau mot de passe une seconde fois.")
CODE = Words("Code", "Celui de votre application, ou l’un de vos codes de secours.", "Écrivez le code.")
KEY_NAME = Words("Nom de la clé", "Pour la reconnaître : « téléphone », « ordinateur du bureau ».", "Nommez la clé.")
INCOMPLETE = "Écrivez une adresse complète, par exemple c.morin@exemple.fr."


class InOurWords:
    """A form whose fields say what `words` has for them, and nothing inside themselves."""

    words: Mapping[str, Words] = {}
    first: str = ""
    """The field where typing begins."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - each form of allauth has its own
        super().__init__(*args, **kwargs)
        fields: Mapping[str, CharField] = self.fields  # type: ignore[attr-defined] # the form's own
        for name, field in fields.items():
            said = self.words.get(name, Words(str(field.label or name)))
            field.label, field.help_text = said.label, said.help
            field.error_messages |= {"required": said.missing, "invalid": INCOMPLETE}
            field.widget.attrs.pop("placeholder", None)
        if self.first:
            fields[self.first].widget.attrs["autofocus"] = True


class TypedTwice(InOurWords):
    """A form that takes the new password twice: what is hidden is mistyped unseen."""

    words = {
        "oldpassword": Words("Mot de passe actuel", missing="Écrivez votre mot de passe actuel."),
        "password1": NEW_PASSWORD,
        "password2": AGAIN,
    }


class TypedCode(InOurWords):
    """A form that takes a code as it is shown, with spaces or without."""

    words = {"code": CODE}
    first = "code"

    def clean_code(self) -> str:
        """The code, checked without its spaces."""
        data: dict[str, str] = self.cleaned_data  # type: ignore[attr-defined] # the form's own
        data["code"] = "".join(data["code"].split())
        checked: str = super().clean_code()  # type: ignore[misc]
        return checked


class LoginForm(InOurWords, account.LoginForm):  # type: ignore[misc] # allauth ships no types
    """An address and a password."""

    words = {"login": EMAIL, "password": PASSWORD}
    first = "login"


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password, once more, before something that matters."""

    words = {"password": PASSWORD}
    first = "password"


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    """The address of whoever cannot sign in."""

    words = {"email": EMAIL}
    first = "email"
    users: list[User]

    def clean_email(self) -> str:
        """The address. A letter to one that its person has not confirmed yet would open their account to its reader."""
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.email.lower() == email]
        return email


class ResetPasswordKeyForm(TypedTwice, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, behind the link of a letter: whoever follows it reads the address."""

    def save(self) -> None:
        """Set the password, and take away what others may have chosen for an address that was assumed."""
        if prove_address(user=self.user, email=self.user.email):
            self.user.refresh_from_db()
        super().save()


class ChangePasswordForm(TypedTwice, account.ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one."""


class SetPasswordForm(TypedTwice, account.SetPasswordForm):  # type: ignore[misc]
    """The first password of somebody whom a provider signs in."""


class AddEmailForm(InOurWords, account.AddEmailForm):  # type: ignore[misc]
    """The address that shall take the place of the present one."""

    words = {
        "email": Words(
            "Nouvelle adresse",
            "Nous y envoyons un lien. L’adresse actuelle sert tant que vous ne l’avez pas suivi.",
            "Écrivez la nouvelle adresse.",
        )
    }


class ConfirmCodeForm(TypedCode, account.ConfirmReauthenticationCodeForm):  # type: ignore[misc]
    """The code of a letter."""

    words = {"code": Words("Code reçu par courriel", missing="Écrivez le code que le courriel donne.")}


class AuthenticateForm(TypedCode, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second factor, after the password."""


class ReauthenticateCodeForm(TypedCode, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The second factor, before something that matters."""


class ActivateTOTPForm(TypedCode, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an application, which proves that it has the secret."""

    words = {"code": Words("Code affiché par l’application", "Six chiffres, qui changent toutes les trente secondes.")}


class AddKeyForm(InOurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A key that the browser makes, and its name."""

    words = {
        "name": KEY_NAME,
        "passwordless": Words(
            "Me connecter avec cette clé seule, sans mot de passe",
            "La clé demande alors une empreinte, un visage ou un code.",
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class EditKeyForm(InOurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    words = {"name": KEY_NAME}
    first = "name"
