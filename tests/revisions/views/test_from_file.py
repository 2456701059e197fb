"""A sheet that was edited elsewhere: what it would say is shown, then it is a draft, whole or not at all."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from preau.annexes.models import SourceFile
from preau.budgets.models import Revision
from preau.budgets.states import Fate
from preau.revisions.forms import LARGEST_SHEET
from preau.revisions.operations.adopting import adopt
from preau.revisions.operations.proposing import propose
from preau.revisions.sheet import sheet_of
from tests.factories.programmes import a_programme
from tests.factories.revisions import a_draft, a_sitting, all_say_yes, another_envelope

pytestmark = pytest.mark.django_db

HEAD = "N°;Porteur;Intitulé;Coût total;Montant Cité éducative"
EDITED = f"""{HEAD}
1;Centre social;Action de lecture 1;1000;550
2;Centre social;Action de lecture 2;1200;400
;Ludothèque;Jeux du soir;300;150
"""
"""Action 1 gets more, action 2 costs more, action 3 is absent, one is new."""


def brought(send, text=EDITED, name="feuille.csv"):
    """The preview of the file."""
    return send("importer/", file=SimpleUploadedFile(name, text.encode()))


def digest(page):
    """What the preview names."""
    return page.tree.xpath("//input[@name='vu']")[0].get("value")


def rows(draft):
    """What the draft says, by action."""
    return {(row.number or row.name): (row.before, row.amount, row.said) for row in sheet_of(draft).changed}


def test_the_preview_says_what_the_draft_would(programme, send):
    page = brought(send)

    assert page.status == 200
    assert page.texts("b.big") == ["1", "1", "1", "+ 300 €"]
    assert "1 Action de lecture 1" in page.text
    assert "Jeux du soir" in page.text
    assert "2 Action de lecture 2 : coût total" in page.text
    assert Revision.objects.exclude(number=0).count() == 0


def test_the_draft_leaves_absent_actions_but_those_that_are_chosen(programme, send):
    page = brought(send)
    number = SourceFile.objects.get(name="feuille.csv").pk

    send(f"importer/{number}/", vu=digest(page), title="De la feuille")
    send(f"importer/{number}/", vu=digest(page), annuler="3")

    kept, dropped = Revision.objects.exclude(number=0).order_by("serial")
    assert rows(kept) == {"1": (400, 550, ""), "Jeux du soir": (0, 150, "Action ajoutée")}
    assert rows(dropped)["3"] == (400, 0, "Action annulée")
    assert (kept.title, dropped.lines.filter(fate=Fate.DROP).count()) == ("De la feuille", 1)


def test_what_other_envelopes_give_stays_theirs(programme, claire, send):
    town = another_envelope(programme)
    type(town).objects.filter(pk=town.pk).update(in_grant=True)
    first = brought(send, f"{HEAD}\n1;Centre social;Action de lecture 1;1000;550\n")

    number = SourceFile.objects.get(name="feuille.csv").pk
    send(f"importer/{number}/", vu=digest(first))

    assert rows(Revision.objects.exclude(number=0).get()) == {"1": (400, 550, "")}


def test_a_programme_that_moved_since_is_shown_again(programme, send):
    page = brought(send)
    number = SourceFile.objects.get(name="feuille.csv").pk
    programme.actions.filter(serial=2).update(total_cost=1_300)

    late = send(f"importer/{number}/", vu=digest(page))

    assert (late.status, "a changé depuis l’aperçu" in late.text) == (409, True)
    assert Revision.objects.exclude(number=0).count() == 0


def test_a_sheet_that_says_the_same_makes_nothing(programme, send):
    same = "\n".join([HEAD, *(f"{n};Centre social;Action de lecture {n};1000;400" for n in (1, 2, 3))])

    page = brought(send, same)

    assert "il n’y a rien à proposer" in page.text
    assert "Créer le brouillon" not in page.text


@pytest.mark.parametrize(
    ("text", "said"),
    [("Bonjour,\n", "tableau"), ("", "vide"), ("x" * (LARGEST_SHEET + 1), "5 Mo")],
    ids=["no table", "empty", "too large"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(text, said, programme, send):
    page = brought(send, text)

    assert (page.status, said in page.text) == (422, True)


def test_a_file_of_another_cite_is_not_reached(programme, claire, send, visit):
    other = a_programme("le-mans", number=60)
    source = SourceFile.objects.filter(cite=other.cite).first()

    assert visit(f"importer/{source.pk}/").status == 404


def test_a_cell_that_is_no_amount_takes_nothing(programme, send):
    text = f"""{HEAD}
1;Centre social;Action de lecture 1;1000;quatre mille
2;Centre social;Action de lecture 2;1000;
3;Centre social;Action de lecture 3;1000;450
"""

    page = brought(send, text)

    assert page.texts("b.big") == ["1", "0", "0", "+ 50 €"]
    assert "« quatre mille » n’est pas un montant" in page.text.replace("\u00a0", " ")
    assert "la case est vide" in page.text


def test_an_older_sheet_undoes_nothing_that_was_adopted_since(programme, claire, send):
    draft = a_draft(programme, {1: "300", 2: "500"})
    proposed = propose(revision=draft, by=claire)
    all_say_yes(proposed)
    adopt(revision=proposed, sitting=a_sitting(programme), by=claire)
    text = f"""{HEAD}
1;Centre social;Action de lecture 1;1000;400
2;Centre social;Action de lecture 2;1000;400
3;Centre social;Action de lecture 3;1000;350
"""

    page = brought(send, text)

    assert "d’après une version plus ancienne" in page.text
    assert page.texts("b.big") == ["1", "0", "0", "− 50 €"]
