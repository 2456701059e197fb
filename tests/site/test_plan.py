"""The page of a funding plan: read by who reads the action, typed in without a script, pasted, taken away."""

from __future__ import annotations

from decimal import Decimal

import pytest

from preau.annexes.models import StandingFinding
from preau.budgets.funding import funding_of
from preau.budgets.models import Envelope, FundingPlan
from preau.journal.models import Line, Operation
from preau.people.roles import Role
from preau.programmes.models import Action
from tests.factories.plans import a_plan
from tests.factories.programmes import ActionFactory, OrganisationFactory, ProgrammeFactory, a_programme
from tests.site.seen import Seen, plain

pytestmark = pytest.mark.django_db

PLAN = "/allonnes/2020/actions/1/plan/"
EDIT = f"{PLAN}modifier/"


@pytest.fixture
def action():
    """An action of 1 000 € of which 400 € granted."""
    return a_programme(actions=2).actions.get(serial=1)


@pytest.fixture
def post(client, claire):
    """Send a form as Claire; each row an account, a label, an amount, then a nature and an envelope."""

    def post(*rows, do="save", address=EDIT, **more):
        sent = {"do": do, "short": "oui", **more}
        for at, row in enumerate(rows):
            names = ("account", "label", "amount", "nature", "envelope")
            sent |= {f"{name}-{at}": value for name, value in zip(names, row, strict=False)}
        return Seen(client.post(address, sent))

    return post


def lines_of(action):
    """The lines kept, as tuples."""
    funding = funding_of(action)
    return [(one.account, one.label, one.nature, one.amount) for one in funding.lines] if funding else None


def codes():
    """The codes of what stands about plans."""
    return sorted(StandingFinding.objects.filter(code__startswith="plan-").values_list("code", flat=True))


def test_without_a_plan_the_page_offers_to_begin(visit, action):
    seen = visit(PLAN)

    assert seen.texts("h2")[0] == "Pas encore de plan"
    assert seen.tree.xpath("//main//a[@class='btn main']/@href") == [EDIT]


def test_a_plan_begins_with_what_the_programme_knows(visit, action):
    seen = visit(EDIT)

    filled = [
        (
            line.xpath(".//*[starts-with(@name, 'account')]")[0].get("value"),
            line.xpath(".//input[contains(@class, 'amount')]/@value"),
        )
        for line in seen.all(".line")
    ]
    assert filled[0] == ("6", ["1\u202f000"])
    assert plain(seen.all(".dock")[0]).startswith("1 000 € de charges, 400 € de produits. Il manque 600 € de produits.")


def test_a_short_plan_is_saved(post, action):
    envelope = Envelope.objects.get()

    answer = post(
        ("6", "", "1 000"),
        ("74.1", "", "400", "specific", str(envelope.pk)),
        ("74.5", "Ville d’Allonnes", "500 €", "ordinary"),
        ("RP", "", "100"),
        ("", "", ""),
    )

    assert (answer.status, answer.response.headers["Location"]) == (302, PLAN)
    assert lines_of(action) == [
        ("6", "", "", Decimal(1000)),
        ("74.1", "", "specific", Decimal(400)),
        ("74.5", "Ville d’Allonnes", "ordinary", Decimal(500)),
        ("RP", "", "", Decimal(100)),
    ]
    assert codes() == ["plan-public-share"]


def test_the_plan_is_read(visit, action):
    a_plan(action, ("60.1", 1000, "Théâtre"), ("74.5", 600, "Ville", "ordinary"), ("864", 50, ""), ("870", 50, ""))

    seen = visit(PLAN)

    assert [plain(figure.getparent()) for figure in seen.all(".big")] == [
        "1 000 € de coût, contributions en nature à part",
        "0 % de Cité éducative",
        "100 % d’argent public dans les produits",
    ]
    assert seen.rows()[1:4] == [
        ["60 Achats", "1 000 €"],
        ["prestations de services – Théâtre", "1 000 €"],
        ["Total des charges", "1 000 €"],
    ]
    assert "Il manque 400 € de produits" in seen.text


