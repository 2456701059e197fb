"""The page of an import: where every row went, what was understood, what changed."""

from __future__ import annotations

import pytest

from tests.factories.programmes import a_programme
from tests.site.seen import plain

pytestmark = pytest.mark.django_db

PAGE = "/allonnes/2020/imports/1/"


def lines(seen):
    """The serials of the actions whose rows are shown."""
    return [
        int(row.get("id").removeprefix("action-"))
        for row in seen.tree.xpath("//table[contains(@class, 'said')]/tbody/tr")
    ]


def controls(seen):
    """The list of controls."""
    return [plain(item) for item in seen.tree.xpath("//*[@id='totaux']/following-sibling::ul/li")]


def test_the_import_of_the_real_annex(visit, allonnes):
    seen = visit(PAGE)

    assert [plain(figure.getparent()) for figure in seen.all(".big")] == [
        "30 lignes lues : 24 actions, 4 lignes de titre, 1 ligne de total et 1 note. Aucune n’est perdue.",
        "594 268 € de coût total : somme calculée et total imprimé concordent",
        "250 000 € de Cité éducative : somme calculée et total imprimé concordent",
        "24 créées",
        "0 modifiée",
        "0 retirée",
        "0 inchangée",
    ]
    assert controls(seen) == [
        "30 lignes = 24 actions, 4 lignes de titre, 1 ligne de total et 1 note",
        "Coût total : 594 268 € calculés, 594 268 € imprimés",
        "Cité éducative : 250 000 € calculés, 250 000 € imprimés",
    ]
    assert "f3ac981b04fdac565c8a642b59117c75de8f5edf3dd4be88ebff1d4eb50e2373" in seen.texts("code")
    assert "texte à tabulations, 13 ko, UTF-8." in seen.text


def test_every_cell_of_the_file_is_there_as_it_was_written(visit, allonnes, seed_text):
    seen = visit(PAGE)

    for line in seed_text.read_text().split("\n"):
        cells = line.split("\t")
        if cells[0].isdigit():
            shown = {i: seen.tree.xpath(f"//dd[@id='case-{cells[0]}-{i}']/text()") for i in range(1, 10)}
            assert shown == {i: [text.strip()] if text.strip() else [] for i, text in enumerate(cells, start=1)}


def test_the_columns_are_shown_as_understood(visit, allonnes):
    seen = visit(PAGE)

    rows = seen.tree.xpath("//*[@id='t-colonnes']/following-sibling::table/tbody/tr")
    assert [(plain(row.xpath("th")[0]), plain(row.xpath("td")[1])) for row in rows] == [
        ("N° colonne 1", "N°"),
        ("Nom de l'association / EPLE / Collectivité colonne 2", "Porteur"),
        ("Thématiques colonne 3", "Thème"),
        ("Intitulé action/projet colonne 4", "Intitulé"),
        ("Descriptif de l'action/projet colonne 5", "Descriptif"),
        ("Public visé colonne 6", "Public visé"),
        ("Partenaires pressentis colonne 7", "Partenaires pressentis"),
        ("Coût total du projet colonne 8", "Coût total"),
        ("Montant Cité éducative réactualisé colonne 9", "Montant Cité éducative"),
    ]


def test_an_edited_copy_shows_what_it_changes(visit, history):
    seen = visit("/allonnes/2020/imports/2/")

    changes = [plain(change) for change in seen.tree.xpath("//dl[@class='changes']/div")]
    assert lines(seen) == [2, 8, 9]
    assert changes == [
        "Coût total16 000 € → 17 000 €",
        "IntituléKits de rentrée scolaire → Kits de rentrée",
        "Montant Cité éducative533 € → 600 €",
    ]
    assert seen.texts("h2")[1:2] == ["1 action absente du fichier"]
    assert seen.tree.xpath("//*[@id='t-retirees']/following-sibling::ul//a/@href") == ["/allonnes/2020/actions/14/"]


@pytest.mark.parametrize(
    ("choice", "count"), [("toutes", 23), ("remarques", 20), ("changements", 3), ("autre", 3), ("", 3)]
)
def test_rows_are_chosen_in_the_address(visit, history, choice, count):
    assert len(lines(visit(f"/allonnes/2020/imports/2/?lignes={choice}"))) == count


def test_an_import_that_was_undone_says_so(visit, history):
    seen = visit("/allonnes/2020/imports/3/")

    assert seen.texts(".note")[0].startswith("Cet import a été annulé le ")
    assert seen.tree.xpath("//table[contains(@class, 'said')]//a[contains(@href, 'a-verifier')]") == []


def test_an_import_that_another_followed_says_which(visit, history):
    assert visit(PAGE).texts(".note")[0].endswith("le programme se lit d’après l’import n° 2.")


def test_all_imports_are_listed(visit, history):
    seen = visit(PAGE)

    listed = [
        item.split("2026", 1)[1]
        for item in map(plain, seen.tree.xpath("//*[@id='t-imports']/following-sibling::ol/li"))
    ]
    assert listed == [
        "Import n° 3, annexe1_erreur.txt annulé",
        "Import n° 2, annexe1_corrigée.txt en vigueur",
        "Import n° 1, annexe1.txt",
    ]


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", 1, 100),
        ("?page=2", 101, 200),
        ("?page=3", 201, 230),
        ("?page=4", 201, 230),
        ("?page=0", 1, 100),
        ("?page=deux", 1, 100),
        ("?page=99999999999999999999", 1, 100),
        ("?action=150", 101, 200),
        ("?action=150&lignes=changements", 101, 200),
        ("?action=9999", 1, 100),
    ],
)
def test_a_long_file_is_cut_in_pages(visit, query, first, last):
    a_programme(actions=230)

    assert lines(visit(PAGE + query)) == list(range(first, last + 1))


def test_totals_that_disagree_are_said(visit, bring, seed_text):
    bring(seed_text.read_text().replace("TOTAL\t\t\t\t\t\t\t594 268 €", "TOTAL\t\t\t\t\t\t\t600 000 €"))

    seen = visit(PAGE)

    assert controls(seen)[1] == "Coût total : 594 268 € calculés, 600 000 € imprimés"
    assert controls(seen)[3].startswith(
        "Total du coût total : 600 000 € imprimés, 594 268 € en additionnant les 24 lignes."
    )


@pytest.mark.parametrize("actions", [1, 3, 24, 150])
def test_the_page_costs_the_same_whatever_its_length(visit, actions, django_assert_num_queries):
    a_programme(actions=actions)

    with django_assert_num_queries(15):
        visit(PAGE)


def test_amounts_are_shown_in_euros_and_quoted_as_they_were_written(visit, bring):
    bring("Programme d'actions 2020\nN°\tPorteur\tIntitulé\tCoût total\tMontant\n1\tVille\tKits\t16000\tNC\n")

    seen = visit(PAGE)

    row = seen.tree.xpath("//tr[@id='action-1']")[0]
    assert [plain(cell) for cell in row.xpath("td[contains(@class, ' raw')]")] == ["16 000 €", "NC"]
    assert [plain(cell) for cell in row.xpath(".//dd")] == ["1", "Ville", "Kits", "16000", "NC"]
