"""`preau createadmin`: somebody who administers the installation, made from the machine that holds it."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace

from preau.config.database import wake
from preau.core.refusal import Refusal
from preau.core.typography import french


def run(options: Namespace) -> int:
    """Make the administrator, or print the link where they make their account themselves.

    Raises Refusal for an address that administers already, or was invited to; for a password too easy to guess.
    """
    wake()
    from preau.members.operations.installation import make_administrator
    from preau.members.queries import account_of

    if options.link:
        print(french(_invited(options.email, options.url)))
        return 0
    known = account_of(options.email)
    name = options.name or (known.name if known else "")
    if not name:
        raise Refusal('Dites le nom de la personne : --name "Claire Morin". Ou --link, et elle l’écrira elle-même.')
    user, new = make_administrator(email=options.email, name=name, password=None if known else _password())
    print(
        french(
            f"{user.name} administre l’installation et se connecte avec {user.email}."
            if new
            else f"{user.email} a déjà un compte, qui garde son mot de passe : {user.name} administre l’installation."
        )
    )
    return 0


def _invited(email: str, url: str) -> str:
    from django.urls import reverse

    from preau.members.operations.invitations import invite
    from preau.people.roles import Role

    invited = invite(email=email, role=Role.ADMINISTRATOR, cite=None, by=None)
    if not invited.secret:
        raise Refusal(f"L’adresse {email} vient d’être invitée : son lien est au-dessus.")
    link = url.rstrip("/") + reverse("invitation", args=[invited.secret])
    return f"Ouvrez ce lien pour choisir le mot de passe. Il sert une fois, pendant 14 jours :\n{link}"


def _password() -> str:
    return os.environ.get("PREAU_PASSWORD") or typed_twice()


def typed_twice() -> str:
    """A password typed twice alike, without echo. Raises Refusal where nobody is there to type, and for two others."""
    if not sys.stdin.isatty():
        raise Refusal("Aucun mot de passe n’a été donné. Tapez-le dans un terminal, ou mettez-le dans PREAU_PASSWORD.")
    first = getpass.getpass(french("Mot de passe (12 signes au moins) : "))
    again = getpass.getpass(french("Le même encore une fois : "))
    if first != again:
        raise Refusal("Les deux mots de passe diffèrent. Recommencez.")
    return first
