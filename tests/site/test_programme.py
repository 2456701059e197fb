"""The page of a programme: its figures are sums, its filters are in the address."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urljoin

import pytest
from django.db.models import Sum

from preau.annexes.operations import undo_import
from preau.budgets.models import Movement
from preau.programmes.models import Action
from tests.factories.programmes import ActionFactory, ThemeFactory, a_programme
from tests.site.seen import plain

pytestmark = pytest.mark.django_db

PAGE = "/allonnes/2020/"
LINES = "//table[contains(@class, 'amounts')]/tbody/tr[starts-with(@id, 'action-')]"
SUBTOTALS = "//tr[@class='sub']"


def amount(text):
    """An amount of the page as a number."""
    return Decimal("".join(sign for sign in text if sign.isdigit() or sign == ","))


def column(seen, css, row):
    """The amounts of a column, in the rows of one kind."""
    return [amount(row.xpath(f"td[contains(@class, '{css}')]")[0].text_content()) for row in seen.tree.xpath(row)]


def test_the_figures_of_the_real_annex(visit, allonnes):
    seen = visit(PAGE)

    assert seen.texts("h1") == ["Programme d’actions 2020"]
    assert [plain(figure.getparent()) for figure in seen.all(".big")] == [
        "24 actions, 11 porteurs",
        "594 268 € de coût total, égal au total imprimé",
        "250 000 € de Cité éducative, égal au total imprimé",
        "42 % du coût, en moyenne",
    ]
    assert seen.rows("sub") == [
        ["CCoéducation, cultures et interculturalité 10 actions", "329 944 €", "99 984 €", "30 %"],
        ["EEnvironnement 1 action", "43 000 €", "20 000 €", "47 %"],
        ["MMaîtrise d’œuvre et ingénierie 4 actions", "56 500 €", "46 000 €", "81 %"],
        ["SSanté et citoyenneté 9 actions", "164 824 €", "84 016 €", "51 %"],
    ]
    assert plain(seen.all("tfoot")[0]) == "Total des 24 actions égal au total imprimé594 268 €250 000 €42 %"


@pytest.mark.parametrize("filters", ["", "?theme=S", "?q=ecole", "?porteur=ville-d-allonnes&verifier=1"])
def test_amounts_add_up_whatever_is_shown(visit, allonnes, filters):
    seen = visit(PAGE + filters)

    for css in ("cost", "grant"):
        lines = column(seen, css, LINES)
        assert lines != []
        assert sum(lines) == sum(column(seen, css, SUBTOTALS))
        assert [sum(lines)] == column(seen, css, "//tfoot/tr")


def test_the_total_is_that_of_the_database(visit, allonnes):
    seen = visit(PAGE)

    assert column(seen, "cost", "//tfoot/tr") == [Action.objects.aggregate(total=Sum("total_cost"))["total"]]
    assert column(seen, "grant", "//tfoot/tr") == [Movement.objects.aggregate(total=Sum("amount"))["total"]]


def test_findings_stand_beside_the_rows_they_speak_of(visit, allonnes):
    seen = visit(PAGE)

    flags = {
        row.get("id"): [a.text_content() for a in row.xpath(".//*[contains(@class,'flag')]/a")]
        for row in seen.all("tr")
    }
    assert {row: words for row, words in flags.items() if words} == {
        "action-1": ["partenaire répété", "partenaires collés"],
        "action-2": ["plusieurs"],
        "action-3": ["partenaires en phrase"],
        "action-4": ["à confirmer"],
        "action-11": ["partenaires collés"],
        "action-13": ["sans partenaire"],
        "action-15": ["sans public", "211\u00a0%"],
        "action-17": ["sans partenaire", "à nommer"],
        "action-18": ["nom à relire"],
        "action-19": ["à confirmer"],
    }
    assert [row.get("id") for row in seen.all("tr.hit")] == ["action-15"]


def shown(seen):
    """The numbers of the actions in the table."""
    return [int(row.get("id").removeprefix("action-")) for row in seen.tree.xpath(LINES)]


@pytest.mark.parametrize(
    ("filters", "actions"),
    [
        ("?q=ecole+orchestre", [6]),
        ("?q=ÉCOLE ORCHESTRE", [6]),
        ("?q=collégiens (3ème)", [2]),
        ("?q=biblionef", [9]),
        ("?theme=E", [11]),
        ("?theme=E&theme=M", [11, 12, 13, 14, 15]),
        ("?porteur=college-le-marin", [2]),
        ("?porteur=education-nationale", [11, 18]),
        ("?etat=realisee", [10]),
        ("?etat=en-cours", [24]),
        ("?verifier=1&theme=M", [13, 15]),
        ("?q=&theme=E&porteur=&etat=", [11]),
        ("?page=2&autre=chose&theme=E", [11]),
        ("?theme=Z", []),
        ("?q=%00%27%22<script>", []),
    ],
)
def test_filters(visit, allonnes, filters, actions):
    assert shown(visit(PAGE + filters)) == actions


def test_what_was_asked_stays_in_the_form(visit, allonnes):
    seen = visit(PAGE + "?q=livres&theme=C&porteur=ville-d-allonnes&etat=programmee&verifier=1")

    assert seen.tree.get_element_by_id("f-q").value == "livres"
    assert seen.tree.xpath("//form[@class='filters no-print']//option[@selected]/@value") == [
        "ville-d-allonnes",
        "programmee",
        "",
    ]
    assert seen.tree.xpath("//form[@class='filters no-print']//input[@checked]/@value") == ["C", "1"]
    assert plain(seen.tree.get_element_by_id("dit")) == "0 action affichée sur 24, avec « livres ». Tout afficher"


def test_what_a_visitor_types_is_never_markup(visit, allonnes):
    seen = visit(PAGE + "?q=<b>gras</b>")

    assert "<b>gras</b>" not in seen.body
    assert plain(seen.tree.xpath("//p[@role='status']")[0]).startswith(
        "0 action affichée sur 24, avec « <b>gras</b> »."
    )


def test_holders_are_listed_by_how_much_they_carry(visit, allonnes):
    seen = visit(PAGE)

    options = [plain(option) for option in seen.tree.xpath("//select[@name='porteur']/option")]
    assert options[:4] == ["Porteurs : tous", "Ville d’Allonnes (11)", "Centre social (3)", "Education Nationale (2)"]
    assert len(options) == 13


def test_the_other_years_are_a_link_away(visit):
    a_programme(year=2020)
    a_programme(year=2021, number=2)

    seen = visit(PAGE)

    years = seen.tree.xpath("//nav[@aria-label='Année du programme']/a")
    assert [(year.text, year.get("aria-current")) for year in years] == [("2020", "page"), ("2021", None)]


def test_a_total_that_disagrees_is_said_under_the_roof_and_in_the_total(visit, bring, seed_text):
    bring(seed_text.read_text().replace("TOTAL\t\t\t\t\t\t\t594 268 €", "TOTAL\t\t\t\t\t\t\t600 000 €"))

    seen = visit(PAGE)

    assert plain(seen.all(".big")[1].getparent()) == "594 268 € de coût total, 600 000 € dans le fichier importé"
    assert plain(seen.all("tfoot")[0]).startswith("Total des 24 actions différent du total imprimé")


def test_amounts_that_nobody_gives_are_not_counted_as_nothing(visit_as):
    programme = a_programme(actions=1)
    ActionFactory(programme=programme, serial=2, total_cost=None, theme=None)

    seen = visit_as("reader", PAGE)

    assert seen.rows()[-2] == ["2", "Action de lecture 2", "Centre social", "–", "–", ""]
    assert seen.rows("sub")[-1] == ["–Sans thème 1 action", "", "", ""]
    assert seen.texts(".big") == ["2", "1 000 €", "400 €", "40 %"]


def test_a_programme_whose_only_import_was_undone_is_empty_and_says_so(visit, allonnes):
    undo_import(imported=allonnes.imports.get(), by=None)

    seen = visit(PAGE)

    assert seen.texts(".whole") == ["Ce programme n’a pas d’action."]
    assert seen.texts(".tag")[:1] == ["En préparation"]
    assert "import" not in seen.texts("p")[1]


def test_sixteen_themes_have_as_many_pairs_of_colour_and_pattern(visit):
    programme = a_programme(actions=0)
    for rank in range(3, 19):
        theme = ThemeFactory(cite=programme.cite, rank=rank)
        ActionFactory(programme=programme, serial=rank, theme=theme)

    seen = visit(PAGE)

    assert len(seen.all("tr.sub")) == 16
    assert len(seen.tree.xpath("//*[@class='roof']//tbody/tr")) == 8


@pytest.mark.parametrize("filters", ["", "?q=lecture&theme=A&porteur=centre-social&etat=programmee&verifier=1"])
@pytest.mark.parametrize("actions", [1, 3, 24])
def test_the_page_costs_the_same_whatever_its_length(visit, actions, filters, django_assert_num_queries):
    a_programme(actions=actions)

    with django_assert_num_queries(13 if filters else 12):
        visit(PAGE + filters)


def test_columns_that_say_nothing_are_left_out(visit_as, bring):
    """A list of grants without numbers, titles, themes, states or costs, one amount of which cannot be read."""
    rows = "".join(
        f"Association {name};{amount}\n" for name, amount in (("A", "500 €"), ("B", "1.726.04 €"), ("C", "20 €"))
    )
    programme = bring(f"Programme 2020;\nStructure;Montant accordé\n{rows}", "aides.csv").programme

    seen = visit_as("reader", f"/{programme.cite.slug}/{programme.year}/")

    assert seen.texts(".big") == ["3", "520 €"]
    assert seen.rows()[:5] == [
        ["Action et public", "Cité éducative"],
        ["–Sans thème 3 actions", "520 €"],
        ["Association A", "500 €"],
        ["Association B", "– illisible"],
        ["Association C", "20 €"],
    ]
    assert seen.all(".mini") == []


def test_a_flag_is_never_lost_with_its_column(visit_as, bring):
    """The same list, its only name being a question: the holder is the name, and keeps its flag."""
    programme = bring(
        "Programme 2020;\nStructure;Montant accordé\nJSA ?;500 €\nLPO;20 €\nCAF;30 €\n", "aides.csv"
    ).programme

    seen = visit_as("reader", f"/{programme.cite.slug}/{programme.year}/")

    assert seen.rows()[2] == ["JSA ? à confirmer", "500 €"]


def test_many_themes_are_chosen_in_a_list(visit):
    programme = a_programme(actions=0)
    for rank in range(3, 13):
        ActionFactory(programme=programme, serial=rank, theme=ThemeFactory(cite=programme.cite, rank=rank))

    seen = visit(PAGE + "?theme=C&q=&porteur=")

    assert len(seen.tree.xpath("//select[@id='f-t']/option")) == 11
    assert shown(seen) == [3]


def test_a_programme_of_a_hundred_actions_is_light_for_who_edits_it(
    visit, bring, seed_text, django_assert_max_num_queries
):
    """The real actions, four times over, signed in as the coordination."""
    lines = seed_text.read_text().split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("1\t"))
    model = [line.split("\t") for line in lines[first:] if line[:1].isdigit()]
    rows = [
        "\t".join([str(n + 1), *model[n % 24][1:3], f"{model[n % 24][3]} {n}", *model[n % 24][4:]]) for n in range(100)
    ]
    bring("\n".join([*lines[:first], *rows]))

    with django_assert_max_num_queries(12):
        seen = visit(PAGE)

    assert len(shown(seen)) == 100
    assert len(seen.body.encode()) < 120_000


MOVED = "//a[contains(@href, 'mouvements/?montant=')]"


def test_voted_grants_and_totals_open_on_their_movements(visit, client, allonnes):
    draft = visit(PAGE).tree.xpath(f"//td{MOVED[1:]}/ancestor::tr/@id")
    allonnes.state, allonnes.voted_on = "voted", "2020-07-07"
    allonnes.save()

    links = {(urljoin(PAGE, one.get("href")), plain(one)) for one in visit(PAGE).tree.xpath(MOVED)}

    assert not [row for row in draft if row.startswith("action-")]
    assert len(links) == 24 + 4 + 1  # each action, each theme, and the total, which the roof says too
    for address, text in links:
        assert amount(plain(visit(address).all(".big")[0])) == amount(text), address


def test_what_is_filtered_has_no_total_that_leads_to_more(visit, allonnes):
    links = visit(f"{PAGE}?etat=realisee").tree.xpath(f"//table{MOVED[1:]}/@href")

    assert links == []


def test_a_hundred_voted_actions_are_a_light_page(visit):
    programme = a_programme(actions=100)
    programme.state, programme.voted_on = "voted", "2020-07-07"
    programme.save()

    assert len(visit(PAGE).body.encode()) < 150_000
