"""The page of findings: all of them, each put right on the spot or kept with a reason."""

from __future__ import annotations

import pytest

from preau.annexes.models import Acceptance, StandingFinding
from preau.programmes.models import Action
from tests.factories.programmes import a_programme
from tests.site.seen import plain

pytestmark = pytest.mark.django_db

PAGE = "/allonnes/2020/a-verifier/"
ITEMS = "//li[starts-with(@id, 'f-')]"


def the(code):
    return StandingFinding.objects.get(code=code)


def test_nothing_is_left_out(visit, allonnes):
    seen = visit(PAGE)

    assert sorted(seen.tree.xpath(f"{ITEMS}/@id")) == sorted(f"f-{one.mark}" for one in allonnes.findings.all())
    assert [plain(figure.getparent()) for figure in seen.all(".big")] == [
        "1 à corriger",
        "12 à préciser",
        "23 à savoir",
    ]


def test_a_finding_says_what_where_and_what_to_do(visit, allonnes):
    seen = visit(PAGE)

    finding = seen.tree.get_element_by_id(f"f-{the('grant-above-cost').mark}")
    advice = "Corrigez l’un des deux montants, ou gardez-les en disant pourquoi."
    assert [plain(part) for part in finding.xpath("div/p")] == [
        f"Action 15 : 20 000 € accordés pour 9 500 € de coût (211 %). {advice}",
        "Ouvrir l’action 15",
    ]
    assert [plain(label) for label in finding.xpath(".//label")] == [
        "Montant Cité éducative",
        "Coût total",
        "Pourquoi garder cette valeur",
    ]


@pytest.mark.parametrize(
    ("filters", "count", "current"),
    [
        ("", 36, "Tout (36)"),
        ("?gravite=a-corriger", 1, "À corriger (1)"),
        ("?gravite=a-preciser", 12, "À préciser (12)"),
        ("?gravite=a-savoir", 23, "À savoir (23)"),
        ("?constat=holder-tentative", 2, "Porteur incertain (2)"),
        ("?constat=nothing-of-the-kind", 36, "Tout (36)"),
        ("?gravite=beaucoup", 36, "Tout (36)"),
    ],
)
def test_filters_are_links(visit, allonnes, filters, count, current):
    seen = visit(PAGE + filters)

    assert len(seen.tree.xpath(ITEMS)) == count
    assert [plain(link) for link in seen.tree.xpath("//nav[@aria-label='Gravité']/a[@aria-current]")] == [current]


def test_findings_are_those_of_the_programme_as_it_stands(visit, bring, seed_text):
    bring(seed_text.read_text())
    bring(seed_text.read_text().replace("JSA ?", "JSA").replace("Inalta ?", "Inalta"))

    seen = visit(PAGE)

    assert "Porteur incertain" not in seen.text


def test_a_finding_is_put_right_on_the_spot(visit, client, allonnes):
    visit(PAGE)

    answer = client.post("/allonnes/2020/actions/4/corriger/", {"holder_written": "JSA", "was-holder_written": "JSA ?"})

    assert answer.url == PAGE
    assert [one.action.serial for one in StandingFinding.objects.filter(code="holder-tentative")] == [19]
    assert visit(PAGE).texts(".note")[0] == "Action 4 : enregistré."


def test_what_changed_meanwhile_is_not_overwritten_from_the_list(visit, client, allonnes):
    Action.objects.filter(serial=4).update(holder_written="MJC")
    visit(PAGE)

    client.post("/allonnes/2020/actions/4/corriger/", {"holder_written": "JSA", "was-holder_written": "JSA ?"})

    assert Action.objects.get(serial=4).holder_written == "MJC"
    assert visit(PAGE).texts(".note")[0].startswith("Quelqu’un d’autre a modifié entre-temps")


def test_what_is_kept_stays_with_its_reason_and_can_be_asked_again(visit, client, allonnes):
    visit(PAGE)
    mark = the("grant-above-cost").mark

    client.post(f"{PAGE}{mark}/garder/", {"reason": "La coordination est payée ici."})
    kept = visit(PAGE)

    assert kept.texts(".big") == ["12", "23"]
    assert "« La coordination est payée ici. » Claire" in kept.text
    client.post(f"{PAGE}gardes/{Acceptance.objects.get().pk}/reprendre/")
    assert visit(PAGE).texts(".big") == ["1", "12", "23"]


def test_a_reason_is_asked_for(visit, client, allonnes):
    visit(PAGE)
    mark = the("grant-above-cost").mark

    client.post(f"{PAGE}{mark}/garder/", {"reason": " "})

    assert visit(PAGE).texts(".note")[0].startswith("Dites pourquoi vous gardez cette valeur")
    assert client.post(f"{PAGE}jamais-dit/garder/", {"reason": "?"}).status_code == 409


def test_who_only_reads_is_offered_nothing_to_do(visit_as, allonnes):
    seen = visit_as("prefecture", PAGE)

    assert len(seen.tree.xpath(ITEMS)) == 36
    assert seen.tree.xpath("//main//form") == []


def test_a_holder_reads_what_is_said_of_their_actions(visit_as, allonnes):
    centre = allonnes.cite.organisations.get(key="centre social")

    seen = visit_as("holder", PAGE, organisation=centre)

    theirs = {f"f-{one.mark}" for one in allonnes.findings.filter(action__organisations=centre)}
    assert set(seen.tree.xpath(f"{ITEMS}/@id")) == theirs
    assert 0 < len(theirs) < 36


def test_a_programme_without_findings_says_so(visit):
    a_programme(actions=1)
    StandingFinding.objects.all().delete()

    assert visit(PAGE).texts("h2") == ["Rien à vérifier"]


@pytest.mark.parametrize("actions", [1, 3, 24])
def test_the_page_costs_the_same_whatever_its_length(visit, actions, django_assert_num_queries):
    a_programme(actions=actions)

    with django_assert_num_queries(8):
        visit(PAGE)
