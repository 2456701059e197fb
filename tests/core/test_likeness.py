"""Organisations that may be one: what is suspected, why, and what never is."""

from __future__ import annotations

from time import perf_counter

import pytest

from preau.core.likeness import Named, likenesses
from preau.core.text import fold
from preau.formats.annex import read_annex


def suspected(*names, place="Allonnes"):
    """The reason of each suspicion among organisations of these names."""
    return [like.reason for like in likenesses([Named(i, (name,)) for i, name in enumerate(names)], place)]


def of_file(path, place):
    """The pairs of names suspected among the holders and partners of a file."""
    actions = read_annex(path.read_bytes(), path.name).annex.actions
    written = [name for a in actions for name in (*(holder.name for holder in a.holders), *a.partners)]
    names = list({fold(name): name for name in reversed(written)}.values())
    found = likenesses([Named(i, (name,)) for i, name in enumerate(names)], place)
    return {frozenset((names[like.one], names[like.other])) for like in found}


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Ville d’Allonnes", "Ville d’Allonne", "une lettre de différence, « Allonnes » et « Allonne »"),
        ("Resto du Cœur", "Restos du cœur", "une lettre de différence, « Resto » et « Restos »"),
        ("Malraux Lycée", "Lycée Malraux", "les mêmes mots, dans un autre ordre"),
        ("Inalta", "Association Inalta", "les mêmes mots, « Association » mis à part"),
        ("L’Avitarelle", "Avitarelle", "les mêmes mots, à un petit mot près"),
        ("Educ’sport 72", "Educsport 72", "les mêmes lettres, aux espaces près"),
        ("Mairie de Coulaines", "Ville de Coulaines", "le même nom, écrit autrement"),
        ("CAF", "Caisse d’allocations familiales", "un sigle et le nom entier, « CAF »"),
        ("C.A.F. de la Sarthe", "Caisse d’allocations familiales de la Sarthe", "un sigle et le nom entier, « CAF »"),
        ("JSA", "Jeunesse sportive d’Allonnes", "un sigle et le nom entier, « JSA »"),
        ("Maison des Ados", "Maison des adolescents", "un mot abrégé, « Ados » et « adolescents »"),
        ("Centre social", "Centre social d’Allonnes", "le même nom, l’un dit en plus « Allonnes »"),
        ("Kennedy", "Collège Kennedy", "le même nom, l’un dit en plus « Collège »"),
        ("École Langevin", "École élémentaire Langevin", "le même nom, l’un dit en plus « élémentaire »"),
        ("Conseil départemental", "Département de la Sarthe", "le même nom, seul puis avec son territoire"),
        ("CAF", "CAF de la Sarthe", "le même nom, seul puis avec son territoire"),
    ],
)
def test_two_names_of_one_organisation(one, other, reason):
    assert suspected(one, other) == [reason]


@pytest.mark.parametrize(
    "names",
    [
        ("Collège Kennedy", "Lycée Kennedy"),
        ("École maternelle Langevin", "École élémentaire Langevin"),
        ("Collège Kennedy", "Association Kennedy"),
        ("Collège d’Allonnes", "Association d’Allonnes"),
        ("CAF", "Club athlétique féminin"),
        ("AFEV", "AFEP"),
        ("DDT", "DDSP"),
        ("Pont", "Port"),
        ("CCAS d’Allonnes", "Ville d’Allonnes"),
        ("Centre social Nord 1", "Centre social Nord 2"),
        ("Secours populaire", "Secours catholique"),
        ("Le Mans Métropole", "Service politique de la ville Le Mans Métropole"),
        ("MJC", "MJC Prévert", "MJC Ronceray"),
        ("Inalta", "Service de Prévention spécialisée de l’association Inalta"),
    ],
)
def test_two_organisations_of_near_names(names):
    assert suspected(*names) == []


def test_the_same_identifier_is_the_surest_sign():
    one, other = Named(1, ("Centre social",), siret="73282932000074"), Named(2, ("Le Préau",), siret="73282932000074")

    assert [(like.reason, like.strength) for like in likenesses([one, other])] == [("le même SIRET, 73282932000074", 1)]


@pytest.mark.parametrize(
    ("mine", "yours"),
    [
        ({"siret": "73282932000074"}, {"siret": "35600000000048"}),
        ({"rna": "W723000001"}, {"rna": "W723000002"}),
        ({"uai": "0720001A", "siret": "73282932000074"}, {"uai": "0720002B", "siret": "73282932000074"}),
    ],
)
def test_different_identifiers_say_that_they_are_two(mine, yours):
    pair = [Named(1, ("École Langevin",), **mine), Named(2, ("École élémentaire Langevin",), **yours)]

    assert likenesses(pair) == []


def test_other_writings_count_as_the_name_does():
    named = [Named(1, ("Jardiniers Sarthois", "Ville d’Allonne")), Named(2, ("Ville d’Allonnes",))]

    assert [(like.one, like.other) for like in likenesses(named)] == [(1, 2)]


def test_the_annex_of_allonnes(seed_text):
    assert of_file(seed_text, "Allonnes") == {
        frozenset({"Ville d'Allonnes", "Ville d'Allonne"}),
        frozenset({"Maison des Adolescents", "Maison des Ados"}),
        frozenset({"Centre social", "Centre social d'Allonnes"}),
        frozenset({"Conseil départemental", "Département de la Sarthe"}),
    }


@pytest.mark.parametrize(
    ("name", "place", "number"),
    [
        ("cites_educatives_etablissements_monstage.csv", "", 0),
        ("montpellier_2012_deliberation_word.odt", "Montpellier", 14),
        ("montpellier_contrat_de_ville_2019.csv", "Montpellier", 0),
        ("rennes_bp_2019_subventions.csv", "Rennes", 1),
        ("toulouse_metropole_subventions_2022.csv", "Toulouse", 0),
    ],
)
def test_lists_of_other_places_raise_no_false_alarm(shared_examples, name, place, number):
    """Every pair was read by eye: all are one organisation written twice."""
    assert len(of_file(shared_examples / "kin" / name, place)) == number


def test_time_grows_with_the_number_of_names():
    """A square of two thousand names would be two million comparisons, a minute or so."""
    words = ["Amicale", "Comité", "Union", "Ligue", "Maison", "Atelier", "Foyer", "Cercle", "Club", "Compagnie"]
    names = [f"{word} {thing} {n}" for word in words for thing in ("du livre", "des sports") for n in range(100)]

    started = perf_counter()
    found = likenesses([Named(i, (name,)) for i, name in enumerate(names)])

    assert (len(found), perf_counter() - started < 5) == (0, True)
