"""The page of an action: every figure has its origin, and nothing that happened is forgotten."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from preau.annexes.editing import Edit, edit_actions
from preau.programmes.models import Action
from tests.factories.budgets import MovementFactory
from tests.factories.people import a_member, a_user
from tests.factories.programmes import ActionFactory, ProgrammeFactory, a_programme
from tests.factories.revisions import another_envelope
from tests.site.seen import plain

pytestmark = pytest.mark.django_db


def facts(seen):
    """The list of facts, by name."""
    names, values = seen.tree.xpath("//dl[@class='facts']/dt"), seen.tree.xpath("//dl[@class='facts']/dd")
    return {plain(name): plain(value) for name, value in zip(names, values, strict=True)}


def section(seen, title):
    """The text of the part of the page under a title, each of its items apart."""
    heading = next(h2 for h2 in seen.all("h2") if plain(h2).startswith(title))
    return [plain(item) for item in heading.getparent().xpath(".//ul/li | .//ol/li")]


def test_an_action_of_the_real_annex(visit, allonnes):
    seen = visit("/allonnes/2020/actions/15/")

    assert seen.texts("h1") == ["Animation, communication et évaluation du projet de cité éducative"]
    assert [plain(figure.getparent()) for figure in seen.all(".big")] == [
        "9 500 € de coût total",
        "20 000 € de Cité éducative",
        "211 % du coût dépasse le coût",
    ]
    assert facts(seen) == {"Public": "Non indiqué", "Partenaires": "Tous les partenaires de la cité éducative"}
    assert seen.texts(".trail") == ["Programme 2020Maîtrise d’œuvre et ingénierieAction 15"]


def test_a_description_is_shown_as_its_author_meant_it(visit, allonnes):
    seen = visit("/allonnes/2020/actions/11/")

    assert seen.tree.xpath("//div[@class='text']/p/text()") == ["Programme multi-actions\u00a0:"]
    assert len(seen.tree.xpath("//div[@class='text']/ul/li")) == 4


def test_a_tentative_holder_is_said_to_be_so(visit, allonnes):
    seen = visit("/allonnes/2020/actions/4/")

    assert plain(seen.tree.xpath("//h1/following-sibling::p")[0]) == "Porteur : JSA pressenti."


def test_every_value_knows_its_cell(visit, allonnes):
    seen = visit("/allonnes/2020/actions/15/")

    table = seen.tree.xpath("//table[contains(@class, 'origins')]")[0]
    assert [[plain(cell) for cell in row] for row in table.xpath("tbody/tr")] == [
        ["N°", "« 15 »", "repris tel quel", "colonne 1"],
        ["Porteur", "« Ville d'Allonnes »", "repris tel quel", "colonne 2"],
        ["Thème", "« Maîtrise d'œuvre et ingénierie »", "repris tel quel", "colonne 3"],
        [
            "Intitulé",
            "« Animation, communication et évaluation du projet de cité éducative »",
            "repris tel quel",
            "colonne 4",
        ],
        ["Descriptif", plain(table.xpath("tbody/tr[@id='description']/td")[0]), "repris tel quel", "colonne 5"],
        ["Public visé", "case vide", "sans public", "colonne 6"],
        [
            "Partenaires pressentis",
            "« Tous les partenaires de la cité éducative »",
            "repris tel quel partenaires à nommer",
            "colonne 7",
        ],
        ["Coût total", "« 9 500 € »", "9 500 €", "colonne 8"],
        ["Montant Cité éducative", "« 20 000 € »", "20 000 € dépasse le coût", "colonne 9"],
    ]


@pytest.mark.parametrize(
    ("serial", "concept", "made"),
    [
        (1, "description", "sans les balises, les paragraphes gardés"),
        (1, "expected_partners", "9 noms partenaire répété partenaires collés aussi partenaire"),
        (2, "holder", "Collège Kennedy, Collège Le Marin plusieurs"),
        (4, "holder", "JSA (pressenti) à confirmer"),
        (10, "title", "Connexion téléphonique école/famille ; état : réalisée"),
        (23, "theme", "Santé et citoyenneté"),
    ],
)
def test_what_was_made_of_a_cell_is_said(visit, allonnes, serial, concept, made):
    seen = visit(f"/allonnes/2020/actions/{serial}/")

    assert plain(seen.tree.get_element_by_id(concept).xpath("td")[1]) == made


def test_what_changed_since_the_file_is_not_said_of_its_cell(visit, allonnes):
    edits = [
        Edit(15, "total_cost", None, "21 000"),
        Edit(15, "description", None, "Une phrase. " * 30),
        Edit(15, "partners_written", None, "Ville"),
        Edit(15, "holder_written", None, "CAF"),
    ]
    for one in (*edits, Edit(15, "holder_written", None, "Ville d'Allonnes")):
        edit_actions(programme=allonnes, edits=[one], by=a_user())

    seen = visit("/allonnes/2020/actions/15/")

    concepts = ("total_cost", "description", "expected_partners", "holder")
    assert {name: plain(seen.tree.get_element_by_id(name).xpath("td")[1]) for name in concepts} == {
        "total_cost": "modifié depuis : 21 000 €",
        "description": "modifié depuis",
        "expected_partners": "modifié depuis : Ville",
        "holder": "repris tel quel",
    }


def test_the_findings_of_the_action_are_in_its_rail(visit, allonnes):
    seen = visit("/allonnes/2020/actions/15/")

    way_out = "Corriger ou garder"
    advice = "Corrigez l’un des deux montants, ou gardez-les en disant pourquoi."
    assert section(seen, "À vérifier") == [
        f"20 000 € accordés pour 9 500 € de coût (211 %){advice}{way_out}",
        f"Pas de public viséDites à qui l’action s’adresse.{way_out}",
        f"« Tous les partenaires de la cité éducative » ne nomme aucun partenaire{way_out}",
    ]


def test_the_grant_is_the_sum_of_its_movements(visit, history):
    seen = visit("/allonnes/2020/actions/9/")

    movements = seen.tree.xpath("//*[@id='mouvements']//tbody/tr")
    assert [[plain(cell) for cell in row.xpath("td")[1:]] for row in movements] == [
        ["+ 533 €", "533 €"],
        ["+ 67 €", "600 €"],
    ]
    assert [row.xpath("th/a/@href")[0] for row in movements] == [
        "/allonnes/2020/imports/1/",
        "/allonnes/2020/imports/2/",
    ]


def test_the_journal_tells_what_changed_and_why(visit, history):
    seen = visit("/allonnes/2020/actions/2/")

    told = [re.sub(r"^.*? h \d\d", "", entry) for entry in section(seen, "Journal")]
    assert told == [
        "Action modifiée par l’annulation de l’import n° 3, en ligne de commande.Coût total18 000 € → 17 000 €",
        "Action modifiée par l’import n° 3, en ligne de commande.Coût total17 000 € → 18 000 €",
        "Action modifiée par l’import n° 2, en ligne de commande.Coût total16 000 € → 17 000 €",
        "Action créée par l’import n° 1, en ligne de commande.",
    ]


def test_an_action_withdrawn_stays_readable_and_says_so(visit, history):
    seen = visit("/allonnes/2020/actions/14/")

    assert seen.texts("h1") == ["Journée partenariale"]
    assert seen.texts(".note")[0].startswith(
        "Cette action n’est plus au programme. Elle en a été retirée par l’import n° 2, le "
    )
    assert len(seen.tree.xpath("//table[contains(@class, 'origins')]/tbody/tr")) == 9


@pytest.mark.parametrize(
    ("serial", "neighbours"),
    [(1, ["2"]), (2, ["1", "3"]), (11, ["10", "12"]), (24, ["23"]), (14, []), (13, ["12", "15"])],
)
def test_the_neighbours_are_those_of_the_table(visit, history, serial, neighbours):
    seen = visit(f"/allonnes/2020/actions/{serial}/")

    links = seen.tree.xpath("//nav[@aria-label='Actions voisines']/a/@href")
    assert [link.split("/")[-2] for link in links] == neighbours


def test_what_the_file_says_besides_is_kept(visit, bring):
    """An annex with a column that Préau does not know."""
    text = "N°\tPorteur\tIntitulé\tSalle\tCoût total\tMontant accordé\n" + "".join(
        f"{n}\tCentre social\tAtelier {n}\tSalle {n}\t{n}00 €\t{n}0 €\n" for n in range(1, 5)
    )
    programme = bring(text.replace("N°", "Année 2020\n\nN°", 1)).programme

    seen = visit(f"/allonnes/{programme.year}/actions/3/")

    assert facts(seen)["Salle"] == "Salle 3"
    assert "gardé à part" in seen.text


def test_the_national_axis_is_said_with_its_number(visit):
    programme = a_programme(actions=1)
    Action.objects.filter(programme=programme).update(axis="continuity")

    seen = visit("/allonnes/2020/actions/1/")

    assert "Axe 2 : promouvoir la continuité éducative" in seen.text


def test_an_action_carried_on_leads_to_both_years(visit):
    one = a_programme(actions=1).actions.get()
    cite = one.programme.cite
    before = ActionFactory(programme=ProgrammeFactory(cite=cite, year=2019), serial=7)
    ActionFactory(programme=ProgrammeFactory(cite=cite, year=2021), serial=4, renewed_from=one)
    Action.objects.filter(pk=one.pk).update(renewed_from=before)

    seen = visit("/allonnes/2020/actions/1/")

    assert "Action reconduite de 2019. Reconduite en 2021." in seen.text
    assert seen.tree.xpath(
        "//main//a[@href='/allonnes/2019/actions/7/' or @href='/allonnes/2021/actions/4/']/text()"
    ) == [
        "2019",
        "2021",
    ]


def test_a_holder_is_not_told_of_another_year_that_is_not_theirs(client):
    one = a_programme(actions=1).actions.get()
    cite = one.programme.cite
    ActionFactory(
        programme=ProgrammeFactory(cite=cite, year=2021), serial=4, renewed_from=one, holder_written="Autre association"
    )
    holder = a_member("holder", cite, organisation=one.holders.get().organisation)
    client.force_login(holder)

    response = client.get("/allonnes/2020/actions/1/")

    assert (response.status_code, "Reconduite en" in response.content.decode()) == (200, False)


def test_the_page_says_where_the_money_stands_in_each_envelope(visit):
    programme = a_programme()
    action, town = programme.actions.get(serial=1), another_envelope(programme, name="Ville")
    annex = programme.cite.envelopes.get(is_default=True)
    today = localdate()
    for envelope, kind, amount in ((annex, "committed", 300), (annex, "paid", 100), (town, "programmed", 50)):
        MovementFactory(envelope=envelope, action=action, kind=kind, amount=Decimal(amount), on=today)

    seen = visit("/allonnes/2020/actions/1/")

    assert "Cité éducative 2020 : 400 € programmés, 300 € engagés, 100 € versés." in seen.text
    assert "Ville 2020 : 50 € programmés, 0 € engagés, 0 € versés." in seen.text


@pytest.mark.parametrize("actions", [1, 3, 24])
def test_the_page_costs_the_same_whatever_the_programme(visit, actions, django_assert_num_queries):
    a_programme(actions=actions)

    with django_assert_num_queries(21):
        visit("/allonnes/2020/actions/1/")


def test_a_file_of_some_columns_leaves_the_others_to_the_file_before_it(visit, allonnes, bring):
    headings, row = "N°\tPorteur\tIntitulé\tCoût total", "2\tCollèges Kennedy/Le Marin\tParcours d'excellence\t17 000 €"
    bring(f"Programme 2020\n{headings}\n{row}\n", "suite.txt")

    seen = visit("/allonnes/2020/actions/2/")

    origins = {row[0]: (row[1], row[3]) for row in seen.rows() if len(row) == 4}
    assert origins["Coût total"] == ("« 17 000 € »", "colonne 4")
    assert origins["Public visé"] == ("« Collégiens (3ème) »", "annexe1.txt, colonne 6")
