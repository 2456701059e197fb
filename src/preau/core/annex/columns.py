"""Which column of a table stands for what. A heading is recognised by its words; the values decide where words cannot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, cast

from preau.core.annex.rows import AMOUNTS, ColumnMap, Concept
from preau.core.text import fold

MAX_HEADING = 120
"""A longer text is no heading of a column (in signs)."""
FUZZY_ENOUGH = 88
"""Likeness, out of 100, under which two headings are two different ones (rapidfuzz ratio)."""

_NEVER_AMOUNT = (
    r"\b(nature|type|objet|date|annee d|modalites?|conditions?|taux|pourcentage|part en|versements?|paiement|categorie|"
    r"imputation|ligne|article|par (?:eleve|enfant|heure|jour|personne)|unitaire|nombre|nb|effectifs?|n|no|id|references?)\b|"
    r"^pourcentage|^conditions"
)

# Each rule: how sure (higher wins when two headings want the same concept), the concept, the words (folded).
_RULES: tuple[tuple[int, Concept, str], ...] = (
    (100, "number", r"(n|no|num|numero|nos|code|ref|reference|id)( de)?( l)?( la)?( action| actions| projet| fiche| ordre| d ordre)?"),
    (95, "number", r"(n|no|numero) (d |de l |du |de la )?(action|projet|fiche|ordre|dossier)s?"),
    (100, "siret", r".*\bsire[tn]\b.*|id ?beneficiaire"),
    (100, "rna", r".*\brna\b.*|.*\bwaldec\b.*"),
    (100, "uai", r".*\b(uai|rne)\b.*"),
    (100, "total_cost", r"couts?( total| global| previsionnel| total previsionnel)?( \(?ttc\)?)?( (du|de l|de la) (projet|action|operation))?( en euros?)?"),
    (100, "total_cost", r"budget (total|previsionnel|global)( (du|de l) (projet|action))?"),
    (90, "total_cost", r".*\bcout (total|global|previsionnel|du projet|de l action)\b.*"),
    (85, "total_cost", r"(montant|total) (total )?(du projet|de l action|des depenses|des charges|du budget)|depenses? (totales?|previsionnelles?)|budget (du projet|de l action)|.*\bbudget total\b.*"),
    (60, "total_cost", r"budget|couts?\b.*"),
    (100, "requested", r"(montant|subvention|aide|somme|financement)s? (demandee?s?|sollicitee?s?)( .*)?"),
    (90, "requested", r".*\b(demande|demandee|sollicite|sollicitee)s?\b.*"),
    (100, "grant", r"(montant|subvention|aide|somme|financement)s? (accordee?s?|votee?s?|retenue?s?|attribuee?s?|allouee?s?|octroyee?s?|notifiee?s?|validee?s?)( .*)?|accorde|accordee|vote|retenu|attribue"),
    (98, "grant", r"(montant|subvention|part|financement|credits?|enveloppe|participation) (de la |du |des )?cites? educatives?( .*)?|cites? educatives?|montant ce( .*)?"),
    (92, "grant", r".*\b(accorde|accordee|vote|votee|retenu|retenue|attribue|attribuee|alloue|allouee|octroye|notifie|reactualise|reactualisee|valide|validee)s?\b.*"),
    (88, "grant", r".*\bcites? educatives?\b.*"),
    (80, "grant", r"(montant|subvention|dotation|aide)s?( \d{4})?( en euros?| euros?| ttc)?|montant (de la |des )?subventions?|subventions? .*|propositions?( de)? (subvention|montant|financement)s?.*"),
    (60, "grant", r".*\b(montant|subvention|dotation)s?\b.*"),
    (100, "holder", r"(nom (de l |de la |du |des )?)?(association|structure|porteur|organisme|beneficiaire|operateur|etablissement|tiers|demandeur|maitre d ouvrage)s?( (porteurs?|porteuses?|beneficiaires?|de l action|de projet|du projet|eple|collectivite|pilote))*"),
    (100, "holder", r"raison sociale.*|nom ?beneficiaire|denomination( sociale)?|nom de l association.*"),
    (85, "holder", r".*\b(porteur|porteuse|porteurs|structure|raison sociale|organisme porteur)\b.*"),
    (70, "holder", r".*\b(association|associations|beneficiaire|operateur|organisme|maitre d ouvrage)\b.*"),
    (50, "holder", r"nom|name|etablissements?.*|collectivites?.*|pilotes?"),
    (100, "theme", r"thematiques?( .*)?|themes?( .*)?|volets?( .*)?|axes? (thematiques?|strategiques?)( .*)?"),
    (90, "theme", r"axes?( .*)?|piliers?( .*)?|domaines?( .*)?|priorites?( .*)?|orientations?( .*)?"),
    (55, "theme", r"(libelle )?fonctions?|objectifs? strategiques?|enjeux?|programme|dispositif"),
    (100, "title", r"(intitule|titre|nom|libelle|denomination)( (de l |du |de la |des )?(action|projet|fiche|operation|dossier)s?)+|(intitule|titre)s?|intitule .*|titre .*"),
    (85, "title", r"objet( (de l |du |de la |des )?(action|projet|subvention|demande)s?)?|actions?|projets?|action projet|operations?|nom de l operation"),
    (60, "title", r"objet .*|actions? .*|projets? .*"),
    (100, "description", r"(descriptif|description|presentation|contenu|resume)s?( .*)?"),
    (70, "description", r"objectifs?( .*)?|details?( .*)?|commentaires? sur l action|deroulement( .*)?"),
    (100, "audience", r"publics?( .*)?|cibles?( .*)?|populations? (visees?|ciblees?|concernees?)|beneficiaires? (vises?|cibles?|concernes?|de l action|du projet)|tranches? d ages?|ages?"),
    (60, "audience", r"beneficiaires|niveaux?( .*)?|classes? concernees?|eleves?( concernes?)?"),
    (100, "expected_partners", r"partenaires?( .*)?|partenariats?( .*)?"),
    (85, "expected_partners", r".*\bpartenaires?\b.*|intervenants?( .*)?"),
    (90, "status", r"etats?( (de l |d )?(action|avancement|du projet))?|statuts?( .*)?|avancement( .*)?|etat d avancement|realisation|suivi"),
)  # fmt: skip
_COMPILED = tuple((score, concept, re.compile(words)) for score, concept, words in _RULES)
_NEVER_AMOUNT_RE = re.compile(_NEVER_AMOUNT)
_NOT_HOLDER = re.compile(r"(n|no|num|numero|nb|nombre|code|id|date|type|categorie|adresse|siege|president|contact|mail|tel)\b.*")
_CAMEL = re.compile(r"(?<=[a-zéè])(?=[A-Z])")

SURE = 80
"""Score under which the choice of a concept is announced as unsure."""


class Match(NamedTuple):
    """How well a heading stands for a concept: 100 is the very words of the field."""

    score: int
    concept: Concept


def matches(heading: str) -> list[Match]:
    """The concepts a heading may stand for, the surest first."""
    if not heading or len(heading) > MAX_HEADING:
        return []
    folded = fold(_CAMEL.sub(" ", heading)) if " " not in heading else fold(heading)
    best: dict[Concept, int] = {}
    for score, concept, words in _COMPILED:
        if score > best.get(concept, 0) and words.fullmatch(folded):
            if concept in AMOUNTS and _NEVER_AMOUNT_RE.search(folded):
                continue
            if concept == "holder" and _NOT_HOLDER.match(folded):
                continue
            best[concept] = score
    return sorted((Match(score, concept) for concept, score in best.items()), reverse=True)


def nearly(heading: str) -> list[Match]:
    """The concepts of the headings that this one resembles, a letter or two aside ("Intitlé", "Cout totla")."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for headings that no rule knows

    folded = fold(heading)
    if len(folded) < 5 or len(heading) > MAX_HEADING:  # noqa: PLR2004 - too short to resemble anything
        return []
    found = process.extract(folded, _KNOWN, scorer=fuzz.ratio, score_cutoff=FUZZY_ENOUGH, limit=2)
    return [Match(50, _KNOWN_CONCEPTS[text]) for text, _, _ in found]


