"""The kinds of money and of movements, the states of a revision, the answers of a seat; and the moves allowed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


class EnvelopeKind(models.TextChoices):
    """Whose money it is. An annex says "Cité éducative" and not which line of the State's budget."""

    CITE = "cite", "Cité éducative"
    P147 = "p147", "P147 – Politique de la ville"
    P230 = "p230", "P230 – Vie de l’élève"
    FUND = "fund", "Fonds de la cité éducative"
    TOWN = "town", "Ville"
    EPCI = "epci", "Intercommunalité (EPCI)"
    CAF = "caf", "CAF"
    DEPARTMENT = "department", "Département"
    OTHER = "other", "Autre financeur"


GRANT_KINDS = frozenset({EnvelopeKind.CITE, EnvelopeKind.P147, EnvelopeKind.P230, EnvelopeKind.FUND})
"""The kinds whose money is, unless somebody says otherwise, part of the "montant Cité éducative" of an annex."""


class Period(models.TextChoices):
    """What an envelope lasts."""

    CIVIL = "civil", "Année civile"
    SCHOOL = "school", "Année scolaire"
    YEARS = "years", "Plusieurs années"


class MovementKind(models.TextChoices):
    """What happened to the money, in the order of its life."""

    NOTIFIED = "notified", "Notifié"
    PROGRAMMED = "programmed", "Programmé"
    COMMITTED = "committed", "Engagé"
    PAID = "paid", "Versé"
    RELEASED = "released", "Dégagé"
    RECOVERED = "recovered", "Reversé"


class RuleKind(models.TextChoices):
    """What a rule of an envelope limits."""

    NOTIFIED = "notified", "Ne pas programmer plus que le notifié"
    SHARE = "share", "Plafond en part du coût d’une action"
    PARITY = "parity", "Parité avec une autre enveloppe"
    HOLDER = "holder", "Plafond par porteur"
    PRIORITY = "priority", "Part minimale pour les quartiers prioritaires"


class RuleLevel(models.TextChoices):
    """What a rule does when it is not kept."""

    WARN = "warn", "avertit"
    BLOCK = "block", "bloque"


class Nature(models.TextChoices):
    """Whether a funding line is everybody's ordinary money or was voted for this policy."""

    ORDINARY = "ordinary", "Droit commun"
    SPECIFIC = "specific", "Crédits spécifiques"


class RevisionState(models.TextChoices):
    """Where a revision is: written, frozen for the seats to answer, then decided or taken back."""

    DRAFT = "draft", "Brouillon"
    PROPOSED = "proposed", "Proposée"
    ADOPTED = "adopted", "Adoptée"
    REJECTED = "rejected", "Rejetée"
    WITHDRAWN = "withdrawn", "Retirée"


REVISION_MOVES: Mapping[RevisionState, frozenset[RevisionState]] = {
    RevisionState.DRAFT: frozenset({RevisionState.PROPOSED, RevisionState.WITHDRAWN}),
    RevisionState.PROPOSED: frozenset(
        {RevisionState.DRAFT, RevisionState.ADOPTED, RevisionState.REJECTED, RevisionState.WITHDRAWN}
    ),
    RevisionState.ADOPTED: frozenset(),
    RevisionState.REJECTED: frozenset({RevisionState.DRAFT}),
    RevisionState.WITHDRAWN: frozenset({RevisionState.DRAFT}),
}
"""From each state, those that may follow. What is adopted is undone by another revision, never by a change of state."""


class Fate(models.TextChoices):
    """What a revision does to an action, beside its amounts."""

    KEEP = "keep", "Montant changé"
    ADD = "add", "Action ajoutée"
    POSTPONE = "postpone", "Action reportée"
    DROP = "drop", "Action annulée"
    RESUME = "resume", "Action reprise"


class Answer(models.TextChoices):
    """What a seat answers to a proposed revision."""

    YES = "yes", "Favorable"
    RESERVE = "reserve", "Favorable avec réserve"
    NO = "no", "Défavorable"