def test_what_cannot_be_understood_comes_back_as_it_was_typed(post, action):
    seen = post(("6", "", "mille"), ("", "Inconnu", "200"), ("74.5", "Ville", ""))

    assert seen.status == 409
    assert seen.texts(".err") == [
        "« mille » n’est pas un montant. Écrivez des euros, par exemple 12 500 ou 12 500,50.",
        "Écrivez le montant, ou videz la ligne.",
        "Choisissez la ligne du budget.",
    ]
    assert {"mille", "200"} <= set(seen.tree.xpath("//input[contains(@class, 'amount')]/@value"))
    assert lines_of(action) is None


@pytest.mark.parametrize("do", ["long", "short", "more"])
def test_changing_the_form_keeps_all_that_is_typed_and_saves_nothing(post, action, do):
    rows = [
        ("6", "", "900"),
        ("60.1", "Théâtre", "100"),
        ("74.5", "Ville", "600"),
        ("", "À placer", "5"),
        ("864", "", "7"),
    ]

    seen = post(*rows, do=do, note="Clé à revoir", take_cost="on")

    amounts = [value for value in seen.tree.xpath("//input[contains(@class, 'amount')]/@value") if value]
    labels = [value for value in seen.tree.xpath("//input[contains(@class, 'label')]/@value") if value]
    assert (sorted(amounts), sorted(labels)) == (["100", "5", "600", "7", "900"], ["Théâtre", "Ville", "À placer"])
    assert (seen.tree.get_element_by_id("note").text.strip(), lines_of(action)) == ("Clé à revoir", None)


def test_a_pasted_budget_is_shown_before_it_is_taken(post, action):
    pasted = "60 Achats\t700\n64 Personnel\t300\nVille d’Allonnes\t1000\nLa lune\t5"

    seen = post(("6", "", "900"), do="paste", pasted=pasted)
    taken = post(("6", "", "900"), do="replace", pasted=pasted)

    assert [row[0] for row in seen.rows() if row[-1].endswith("€")] == [
        "60 Achats", "64 Charges de personnel", "74 Subventions d’exploitation, Commune",
    ]  # fmt: skip
    assert "« La lune | 5 »" in seen.text
    assert taken.tree.get_element_by_id("pasted").text.strip() == "La lune | 5"
    assert [v for v in taken.tree.xpath("//input[contains(@class, 'amount')]/@value") if v] == [
        "700", "300", "1\u202f000",
    ]  # fmt: skip
    assert lines_of(action) is None


def test_the_cost_of_the_plan_goes_to_the_programme(post, action):
    post(("6", "", "1200"), ("RP", "", "1200"))
    found = codes()

    version = funding_of(action).version
    post(("6", "", "1200"), ("RP", "", "1200"), take_cost="on", seen=version)

    action.refresh_from_db()
    assert (found, action.total_cost, codes()) == (["plan-cost-differs"], Decimal(1200), [])
    line = Line.objects.filter(operation__verb=Operation.Verb.FUNDING, after__has_key="total_cost").get()
    assert (line.before["total_cost"], line.after["total_cost"]) == ("1000.00", "1200.00")


def test_a_plan_changed_meanwhile_is_shown_beside_ours(post, action):
    a_plan(action, ("6", 500, ""), ("74.5", 500, "Ville"))

    seen = post(("6", "", "900"), ("RP", "", "900"), seen="autre")
    again = post(("6", "", "900"), ("RP", "", "900"), seen=seen.tree.xpath("//input[@name='seen']/@value")[0])

    assert (seen.status, again.status) == (409, 302)
    assert "Quelqu’un d’autre a changé ce plan" in seen.text
    assert "900" in seen.tree.xpath("//input[contains(@class, 'amount')]/@value")
    assert lines_of(action) == [("6", "", "", Decimal(900)), ("RP", "", "", Decimal(900))]


def test_the_plan_is_taken_away_as_it_was_seen(client, claire, action):
    a_plan(action, ("6", 500, ""))
    version = funding_of(action).version

    refused = client.post(f"{PLAN}supprimer", {"seen": "autre"})
    kept = FundingPlan.objects.count()
    done = client.post(f"{PLAN}supprimer", {"seen": version})

    assert (refused.status_code, kept, done.status_code, FundingPlan.objects.count()) == (302, 1, 302, 0)