_KNOWN_CONCEPTS: dict[str, Concept] = {
    fold(heading): concept
    for concept, headings in cast(
        "dict[Concept, tuple[str, ...]]",
        {
            "holder": ("Nom de l’association", "Porteur", "Porteur de projet", "Structure porteuse", "Bénéficiaire"),
            "theme": ("Thématique", "Thématiques"),
            "title": ("Intitulé", "Intitulé de l’action", "Intitulé action/projet", "Intitulé du projet", "Titre de l’action"),
            "description": ("Descriptif", "Description", "Descriptif de l’action", "Descriptif de l’action/projet"),
            "audience": ("Public visé", "Publics cibles", "Public"),
            "expected_partners": ("Partenaires", "Partenaires pressentis"),
            "total_cost": ("Coût total", "Coût total du projet", "Budget prévisionnel"),
            "requested": ("Montant demandé", "Subvention demandée", "Subvention sollicitée"),
            "grant": ("Montant accordé", "Montant Cité éducative", "Subvention accordée", "Montant retenu", "Subvention"),
        },
    ).items()
    for heading in headings
}  # fmt: skip
_KNOWN = tuple(_KNOWN_CONCEPTS)


def choose(headings: Sequence[str], *, numeric: Sequence[bool | None], fuzzy: bool = False) -> list[ColumnMap]:
    """One column map a heading; each concept goes to one column, the surest first, the leftmost of equals.

    `numeric[i]` says whether the values of column i are amounts (None when it is empty): an amount is never found in a
    column of words. Of several columns that could be the grant, the surest wins and the others stay without concept.
    """
    wanted: list[tuple[int, int, Concept]] = []
    for i, heading in enumerate(headings):
        found = matches(heading) or (nearly(heading) if fuzzy and heading else [])
        for score, concept in found:
            if concept in AMOUNTS and numeric[i] is False:
                continue
            wanted.append((-score, i, concept))
    chosen: dict[int, tuple[Concept, int]] = {}
    taken: set[Concept] = set()
    for negative, i, concept in sorted(wanted):
        if i not in chosen and concept not in taken:
            chosen[i] = (concept, -negative)
            taken.add(concept)
    return [
        ColumnMap(i + 1, heading, *((chosen[i][0], chosen[i][1] >= SURE) if i in chosen else (None, True)))
        for i, heading in enumerate(headings)
    ]
