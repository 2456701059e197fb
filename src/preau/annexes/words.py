"""The words of an annex: what each field of an action, each column and each amount is called in French."""

from __future__ import annotations

FIELDS = {
    "number": "N°",
    "title": "Intitulé",
    "status": "État",
    "holder_written": "Porteur",
    "theme": "Thème",
    "axis": "Axe national",
    "description": "Descriptif",
    "audience": "Public visé",
    "priority": "Part en quartier prioritaire",
    "partners_written": "Partenaires pressentis",
    "total_cost": "Coût total",
    "requested": "Montant demandé",
    "grant": "Montant Cité éducative",
    "siret": "SIRET",
    "rna": "RNA",
    "uai": "UAI",
    "other": "Autres colonnes",
    "withdrawn": "Présence au programme",
    "attachment": "Pièce",
    "target": "Objectif",
    "reason": "Motif",
    "programmed": "Montant programmé",
    "funding": "Plan de financement",
}
"""The fields of an action, as the journal and the plan of an import name them."""

CONCEPT_FIELDS = {"holder": "holder_written", "expected_partners": "partners_written"}
"""The field that a column fills, where it is not of the same name."""

CONCEPTS = {concept: FIELDS[CONCEPT_FIELDS.get(concept, concept)] for concept in (
    "number", "holder", "theme", "title", "description", "audience", "expected_partners",
    "total_cost", "requested", "grant", "status", "siret", "rna", "uai",
)}  # fmt: skip
"""What a column stands for."""

AMOUNTS = {"total_cost": "coût total", "requested": "montant demandé", "grant": "Cité éducative"}
PROGRAMMED = "programmed"
"""What an envelope programmed for an action; the journal adds which, "programmed:12"."""