def test_a_holder_reads_their_plan_and_writes_none(visit_as, client, action):
    a_plan(action, ("6", 500, ""), ("74.5", 500, "Ville"))
    own = action.holders.get().organisation
    other = OrganisationFactory(cite=action.programme.cite, name="Ludothèque")

    mine = visit_as(Role.HOLDER, PLAN, organisation=own)
    written = client.get(EDIT).status_code
    file = client.get("/allonnes/2020/actions/1/plan.csv").status_code
    theirs = visit_as(Role.HOLDER, PLAN, organisation=other, email="l@l.example")

    assert (mine.status, written, file, theirs.status) == (200, 403, 200, 404)
    assert mine.tree.xpath(f"//main//a[@href='{EDIT}']") == []


def test_the_action_says_who_brings_what(visit, action):
    a_plan(action, ("6", 1000, ""), ("74.5", 600, "Ville", "ordinary"), ("RP", 300, ""))

    seen = visit("/allonnes/2020/actions/1/")

    card = seen.tree.get_element_by_id("financement").getparent()
    assert plain(card).startswith("Plan de financement 1 000 € de coût. Il manque 100 € de produits. Qui apporte quoi")
    assert [[plain(cell) for cell in row] for row in card.xpath(".//tbody/tr")] == [
        ["Ville", "", "droit commun", "600 €"],
        ["Ressources propres affectées à l’action", "", "", "300 €"],
    ]


def test_findings_of_the_plan_lead_to_it(visit, post, action):
    post(("6", "", "1000"), ("74.2", "", "100"))

    seen = visit("/allonnes/2020/a-verifier/")

    assert codes() == ["plan-funder-unnamed", "plan-public-share", "plan-unbalanced"]
    assert set(seen.tree.xpath(f"//main//a[@href='{EDIT}']/text()")) == {"Corriger le plan"}
    assert len(seen.tree.xpath(f"//main//a[@href='{PLAN}']")) == 3


def test_the_share_is_followed_over_the_years(visit, action):
    cite = action.programme.cite
    before = ActionFactory(programme=ProgrammeFactory(cite=cite, year=2019), serial=7, total_cost=Decimal(1000))
    after = ActionFactory(programme=ProgrammeFactory(cite=cite, year=2021), serial=4, renewed_from=action)
    ActionFactory(programme=ProgrammeFactory(cite=cite, year=2022), serial=5, renewed_from=after, total_cost=None)
    Action.objects.filter(pk=action.pk).update(renewed_from=before)

    seen = visit("/allonnes/2021/actions/4/plan/")

    rows = [row for row in seen.rows() if row[0].isdigit()]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("2019", "–", "rien sur 1 000 €"),
        ("2020", "40 %", "400 € sur 1 000 €"),
        ("2021", "–", "rien sur 1 000 €"),
        ("2022", "–", "rien sur coût inconnu"),
    ]


@pytest.mark.parametrize("renewals", [0, 5])
@pytest.mark.parametrize("lines", [1, 8])
def test_the_pages_cost_the_same_whatever_the_plan(visit, action, django_assert_num_queries, lines, renewals):
    a_plan(action, ("6", 100, ""), *[("74.5", 10, f"Ville {n}", "", Envelope.objects.get()) for n in range(lines)])
    last = action
    for year in range(2021, 2021 + renewals):
        last = ActionFactory(programme=ProgrammeFactory(cite=action.programme.cite, year=year), renewed_from=last)

    with django_assert_num_queries(10):
        visit(PLAN)
    with django_assert_num_queries(8):
        visit(EDIT)


@pytest.mark.parametrize("format_", ["pdf", "odt", "xlsx", "csv"])
def test_the_plan_is_a_file(client, claire, action, format_):
    a_plan(action, ("60.1", 1000, "Théâtre"), ("74.5", 600, "Ville", "ordinary"), ("864", 50, ""), ("870", 50, ""))

    answer = client.get(f"/allonnes/2020/actions/1/plan.{format_}")

    assert answer.status_code == 200
    assert f"plan-allonnes-2020-action-1.{format_}" in answer.headers["Content-Disposition"]
    assert len(answer.content) > 500


def test_no_file_of_no_plan(client, claire, action):
    a_plan(action, ("6", 1, ""))

    found = [
        client.get(f"/allonnes/2020/actions/{word}").status_code for word in ("2/plan.pdf", "1/plan.doc", "1/plan.pdf")
    ]

    assert found == [404, 404, 200]
