"""Bringing an account into being: a person, and the address that they sign in with, held to be theirs."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from preau.core.refusal import Refusal
from preau.people.models import User

LONGEST_NAME: int = User._meta.get_field("name").max_length or 0  # noqa: SLF001 - Django's own door to a field


def make_account(*, email: str, name: str, password: str | None = None, assumed: bool = False) -> User:
    """The new user of that address, who can sign in with it at once: the caller knows that it is theirs, or assumes it.

    Without a password they sign in by a provider, or ask for a link to choose one. Raises Refusal for an address that
    is none or has an account, for no name, and for a password that is too easy to guess; nothing is written then.
    """
    email, name = email.strip().lower(), " ".join(name.split())
    _require(email, name, password)
    try:
        with transaction.atomic():
            user = User.objects.create_user(email=email, name=name, password=password)
            if assumed:
                user.address_assumed = True
                user.save(update_fields=["address_assumed"])
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    except IntegrityError as error:  # made by another process since it was looked up
        raise _taken(email) from error
    return user


def _require(email: str, name: str, password: str | None) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal("Écrivez une adresse complète, par exemple c.morin@exemple.fr.") from error
    if not name:
        raise Refusal("Écrivez le nom de la personne.")
    if len(name) > LONGEST_NAME:
        raise Refusal(f"Le nom est trop long : {LONGEST_NAME} signes au plus.")
    if User.objects.filter(email=email).exists():
        raise _taken(email)
    if password is not None:
        try:
            validate_password(password, User(email=email, name=name))
        except ValidationError as error:
            raise Refusal(" ".join(error.messages)) from error


def _taken(email: str) -> Refusal:
    return Refusal(f"L’adresse {email} a déjà un compte. Connectez-vous avec elle, ou choisissez-en une autre.")
