"""The words of the pages: what each kind of finding, field, state and format is called in French."""

from __future__ import annotations

from typing import NamedTuple

from preau.annexes.words import AMOUNTS, CONCEPT_FIELDS, CONCEPTS, FIELDS
from preau.programmes.states import ActionState

__all__ = [
    "AMOUNTS",
    "CONCEPTS",
    "CONCEPT_FIELDS",
    "EXPORTS",
    "FIELDS",
    "FORMATS",
    "KINDS",
    "LEVELS",
    "LEVEL_SLUGS",
    "PLAN_FILES",
]


class Kind(NamedTuple):
    """A kind of finding: its title in a list, and the word or two that stand in the cell of a table."""

    title: str
    flag: str


KINDS: dict[str, Kind] = {
    "total-mismatch": Kind("Total imprimé différent de la somme", "total"),
    "subtotal-mismatch": Kind("Sous-total imprimé différent de la somme", "sous-total"),
    "grant-above-cost": Kind("Montant accordé supérieur au coût", "dépasse le coût"),
    "grant-above-requested": Kind("Montant accordé supérieur à la demande", "dépasse la demande"),
    "amount-unreadable": Kind("Montant illisible", "illisible"),
    "number-repeated": Kind("Numéro donné à deux actions", "n°\u00a0répété"),
    "holder-missing": Kind("Porteur absent", "sans porteur"),
    "holder-tentative": Kind("Porteur incertain", "à confirmer"),
    "holder-several": Kind("Plusieurs porteurs dans une case", "plusieurs"),
    "holder-generic": Kind("Porteur sans nom précis", "à nommer"),
    "theme-variant": Kind("Thème écrit de deux façons", "thème écrit autrement"),
    "theme-missing": Kind("Thème absent", "sans thème"),
    "audience-missing": Kind("Public absent", "sans public"),
    "partners-missing": Kind("Partenaires absents", "sans partenaire"),
    "partners-prose": Kind("Partenaires dans une phrase", "partenaires en phrase"),
    "partners-run-together": Kind("Partenaires collés", "partenaires collés"),
    "partner-repeated": Kind("Partenaire cité deux fois", "partenaire répété"),
    "name-typo": Kind("Nom peut-être mal écrit", "nom à relire"),
    "action-repeated": Kind("Action présente deux fois", "en double"),
    "action-nearly-repeated": Kind("Actions presque identiques", "presque en double"),
    "number-gap": Kind("Numéro sauté", "n°\u00a0sauté"),
    "markup-in-cell": Kind("Balises de page web dans une case", "balises"),
    "siret-invalid": Kind("SIRET impossible", "SIRET impossible"),
    "siret-destroyed": Kind("SIRET abîmé par un tableur", "SIRET abîmé"),
    "uai-invalid": Kind("Code d’établissement impossible", "UAI impossible"),
    "rna-invalid": Kind("Numéro RNA impossible", "RNA impossible"),
    "total-missing": Kind("Total absent", "sans total"),
    "encoding-mixed": Kind("Deux encodages mêlés", "encodage"),
    "quote-unclosed": Kind("Guillemet jamais fermé", "guillemet"),
    "columns-shifted": Kind("Colonnes décalées", "décalée"),
    "columns-unsure": Kind("Colonnes à confirmer", "colonnes"),
    "row-unread": Kind("Ligne non lue", "non lue"),
    "status-in-title": Kind("État écrit dans l’intitulé", "état"),
    "holder-own-partner": Kind("Porteur aussi partenaire", "aussi partenaire"),
    "partners-generic": Kind("Partenaires sans nom précis", "partenaires à nommer"),
    "name-variant": Kind("Nom écrit de plusieurs façons", "nom écrit autrement"),
    "full-funding": Kind("Action financée à 100\u00a0%", "100\u00a0%"),
    "headcount-in-text": Kind("Nombre de personnes dans le texte", "effectif"),
    "audience-run-together": Kind("Publics collés", "publics collés"),
    "several-years-in-text": Kind("Plusieurs années dans le texte", "plusieurs années"),
    "total-rounded": Kind("Total arrondi", "arrondi"),
    "plan-unbalanced": Kind("Plan de financement non équilibré", "plan non équilibré"),
    "plan-in-kind-unbalanced": Kind("Contributions en nature non équilibrées", "nature non équilibrée"),
    "plan-cost-differs": Kind("Coût total différent du plan de financement", "coût du plan"),
    "plan-funder-unnamed": Kind("Financeur public sans nom", "financeur à nommer"),
    "plan-envelope-differs": Kind("Plan de financement et enveloppe en désaccord", "enveloppe"),
    "plan-cents": Kind("Centimes dans un plan en euros entiers", "centimes"),
    "plan-specific-apart": Kind("Crédits spécifiques sans enveloppe", "sans enveloppe"),
    "plan-public-share": Kind("Part publique élevée", "part publique"),
}
"""Every code of finding; a test keeps this list equal to that of the core."""

LEVELS = {"error": "À corriger", "warning": "À préciser", "info": "À savoir"}
LEVEL_SLUGS = {"a-corriger": "error", "a-preciser": "warning", "a-savoir": "info"}

STATES = {
    ActionState.PLANNED: ("programmee", "plan"),
    ActionState.UNDER_WAY: ("en-cours", "run"),
    ActionState.DONE: ("realisee", "done"),
    ActionState.POSTPONED: ("reportee", "off"),
    ActionState.DROPPED: ("annulee", "gone"),
    ActionState.TO_CONFIRM: ("a-confirmer", "doubt"),
}
"""The word of each state in an address, and the class of its sign."""

EXPORTS = {
    "pdf": "PDF", "docx": "Word", "odt": "ODT", "xlsx": "Excel", "ods": "ODS",
    "csv": "CSV", "tsv": "TSV", "html": "Page web",
}  # fmt: skip
"""The formats of the annex, in the order of the menu."""

PLAN_FILES = {format_: EXPORTS[format_] for format_ in ("pdf", "odt", "xlsx", "csv")}
"""The formats of a funding plan."""

SHEETS = frozenset({"xlsx", "xls", "ods", "csv"})
"""The formats whose columns people name by letters."""

FORMATS = EXPORTS | {
    "text": "texte",
    "tsv": "texte à tabulations",
    "xls": "Excel 97",
    "doc": "Word 97",
    "html": "page web",
}
"""The formats of a file received."""
