"""`preau positions` and `preau diff`: figures as text for a person, as JSON for a program, sentences for mistakes."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from preau.budgets.models import Envelope, Movement
from preau.config import command
from preau.config.commands import diff, positions
from preau.journal.models import Operation
from preau.journal.operations import begin
from tests.factories.programmes import a_programme
from tests.factories.revisions import adopted

pytestmark = pytest.mark.django_db

SPRING, AUTUMN = date(2020, 4, 2), date(2020, 10, 13)


@pytest.fixture
def preau(capsys, monkeypatch):
    """Run the command in this process, whose database is awake; answer its code, what it says, what it complains of."""
    for module in (positions, diff):
        monkeypatch.setattr(module, "wake", lambda: None)

    def preau(*words):
        code = command.main(words)
        said = capsys.readouterr()
        return code, said.out.replace("\u00a0", " ").replace("\u202f", " "), said.err.replace("\u00a0", " ")

    return preau


@pytest.fixture
def programme():
    programme = a_programme(actions=3)
    adopted(programme, 0, SPRING)
    adopted(programme, 1, AUTUMN, {2: 650}, {2: "Une école de plus."})
    envelope = Envelope.objects.get()
    other = Envelope.objects.create(
        cite=programme.cite, kind="town", name="Salles", year=2020, last_year=2020, in_kind=True
    )
    for one, on, amount in ((envelope, SPRING, 2000), (envelope, AUTUMN, -500), (other, SPRING, 70)):
        cause = begin(cite=programme.cite, verb=Operation.Verb.MONEY, label="", by=None, on=on)
        Movement(envelope=one, kind="notified", amount=Decimal(amount), on=on, cause=cause).save()
    return programme


def figures(notified, programmed):
    """The figures of an envelope where nothing is committed yet."""
    left = f"{Decimal(notified) - Decimal(programmed):.2f}"
    return {
        "notified": notified, "programmed": programmed, "committed": "0.00", "paid": "0.00", "available": left,
        "to_commit": programmed, "to_pay": "0.00",
    }  # fmt: skip


def test_positions_as_json(preau, programme):
    code, said, _ = preau("positions", "--cite", "allonnes", "--at", "2020-06-01", "--json")

    about = {"cite": "allonnes", "at": "2020-06-01"}
    assert code == 0
    assert json.loads(said) == [
        {**about, "envelope": "Cité éducative", "years": "2020", "in_kind": False, **figures("2000.00", "0.00")},
        {**about, "envelope": "Salles", "years": "2020", "in_kind": True, **figures("70.00", "0.00")},
        {**about, "envelope": "total", "years": None, "in_kind": False, **figures("2000.00", "0.00")},
    ]


def test_positions_of_today_and_of_a_year(preau, programme):
    found, none = (
        json.loads(preau("positions", "--cite", "allonnes", "--year", year, "--json")[1]) for year in ("2020", "2021")
    )

    assert (found[0]["notified"], found[0]["programmed"]) == ("1500.00", "1450.00")
    assert [one["envelope"] for one in none] == ["total"]


def test_positions_for_a_person(preau, programme):
    _, said, _ = preau("positions", "--cite", "allonnes", "--at", "14/10/2020")

    assert said.splitlines()[:4] == [
        "Enveloppes de la cité éducative d’Allonnes au 14/10/2020",
        "",
        "Cité éducative 2020",
        "  notifié 1 500 €, programmé 250 €, engagé 0 €, versé 0 €, disponible 1 250 €, à engager 250 €, à verser 0 €",
    ]
    assert "Salles 2020 (en nature)" in said


def test_diff_as_json(preau, programme):
    code, said, _ = preau("diff", "--cite", "allonnes", "--year", "2020", "0", "1", "--json")

    told = json.loads(said)
    changed = [one for one in told["actions"] if one["change"] != "unchanged"]
    assert (code, len(told["actions"])) == (0, 3)
    assert changed == [
        {
            "number": "2",
            "title": "Action de lecture 2",
            "change": "changed",
            "before": "400.00",
            "after": "650.00",
            "reason": "Une école de plus.",
        }
    ]
    assert told["totals"] == {"before": "1200.00", "after": "1450.00", "difference": "250.00"}


def test_diff_for_a_person(preau, programme):
    _, said, _ = preau("diff", "--cite", "allonnes", "--year", "2020", "0", "1")

    assert said.splitlines() == [
        "Programme 2020 : de Programme initial (02/04/2020) à Réactualisation n° 1 (13/10/2020)",
        "  2 Action de lecture 2 : 400 € → 650 € (Une école de plus.)",
        "  2 actions inchangées",
        "Total : 1 200 € → 1 450 €, écart 250 €",
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("positions", "--cite", "le-mans"), "La cité le-mans n’est pas ici. Cités connues : allonnes."),
        (("positions", "--cite", "allonnes", "--at", "zob"), "« zob » n’est pas une date."),
        (("positions", "--cite", "allonnes", "--at", "2999-01-01"), "Le 01/01/2999 est à venir."),
        (
            ("diff", "--cite", "allonnes", "--year", "2021", "0", "1"),
            "n’a pas de programme 2021. Années connues : 2020.",
        ),
        (("diff", "--cite", "allonnes", "--year", "2020", "0", "7"), "n’a pas de version « 7 ». Ses versions : 0, 1."),
    ],
)
def test_mistakes_are_sentences(preau, programme, words, sentence):
    code, said, complaint = preau(*words)

    assert (code, said, sentence in complaint) == (2, "", True), complaint
