"""How people head the columns of an annex: for each concept the words that tell it, and the words that may stand by."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from preau.core.annex.rows import AMOUNTS, Concept
from preau.core.text import one_edit_apart


class Entry(NamedTuple):
    """Phrases (separated by commas) that tell a concept, and how surely, out of 100.

    `alone` where the heading holds nothing else than the phrase and words that may stand by it, `first` where the
    heading begins with the phrase, `within` where the phrase stands anywhere. Zero: then it tells nothing.
    """

    concept: Concept
    alone: int
    first: int
    within: int
    phrases: str
    beside: str = ""


_MONEY = "montant subvention aide somme financement credit dotation participation part contribution enveloppe total"
_FUNDER = "cite educative ce etat anct p147 bop programme p230 p163 commission comite"
_UNIT = "ttc ht euro keuro k m n"
_KIND = (
    "nom porteur projet action eple collectivite beneficiaire pilote structure association organisme juridique social "
)
_KIND += "responsable etablissement demandeur denomination"

VOCABULARY: tuple[Entry, ...] = (
    Entry("number", 100, 0, 0, "n, no, num, numero, code, ref, reference, id",
          "action projet fiche ordre dossier operation demande"),
    Entry("number", 85, 0, 0, "fiche, fiche action, fiche n", "projet action n"),
    Entry("siret", 100, 100, 100, "siret, siren, id beneficiaire"),
    Entry("rna", 100, 100, 100, "rna, waldec"),
    Entry("uai", 100, 100, 100, "uai, rne"),
    Entry("total_cost", 100, 90, 90,
          "cout total, cout global, cout previsionnel, cout projet, cout action, budget total, budget previsionnel, "
          "budget global, budget projet, budget action, montant projet, montant total projet, montant action, "
          "montant total action, total depense, depense total, total charge, depense previsionnel, montant global",
          f"{_UNIT} projet action operation total previsionnel annuel reel estime complet cout budget"),
    Entry("total_cost", 100, 60, 0, "cout", f"{_UNIT} annuel reel estime estimatif complet operation"),
    Entry("total_cost", 80, 0, 0, "budget, depense", f"{_UNIT} operation"),
    Entry("total_cost", 70, 0, 0, "montant total", _UNIT),
    Entry("requested", 100, 90, 90, "demande, sollicite", f"{_MONEY} {_FUNDER} {_UNIT}"),
    Entry("grant", 100, 92, 92,
          "accorde, vote, retenu, attribue, alloue, octroye, notifie, valide, reactualise, arbitre, arrete, decide",
          f"{_MONEY} {_FUNDER} {_UNIT} conseil municipal"),
    Entry("grant", 98, 88, 88,
          "cite educative, ce, subvention ce, montant ce, financement ce, part ce, credit ce, etat ce",
          f"{_MONEY} {_FUNDER} {_UNIT} annee"),
    Entry("grant", 96, 0, 0, "montant definitif, montant final, subvention definitif", f"{_FUNDER} {_UNIT}"),
    Entry("grant", 83, 70, 70, "propose, proposition, verse", f"{_MONEY} {_FUNDER} {_UNIT}"),
    Entry("grant", 80, 60, 60,
          "montant, subvention, dotation, financement, aide, credit, subvention politique ville, "
          "credit politique ville",
          f"{_MONEY} {_FUNDER} {_UNIT} annee"),
    Entry("grant", 62, 0, 0, "p147, bop 147, anct, politique ville, credit specifique, part etat, etat, euro, keuro",
          f"programme {_UNIT}"),
    Entry("holder", 100, 85, 85, "porteur, porteuse, structure, raison sociale, nom beneficiaire", f"{_KIND} ville"),
    Entry("holder", 96, 70, 70,
          "association, organisme, beneficiaire, operateur, demandeur, maitre ouvrage, attributaire, tier, "
          "denomination, chef file, titulaire, gestionnaire, promoteur, organisateur, candidat, acteur",
          f"{_KIND} ville sportif culturel"),
    Entry("holder", 80, 50, 0, "etablissement, collectivite, pilote", "nom scolaire pilote ecole college lycee"),
    Entry("holder", 50, 0, 0, "nom, name", "complet"),
    Entry("theme", 100, 95, 0, "thematique, theme, volet"),
    Entry("theme", 90, 85, 0, "axe, pilier, domaine, priorite, orientation, champ"),
    Entry("theme", 55, 0, 0, "fonction, enjeu, programme, dispositif, objectif strategique", "libelle"),
    Entry("title", 100, 100, 100, "intitule, titre, libelle action, libelle projet, nom action, nom projet, nom fiche, "
          "nom operation, nom dossier"),
    Entry("title", 85, 60, 0, "objet, action, projet, operation",
          "action projet subvention demande operation nature propose finance retenu prevu envisage soutenu"),
    Entry("title", 80, 0, 0, "libelle"),
    Entry("description", 100, 100, 0, "descriptif, description, presentation, contenu, resume, synthese"),
    Entry("description", 80, 70, 0, "objectif, detail, deroulement, commentaire action", "action projet operationnel"),
    Entry("audience", 100, 95, 0,
          "public, cible, population vise, population cible, population concerne, tranche age, age"),
    Entry("audience", 97, 0, 0, "beneficiaire vise, beneficiaire cible, beneficiaire concerne, beneficiaire action, "
          "beneficiaire projet", "final direct"),
    Entry("audience", 80, 0, 0, "beneficiaire"),
    Entry("audience", 60, 0, 0, "niveau, classe, eleve, classe concerne, eleve concerne", "scolaire"),
    Entry("expected_partners", 100, 95, 85, "partenaire, partenariat"),
    Entry("expected_partners", 85, 0, 0, "intervenant"),
    Entry("status", 90, 0, 0, "etat, statut, avancement, realisation, suivi, etat avancement",
          "action projet dossier avancement"),
    Entry("status", 90, 80, 80, "etat avancement, avancement action, etat realisation"),
)  # fmt: skip

_LITTLE = frozenset("a au aux d de des du en et l la le les ou pour sur".split())
_NEVER_AMOUNT = frozenset(
    "nature type objet date modalite condition taux pourcentage versement paiement categorie imputation ligne article "
    "unitaire nombre nb effectif numero id reference moyen moyenne horaire avi autre reste cofinancement "
    "cofinanceur solde acompte avance ecart difference evolution disponible valorisation benevolat recette produit "
    "ressource".split()
)
_NEVER_AMOUNT_PHRASES = (
    "somme de ", "somme des ", " par eleve", " par enfant", " par heure", " par jour", " par personne", " par habitant",
    " par beneficiaire",
)  # fmt: skip
_NEVER_HOLDER_FIRST = frozenset(
    "n no num numero nb nombre code id date type categorie adresse siege president contact mail tel courriel quartier "
    "qpv commune territoire public population statut forme".split()
)
_NEVER_PARTNERS = frozenset("financier financeur montant apport".split())
_BESIDE_ALL = frozenset(("par",))


def stems(folded: str) -> list[str]:
    """The words that matter in a folded text, without the marks of plural and feminine: "votees" is "vote"."""
    return [_stem(word) for word in folded.split() if word not in _LITTLE]


def _stem(word: str) -> str:
    if len(word) > 3:  # noqa: PLR2004 - "bus" and "pas" are no plurals
        word = word.rstrip("sx")
    return word[:-1] if word.endswith(("ee", "ue")) else word


class _Known(NamedTuple):
    entry: Entry
    phrases: tuple[str, ...]
    beside: frozenset[str]


@cache
def _known() -> tuple[_Known, ...]:
    return tuple(
        _Known(
            entry,
            tuple(f" {' '.join(stems(phrase))} " for phrase in entry.phrases.split(", ")),
            frozenset(stems(entry.beside)) | _BESIDE_ALL,
        )
        for entry in VOCABULARY
    )


@cache
def _known_words() -> tuple[str, ...]:
    words = {word for known in _known() for phrase in known.phrases for word in phrase.split()}
    return tuple(sorted(word for word in words if len(word) >= 5))  # noqa: PLR2004 - shorter words are one letter from any


def concepts(folded: str) -> dict[Concept, int]:
    """The concepts that a folded heading may stand for, with how surely it does."""
    words = stems(folded)
    text = f" {' '.join(words)} "
    excluded = _excluded(folded, words)
    found: dict[Concept, int] = {}
    for entry, phrases, beside in _known():
        best = found.get(entry.concept, 0)
        if best < entry.alone and entry.concept not in excluded:
            reached = max((_sureness(entry, text, phrase, beside) for phrase in phrases if phrase in text), default=0)
            if reached > best:
                found[entry.concept] = reached
    return found


def _sureness(entry: Entry, text: str, phrase: str, beside: frozenset[str]) -> int:
    left = text.replace(phrase, " ", 1).split()
    if all(word in beside or word.isdigit() for word in left):
        return entry.alone
    return entry.first if text.startswith(phrase) else entry.within


def _excluded(folded: str, words: list[str]) -> set[Concept]:
    """The concepts that a word forbids: "Date de l'action" is no title, "Coût par élève" no cost."""
    excluded: set[Concept] = set()
    if (
        not _NEVER_AMOUNT.isdisjoint(words)
        or words[:1] in (["n"], ["no"])
        or any(phrase in folded for phrase in _NEVER_AMOUNT_PHRASES)
    ):
        excluded.update(AMOUNTS)
    if words and words[0] in _NEVER_HOLDER_FIRST:
        excluded.add("holder")
    if not _NEVER_PARTNERS.isdisjoint(words):
        excluded.add("expected_partners")
    return excluded


def respelled(folded: str) -> str:
    """The heading with every word that a letter separates from a word of ours put right: "intitle" is "intitule"."""
    known = _known_words()
    stemmed = ((word, _stem(word)) for word in folded.split())
    return " ".join(next((right for right in known if one_edit_apart(right, stem)), word) for word, stem in stemmed)
