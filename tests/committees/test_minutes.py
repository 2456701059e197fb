"""The minutes, drafted from plain data."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from preau.committees.minutes import Facts, Point, Said, Sat, Weighed, draft

FACTS = Facts(
    cite="Allonnes", committee="Comité de pilotage", on=date(2020, 10, 6), time=time(14, 30), place="salle du conseil",
    present=[Sat("Nadia Benali", "principale", "Éducation nationale"), Sat("Marc Delorme")],
    excused=[Sat("Hugo Lambert")],
    points=[Point("Bilan du trimestre", "Il en est pris acte."), Point("Divers")],
    revisions=[
        Weighed(
            "Réactualisation n°\u00a01", "Programme 2020", "Adoptée", Decimal(300), Decimal("250.50"), "À l’unanimité.",
            [Said("Préfet", "Favorable avec réserve", "Sous réserve du bilan.", "Hugo Lambert"), Said("Maire")],
        ),
    ],
)  # fmt: skip

TEXT = """\
Comité de pilotage de la cité éducative d’Allonnes, 6 octobre 2020, 14 h 30, salle du conseil.

Présents : Nadia Benali (principale, siège : Éducation nationale) ; Marc Delorme.

Excusés : Hugo Lambert.

1. Bilan du trimestre
Il en est pris acte.

2. Divers

3. Réactualisation n° 1, programme 2020
300 € repris, 250,50 € donnés.
Préfet : avis favorable avec réserve, par Hugo Lambert. « Sous réserve du bilan. »
Maire : avis non rendu.
Décision : adoptée. À l’unanimité."""


def test_everything_known_is_said():
    said = draft(FACTS).replace("\u00a0", " ").replace("\u202f", " ")

    assert said == TEXT


def test_what_is_unknown_is_not_said():
    assert draft(Facts("Allonnes", "Jury", date(2020, 10, 1))) == (
        "Jury de la cité éducative d’Allonnes, 1er\u00a0octobre\u00a02020."
    )


def test_a_revision_that_moves_nothing_says_so():
    facts = Facts(
        "Allonnes",
        "Jury",
        date(2020, 10, 1),
        revisions=[Weighed("Projet 1", "Programme 2020", "Proposée", decided=False)],
    )

    assert draft(facts).splitlines()[-2:] == ["Aucun montant ne change.", "Décision\u00a0: à prendre."]
