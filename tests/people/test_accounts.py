"""Making an account: what it takes, what it refuses, and that nothing stays of what was refused."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from preau.core.refusal import Refusal
from preau.people.accounts import make_account
from preau.people.models import User

WORDS = "une porte bleue 47"

pytestmark = pytest.mark.django_db


def test_an_account_signs_in_at_once():
    user = make_account(email=" Claire@Ville.example ", name="  Claire   Morin ", password=WORDS)

    assert (user.email, user.name, user.check_password(WORDS)) == (
        "claire@ville.example",
        "Claire Morin",
        True,
    )
    assert list(EmailAddress.objects.values_list("user", "email", "verified", "primary")) == [
        (user.pk, "claire@ville.example", True, True)
    ]


def test_an_account_may_wait_for_its_password():
    user = make_account(email="claire@ville.example", name="Claire Morin")

    assert not user.has_usable_password()


@pytest.mark.parametrize(
    ("email", "name", "password", "sentence"),
    [
        ("claire@", "Claire", None, "Écrivez une adresse complète, par exemple c.morin@exemple.fr."),
        ("claire@ville.example", " ", None, "Écrivez le nom de la personne."),
        ("claire@ville.example", "C" * 121, None, "Le nom est trop long : 120 signes au plus."),
        (
            "DEJA@ville.example",
            "Claire",
            None,
            "L’adresse deja@ville.example a déjà un compte. Connectez-vous avec elle, ou choisissez-en une autre.",
        ),
        (
            "claire@ville.example",
            "Claire",
            "porte",
            "Ce mot de passe est trop court. Il doit contenir au minimum 12 caractères.",
        ),
        (
            "claire.morin@ville.example",
            "Claire",
            "claire.morin@ville",
            "Le mot de passe est trop semblable au champ « adresse électronique ».",
        ),
    ],
)
def test_an_account_refused_leaves_nothing(email, name, password, sentence):
    make_account(email="deja@ville.example", name="Déjà")

    with pytest.raises(Refusal) as refusal:
        make_account(email=email, name=name, password=password)

    assert str(refusal.value).replace("\xa0", " ") == sentence
    assert User.objects.count() == EmailAddress.objects.count() == 1
