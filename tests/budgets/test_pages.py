"""The pages of envelopes: figures that add up, each leading to the movements it is made of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from lxml import html

from preau.budgets.models import Envelope, Movement
from preau.budgets.queries import position_of
from preau.people.models import Organisation
from preau.people.roles import Role
from preau.programmes.models import Action
from tests.factories.budgets import EnvelopeFactory, MovementFactory
from tests.factories.people import a_user
from tests.factories.programmes import ActionFactory, OrganisationFactory, ProgrammeFactory, a_programme
from tests.site.seen import plain

pytestmark = pytest.mark.django_db

LIST, MOVEMENTS = "/allonnes/enveloppes/", "/allonnes/mouvements/"
MARCH, JUNE, OCTOBER = date(2020, 3, 1), date(2020, 6, 1), date(2020, 10, 1)


@pytest.fixture
def envelope(db):
    """1 000 € notified in March, 600 € programmed for two actions, 300 € committed in June of which 100 € recovered."""
    envelope = EnvelopeFactory(name="Politique de la ville", rules={"notified": "block"})
    programme = ProgrammeFactory(cite=envelope.cite)
    first = ActionFactory(programme=programme, serial=1, title="Lecture", axis="school")
    second = ActionFactory(
        programme=programme, serial=2, title="Jardin", holders=["Ludothèque", "Centre social"], priority=40
    )
    MovementFactory(envelope=envelope, on=MARCH)
    for action, amount in ((first, 400), (second, 200)):
        MovementFactory(envelope=envelope, action=action, kind="programmed", amount=Decimal(amount), on=MARCH)
    for kind, amount, on in (("committed", 300, JUNE), ("paid", 250, JUNE), ("recovered", 100, OCTOBER)):
        MovementFactory(envelope=envelope, action=first, kind=kind, amount=Decimal(amount), on=on)
    return envelope


def page_of(envelope):
    return f"{LIST}{envelope.pk}/"


def figures(seen):
    """The figures under the roof."""
    return [plain(one) for one in seen.all(".big")]


def amount(text):
    """An amount of the page as a number."""
    digits = "".join(sign for sign in text if sign.isdigit() or sign == ",").replace(",", ".")
    return Decimal(digits or 0) * (-1 if "−" in text else 1)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("", ["1 000 €", "600 €", "200 €", "150 €", "400 €"]),
        ("?au=2020-06-30", ["1 000 €", "600 €", "300 €", "250 €", "400 €"]),
        ("?au=30/06/2020", ["1 000 €", "600 €", "300 €", "250 €", "400 €"]),
        ("?au=2020-03-01", ["1 000 €", "600 €", "0 €", "0 €", "400 €"]),
        ("?au=2020-02-30", ["1 000 €", "600 €", "200 €", "150 €", "400 €"]),
        ("?au=2019-12-31", ["0 €", "0 €", "0 €", "0 €", "0 €"]),
    ],
)
def test_the_position_at_a_day(visit, envelope, at, expected):
    assert figures(visit(LIST + at)) == expected
    assert figures(visit(page_of(envelope) + at)) == expected


def test_a_day_that_is_none_is_said(visit, envelope):
    for address in (LIST, page_of(envelope), MOVEMENTS):
        assert visit(f"{address}?au=2020-02-30").texts(".err") == [
            "« 2020-02-30 » n’est pas une date. Écrivez le jour, le mois et l’année, par exemple 15/10/2020."
        ]


@pytest.mark.parametrize("grouping", ["action", "porteur", "theme", "axe"])
@pytest.mark.parametrize("at", ["", "&au=2020-06-30"])
def test_every_figure_opens_on_movements_that_make_it(visit, envelope, grouping, at):
    EnvelopeFactory(cite=envelope.cite, name="Ville")
    MovementFactory(envelope=EnvelopeFactory(cite=envelope.cite, name="Locaux", in_kind=True), amount=Decimal(70))
    pages = [visit(f"{LIST}?annee=2020{at}"), visit(f"{page_of(envelope)}?par={grouping}{at}")]

    opening = f"//a[contains(@href, '{MOVEMENTS}?montant')]"
    links = {(one.get("href"), plain(one)) for seen in pages for one in seen.tree.xpath(opening)}

    assert len(links) > 15
    for address, text in links:
        assert amount(figures(visit(address))[0]) == amount(text), address


def test_contributions_in_kind_stand_apart(visit, envelope):
    MovementFactory(envelope=EnvelopeFactory(cite=envelope.cite, name="Locaux", in_kind=True), amount=Decimal(70))

    seen = visit(LIST)

    tables = [[plain(row[0]) for row in table.xpath("./tbody/tr")] for table in seen.all("table")]
    assert [[name.partition(" 2020")[0] for name in names] for names in tables] == [
        ["Politique de la ville"],
        ["Locaux"],
    ]
    assert figures(seen)[0] == "1 000 €"


def test_an_action_of_several_holders_counts_for_the_first(visit, envelope):
    seen = visit(f"{page_of(envelope)}?par=porteur")

    rows = [[plain(cell) for cell in row[:2]] for row in seen.all("table")[0].xpath("./tbody/tr")]
    assert rows == [["Centre social", "400 €"], ["Ludothèque", "200 €"]]
    assert "Une action à plusieurs porteurs compte pour le premier seul." in seen.text


def test_a_rule_that_is_not_kept_is_said_where_it_matters(visit, envelope):
    action = Action.objects.get(serial=2)
    MovementFactory(envelope=envelope, action=action, kind="programmed", amount=Decimal(500), on=OCTOBER)

    sentence = "1 100 € programmés pour 1 000 € notifiés : 100 € de trop."
    today = visit("/allonnes/")
    assert all(sentence in visit(page).text for page in (LIST, page_of(envelope)))
    assert "Politique de la ville 2020 : programmé au-delà du notifié" in today.text
    assert sentence not in visit(f"{LIST}?au=2020-06-01").text


def test_the_day_says_nothing_of_money_to_who_does_not_manage_it(visit_as, envelope):
    Movement(envelope=envelope, action=Action.objects.get(serial=2), kind="programmed", amount=Decimal(500),
             on=OCTOBER, cause=Movement.objects.first().cause).save()  # fmt: skip

    assert "au-delà du notifié" not in visit_as(Role.TOWN, "/allonnes/").text


def test_opening_an_envelope(send, envelope):
    fields = {"name": "CAF", "kind": "caf", "period": "school", "year": 2020, "in_grant": "auto", "notified": "block"}

    seen = send(f"{LIST}ouvrir/", **fields, funder="CAF de la Sarthe")

    caf = Envelope.objects.get(name="CAF")
    assert seen.texts("h1") == ["CAF 2020-2021"]
    assert (caf.in_grant, caf.funder.name, caf.rules.get().level) == (False, "CAF de la Sarthe", "block")
    assert Organisation.objects.filter(name="CAF de la Sarthe").exists()


def test_a_refused_envelope_keeps_what_was_typed(send, envelope):
    fields = {"name": "Politique de la ville", "kind": "caf", "period": "civil", "year": 2020, "in_grant": "0"}

    seen = send(f"{LIST}ouvrir/", **fields, notified="warn", note="Ma note")

    assert seen.status == 409
    assert seen.texts(".err") == ["Une enveloppe de 2020 s’appelle déjà ainsi. Donnez un autre nom."]
    assert seen.all("textarea")[0].text_content().strip() == "Ma note"


def test_rules_are_typed_as_people_write_them(send, envelope):
    send(f"{page_of(envelope)}regles/", **{
        "notified-level": "warn", "share-level": "block", "share-percent": "33,3 %", "holder-level": "warn",
        "holder-limit": "23 000 €", "parity-level": "none", "priority-level": "none",
    })  # fmt: skip

    found = [(rule.kind, rule.level, rule.percent, rule.limit) for rule in envelope.rules.all()]
    assert found == [
        ("notified", "warn", None, None),
        ("share", "block", Decimal("33.30"), None),
        ("holder", "warn", None, Decimal(23000)),
    ]


def test_noting_programming_and_reversing(send, envelope):
    first = Action.objects.get(serial=1)
    send(f"{page_of(envelope)}noter", step="notify", sense="cut", amount="100", on="01/06/2020")
    send(f"{page_of(envelope)}noter", step="move", kind="committed", action=first.pk, amount="50", on="01/11/2020")
    send(f"{page_of(envelope)}programmer", action=first.pk, amount="450")
    wrong = Movement.objects.get(kind="committed", amount=Decimal(50))

    seen = send(f"{MOVEMENTS}{wrong.pk}/reprendre/", reason="Saisi deux fois")

    now = position_of(envelope)
    assert (now.notified, now.programmed, now.committed) == (900, 650, 200)
    assert "Saisi deux fois" in seen.text


def test_a_refused_movement_keeps_what_was_typed(send, envelope):
    first = Action.objects.get(serial=1)

    seen = send(f"{page_of(envelope)}noter", step="move", kind="paid", action=first.pk, amount="9 999", on="01/11/2020")

    assert seen.status == 409
    assert seen.tree.xpath("//p[@role='alert']//a/@href") == ["#t-noter"]
    assert "on verse 9 949 € de plus que l’engagé" in seen.text
    assert [one.get("value") for one in seen.tree.xpath("//input[@id='move_amount']")] == ["9 999"]


def test_a_holder_reads_the_movements_of_their_actions_and_of_no_envelope(visit_as, envelope):
    mine = OrganisationFactory(cite=envelope.cite, name="Ludothèque")

    seen = visit_as(Role.HOLDER, f"{MOVEMENTS}?montant=programme", organisation=mine)
    other = visit_as(Role.HOLDER, f"{MOVEMENTS}?enveloppe=999&action=2020-1", organisation=mine)

    assert figures(seen) == ["200 €"]
    assert "Politique de la ville" not in seen.body
    assert figures(other) == ["0"]
    assert visit_as(Role.HOLDER, LIST, organisation=mine).status == 403


def test_figures_are_read_without_people(visit_as, client, envelope):
    Movement(envelope=envelope, kind="notified", amount=Decimal(1), on=JUNE, cause=_by_claire(envelope)).save()

    assert "Claire" in visit_as(Role.TOWN, page_of(envelope)).text
    for role in (Role.READER, Role.NATIONAL):
        for address in (page_of(envelope), MOVEMENTS):
            assert "Claire" not in visit_as(role, address).text


def _by_claire(envelope):
    cause = MovementFactory(envelope=envelope, amount=Decimal(1), cause__by=a_user()).cause
    cause.by.name = "Claire Morin"
    cause.by.save()
    return cause


def test_nothing_of_another_cite_is_reached(visit, send, envelope):
    a_programme("le-mans", actions=1)
    moved = envelope.movements.first().pk

    pages = ("", "modifier/", "regles/", "etat.csv")
    found = {visit(f"/le-mans/enveloppes/{envelope.pk}/{page}").status for page in pages}
    found |= {send(f"/le-mans/enveloppes/{envelope.pk}/{page}").status for page in ("noter", "programmer")}

    assert found | {visit(f"/le-mans/mouvements/{moved}/reprendre/").status} == {404}
    assert figures(visit(f"/le-mans/mouvements/?enveloppe={envelope.pk}")) == ["0"]


@pytest.mark.parametrize("format_", ["pdf", "docx", "odt", "xlsx", "ods", "csv", "tsv", "html"])
def test_the_statement_in_every_format(client, claire, envelope, format_):
    response = client.get(f"{page_of(envelope)}etat.{format_}?au=2020-06-30")

    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    if format_ == "html":
        text = html.fromstring(response.content).text_content()
        assert "État au 30/06/2020" in text
        assert "Ne pas programmer plus que le notifié, bloque" in text
        assert "Lecture" in text
        assert "Reversé" not in text


def test_a_statement_of_no_day_or_in_no_format(client, claire, envelope):
    assert client.get(f"{page_of(envelope)}etat.csv?au=hier").status_code == 409
    assert client.get(f"{page_of(envelope)}etat.exe").status_code == 404


@pytest.mark.parametrize("more", [0, 120])
@pytest.mark.parametrize(("page", "queries"), [("list", 13), ("one", 19), ("movements", 10)])
def test_a_page_costs_the_same_whatever_it_holds(  # noqa: PLR0913, PLR0917 - each says something
    visit, envelope, more, page, queries, django_assert_num_queries
):
    programme = envelope.movements.filter(action__isnull=False).first().action.programme
    for serial in range(3, 3 + more):
        action = ActionFactory(programme=programme, serial=serial, title="Une action de lecture au titre assez long")
        MovementFactory(envelope=envelope, action=action, kind="programmed", amount=Decimal(1), on=MARCH)
    for year in range(more // 30):
        EnvelopeFactory(cite=envelope.cite, name=f"Ville {year}", rules={"notified": "warn"})
    address = {"list": LIST, "one": page_of(envelope), "movements": MOVEMENTS}[page]

    with django_assert_num_queries(queries):
        seen = visit(address)

    assert seen.status == 200
    assert len(seen.body.encode()) < 150_000
