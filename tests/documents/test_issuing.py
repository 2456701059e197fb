"""Papers are numbered in their cité, kept byte for byte, and never written again."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from preau.core.refusal import Refusal
from preau.documents.models import Paper, PaperKind
from preau.documents.operations import issue_paper
from preau.documents.queries import paper_of_hash, papers_for
from preau.documents.rules import ISSUED_WITH, READ_WITH
from preau.journal.models import AppendOnlyError, Line, Operation
from preau.people.access import Forbidden
from preau.people.roles import Role
from tests.factories.committees import a_paper
from tests.factories.people import a_member, a_user
from tests.factories.programmes import CiteFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

DAY = date(2020, 10, 6)


@pytest.fixture
def cite():
    return CiteFactory()


@pytest.fixture
def claire(cite):
    return a_user()


def test_a_paper_is_kept_with_its_number_and_its_hash(cite, claire):
    paper = issue_paper(
        cite=cite, kind=PaperKind.ANNEX, title="Programme 2020", about={"year": 2020}, format="csv", on=DAY,
        make=lambda number: b"papier %d" % number, by=claire,
    )  # fmt: skip

    kept = Paper.objects.get()
    assert (kept.number, bytes(kept.content), kept.size, kept.on) == (1, b"papier 1", 8, DAY)
    assert (kept.sha256, kept.about) == (hashlib.sha256(b"papier 1").hexdigest(), {"year": 2020})
    assert (paper.cause.verb, paper.cause.by, paper.cause.on) == (Operation.Verb.ISSUE, claire, DAY)
    assert Line.objects.get(operation=paper.cause).after == {
        "title": "Programme 2020", "format": "csv", "size": "8", "sha256": kept.sha256,
    }  # fmt: skip


def test_issuing_again_is_another_paper_and_each_cite_counts_its_own(cite):
    other = CiteFactory(slug="le-mans")

    numbers = [a_paper(cite).number, a_paper(cite).number, a_paper(other).number]

    assert numbers == [1, 2, 1]


def test_a_paper_is_neither_rewritten_nor_deleted(cite):
    paper = a_paper(cite)

    paper.title = "autre"
    with pytest.raises(AppendOnlyError):
        paper.save()
    with pytest.raises(AppendOnlyError):
        paper.delete()
    with pytest.raises(AppendOnlyError):
        Paper.objects.update(content=b"autre")
    with pytest.raises(AppendOnlyError):
        Paper.objects.all().delete()

    assert Paper.objects.get().title == "Programme 2020"


def fails(number):
    raise Refusal("Le format ne peut pas tout dire.")


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "  "},
        {"format": "exe"},
        {"content": b""},
        {"on": localdate() + timedelta(days=1)},
        {"make": fails},
    ],
    ids=["no title", "unknown format", "no byte", "a day to come", "cannot be made"],
)
def test_nothing_is_kept_of_what_is_refused(wrong, cite):
    with pytest.raises(Refusal):
        a_paper(cite, **wrong)

    assert (Paper.objects.count(), Operation.objects.count()) == (0, 0)


def test_each_kind_has_who_issues_and_who_reads_it():
    assert (set(ISSUED_WITH), set(READ_WITH)) == (set(PaperKind), set(PaperKind))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATION, Role.ADMINISTRATOR, Role.NATIONAL}))
def test_only_statements_are_issued_by_who_keeps_the_money(role, cite):
    somebody = a_member(role, cite, organisation=an_organisation(role, cite))

    able = [kind for kind in PaperKind if issues(cite, kind, somebody)]

    assert able == ([PaperKind.STATEMENT] if role == Role.MANAGER else [])


def issues(cite, kind, by):
    try:
        a_paper(cite, kind=kind, by=by)
    except Forbidden:
        return False
    return True


def an_organisation(role, cite):
    return OrganisationFactory(cite=cite) if role in {Role.HOLDER, Role.FACILITATOR} else None


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.COORDINATION, set(PaperKind)),
        (Role.TOWN, set(PaperKind)),
        (Role.READER, {PaperKind.ANNEX, PaperKind.AMENDMENT, PaperKind.STATEMENT}),
        (Role.NATIONAL, {PaperKind.ANNEX, PaperKind.AMENDMENT, PaperKind.STATEMENT}),
        (Role.HOLDER, set()),
        (Role.FACILITATOR, set()),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_who_reads_figures_reads_no_paper_of_a_sitting(role, seen, cite):
    for kind in PaperKind:
        a_paper(cite, kind=kind)
    a_paper(CiteFactory(slug="le-mans"))
    where = None if role in {Role.NATIONAL, Role.ADMINISTRATOR} else cite

    papers = papers_for(a_member(role, where, organisation=an_organisation(role, cite)), cite)

    assert {paper.kind for paper in papers} == seen
    assert papers.count() == len(seen)


def test_a_hash_finds_the_first_paper_of_these_bytes(cite):
    first, other = a_paper(cite, content=b"un"), a_paper(cite, content=b"deux")
    a_paper(CiteFactory(slug="le-mans"), content=b"un")

    found = [paper_of_hash(sha) for sha in (first.sha256.upper(), other.sha256, hashlib.sha256(b"trois").hexdigest())]

    assert found == [first, other, None]
