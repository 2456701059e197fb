"""Who may do what: the roles, the verbs, and the one table that joins them. Plain data; nothing here reads a row."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    """What a person is, in a cité or, for the last two, in the whole installation."""

    COORDINATION = "coordination", "Coordination"
    PREFECTURE = "prefecture", "Préfecture"
    EDUCATION = "education", "Éducation nationale"
    TOWN = "town", "Ville"
    MANAGER = "manager", "Gestionnaire"
    HOLDER = "holder", "Porteur"
    FACILITATOR = "facilitator", "Animation"
    READER = "reader", "Lecture"
    NATIONAL = "national", "Équipe nationale"
    ADMINISTRATOR = "administrator", "Administration de l’installation"


class Verb(StrEnum):
    """What a person may do. Each page and each gesture asks for one."""

    READ = "read"
    READ_PEOPLE = "read_people"
    COMMENT = "comment"
    ATTACH = "attach"
    EDIT = "edit"
    IMPORT = "import"
    READ_BUDGETS = "read_budgets"
    READ_DRAFTS = "read_drafts"
    MANAGE_BUDGETS = "manage_budgets"
    REVISE = "revise"
    ASSENT = "assent"
    MANAGE_ORGANISATIONS = "manage_organisations"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_INSTALLATION = "manage_installation"


SEATS = (Role.PREFECTURE, Role.EDUCATION, Role.TOWN)
"""The three institutions of the troïka."""
INSTALLATION = (Role.NATIONAL, Role.ADMINISTRATOR)
"""The roles that belong to no cité in particular."""
OF_AN_ORGANISATION = (Role.HOLDER, Role.FACILITATOR)
"""The roles that a person has for an organisation: they see its actions alone, or its sessions."""

LABELS: Mapping[Verb, str] = {
    Verb.READ: "Lire le programme, l’exporter",
    Verb.READ_PEOPLE: "Voir qui a fait quoi : journal, commentaires, pièces, membres",
    Verb.COMMENT: "Commenter une action",
    Verb.ATTACH: "Joindre une pièce à une action",
    Verb.EDIT: "Modifier le programme, ses thèmes, ses constats",
    Verb.IMPORT: "Importer une annexe, annuler un import",
    Verb.READ_BUDGETS: "Lire les enveloppes, leurs mouvements, les réactualisations adoptées",
    Verb.READ_DRAFTS: "Lire les projets de réactualisation, les avis, les séances",
    Verb.MANAGE_BUDGETS: "Tenir les enveloppes : notifier, engager, verser",
    Verb.REVISE: "Préparer et faire adopter une réactualisation, tenir les séances, émettre les papiers",
    Verb.ASSENT: "Donner l’avis de son siège",
    Verb.MANAGE_ORGANISATIONS: "Tenir le répertoire des organismes",
    Verb.MANAGE_MEMBERS: "Inviter et retirer des membres",
    Verb.MANAGE_INSTALLATION: "Créer des cités, nommer leur coordination et l’équipe nationale",
}

SAID: Mapping[Role, str] = {
    Role.COORDINATION: "Conduit le programme : modifie tout, importe, tient le répertoire, invite les membres.",
    Role.PREFECTURE: "Siège à la troïka pour l’État : lit tout, donne son avis, commente, joint des pièces.",
    Role.EDUCATION: "Siège à la troïka pour le rectorat : lit tout, donne son avis, commente, joint des pièces.",
    Role.TOWN: "Siège à la troïka pour le maire : lit tout, donne son avis, commente, joint des pièces.",
    Role.MANAGER: "Tient les enveloppes et le répertoire des organismes : lit tout, commente, joint des pièces.",
    Role.HOLDER: "Répond des actions de son organisme : ne lit que celles-là, les commente, y joint des pièces.",
    Role.FACILITATOR: "Anime des séances pour un organisme : ne lit pas le programme.",
    Role.READER: "Lit le programme et l’exporte, sans voir qui a fait quoi.",
    Role.NATIONAL: "Lit les programmes de toutes les cités éducatives, sans voir qui a fait quoi.",
    Role.ADMINISTRATOR: "Tient l’installation : crée les cités, nomme leur coordination, ne lit aucun programme.",
}
"""Each role in a line, for whoever gives it or receives it."""

_INSIDE = frozenset(
    {Verb.READ, Verb.READ_PEOPLE, Verb.COMMENT, Verb.ATTACH, Verb.READ_BUDGETS, Verb.READ_DRAFTS},
)
"""What every member who reads the whole programme and who works on it may do."""
_SEAT = _INSIDE | {Verb.ASSENT}

ALLOWED: Mapping[Role, frozenset[Verb]] = {
    Role.COORDINATION: frozenset(Verb) - {Verb.MANAGE_INSTALLATION},
    Role.PREFECTURE: _SEAT,
    Role.EDUCATION: _SEAT,
    Role.TOWN: _SEAT,
    Role.MANAGER: _INSIDE | {Verb.MANAGE_ORGANISATIONS, Verb.MANAGE_BUDGETS},
    Role.HOLDER: frozenset({Verb.READ, Verb.READ_PEOPLE, Verb.COMMENT, Verb.ATTACH}),
    Role.FACILITATOR: frozenset(),
    Role.READER: frozenset({Verb.READ, Verb.READ_BUDGETS}),
    Role.NATIONAL: frozenset({Verb.READ, Verb.READ_BUDGETS}),
    Role.ADMINISTRATOR: frozenset({Verb.MANAGE_INSTALLATION}),
}
"""The rule itself. A facilitator only has sessions, which come with their package; a national reader sees figures of
every cité and the people of none; an administrator keeps the installation and reads no programme."""

WHOLE = frozenset(role for role in Role if Verb.READ in ALLOWED[role]) - {Role.HOLDER}
"""The roles that read every action of a programme; a holder reads those of their organisation."""
