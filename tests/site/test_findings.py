"""The page of findings: all of them, each where it is and where it leads."""

from __future__ import annotations

import pytest

from preau.annexes.models import Finding
from tests.factories.programmes import a_programme
from tests.site.seen import plain

pytestmark = pytest.mark.django_db

PAGE = "/allonnes/2020/a-verifier/"


def test_nothing_is_left_out(visit, allonnes):
    seen = visit(PAGE)

    assert sorted(seen.tree.xpath("//li[starts-with(@id, 'f')]/@id")) == sorted(f"f{n}" for n in range(41))
    assert [plain(figure.getparent()) for figure in seen.all(".big")] == [
        "1 à corriger",
        "15 à préciser",
        "25 à savoir",
    ]


def test_a_finding_says_what_where_and_what_to_do(visit, allonnes):
    seen = visit(PAGE)

    advice = "Corrigez l’un des deux montants, ou gardez-les en disant pourquoi."
    finding = seen.tree.get_element_by_id("f0")
    assert [plain(part) for part in finding.xpath("div/*")] == [
        f"Action 15 : 20 000 € accordés pour 9 500 € de coût (211 %). {advice}",
        "« 20 000 € »",
        "Ouvrir l’action 15 · Voir ligne 24, colonne 9",
    ]
    assert finding.xpath(".//a/@href") == [
        "/allonnes/2020/actions/15/#grant",
        "/allonnes/2020/imports/1/?action=15#case-15-9",
    ]


def test_a_text_of_the_file_that_the_message_quotes_is_not_said_twice(visit, allonnes):
    repeated = [finding.position for finding in Finding.objects.exclude(raw="") if finding.raw in finding.message]

    seen = visit(PAGE)

    shown = {
        int(item.get("id")[1:])
        for item in seen.tree.xpath("//li[starts-with(@id, 'f')]")
        if item.xpath(".//*[@class='raw']")
    }
    assert repeated != []
    assert shown.isdisjoint(repeated)


@pytest.mark.parametrize(
    ("filters", "count", "current"),
    [
        ("", 41, "Tout (41)"),
        ("?gravite=a-corriger", 1, "À corriger (1)"),
        ("?gravite=a-preciser", 15, "À préciser (15)"),
        ("?gravite=a-savoir", 25, "À savoir (25)"),
        ("?constat=holder-tentative", 2, "Porteur incertain (2)"),
        ("?constat=nothing-of-the-kind", 41, "Tout (41)"),
        ("?gravite=beaucoup", 41, "Tout (41)"),
    ],
)
def test_filters_are_links(visit, allonnes, filters, count, current):
    seen = visit(PAGE + filters)

    assert len(seen.tree.xpath("//li[starts-with(@id, 'f')]")) == count
    assert [plain(link) for link in seen.tree.xpath("//nav[@aria-label='Gravité']/a[@aria-current]")] == [current]


def test_findings_are_those_of_the_import_that_stands(visit, bring, seed_text):
    bring(seed_text.read_text())
    bring(seed_text.read_text().replace("JSA ?", "JSA").replace("Inalta ?", "Inalta"))

    seen = visit(PAGE)

    assert "Porteur incertain" not in seen.text


def test_a_programme_without_findings_says_so(visit):
    a_programme(actions=1)
    Finding.objects.all().delete()

    assert visit(PAGE).texts("h2") == ["Rien à vérifier"]


@pytest.mark.parametrize("actions", [1, 3, 24])
def test_the_page_costs_the_same_whatever_its_length(visit, actions, django_assert_num_queries):
    a_programme(actions=actions)

    with django_assert_num_queries(5):
        visit(PAGE)
