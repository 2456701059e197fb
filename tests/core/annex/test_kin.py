"""Public documents of other places, against facts checked by hand. They are read from beside the project."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal

import pytest

from preau.core.annex.cells import one_line
from preau.formats.annex import read_annex


@pytest.fixture(scope="session")
def kin(shared_examples):
    """The reading of a document, and the facts about it, by the beginning of its name."""
    folder = shared_examples / "kin"

    def read(name, facts=None):
        path = folder / name
        return read_annex(path.read_bytes(), name), facts and json.loads((folder / facts).read_text(encoding="utf-8"))

    return read


def counts(file):
    """How many findings of each code."""
    return dict(Counter(finding.code for finding in file.findings))


def by_theme(annex, name):
    """How many actions, and which sum, for each theme."""
    themes = dict.fromkeys(action.theme for action in annex.actions)
    return {
        theme: (
            sum(1 for action in annex.actions if action.theme == theme),
            sum((getattr(action, name) or 0 for action in annex.actions if action.theme == theme), Decimal(0)),
        )
        for theme in themes
    }


def test_programme_of_a_contrat_de_ville(kin):
    file, facts = kin("montpellier_contrat_de_ville_2019.csv", "montpellier_contrat_de_ville_2019.expected.json")
    anomalies = {anomaly["code"]: anomaly for anomaly in facts["anomalies"]}

    lines = {code: [f.line for f in file.findings if f.code == code] for code in counts(file)}

    assert len(file.annex.actions) == facts["action_count"]
    assert file.annex.computed == {"grant": Decimal(facts["computed_sum"])}
    assert by_theme(file.annex, "grant") == {t: (s["actions"], s["amount"]) for t, s in facts["by_theme"].items()}
    assert counts(file) == {"action-repeated": 6, "action-nearly-repeated": 3, "total-missing": 1}
    assert lines["action-repeated"] == [
        pair["rows"][1][0] + 4 for pair in anomalies["same_carrier_and_title"]["rows"]
    ]  # the headings take four lines
    assert lines["action-nearly-repeated"] == [
        pair["rows"][1] + 4 for pair in anomalies["near_duplicate_by_typo"]["rows"]
    ]


def test_decision_of_a_council_with_22_tables(kin):
    name = "montpellier_2012_deliberation_word"
    file, facts = kin(f"{name}.odt", f"{name}.expected.json")

    sections = [
        (
            table.heading.partition("dans le cadre ")[2],
            len(table.actions),
            table.printed["grant"],
            table.computed["grant"],
        )
        for table in file.annex.tables
    ]

    assert len(file.annex.actions) == facts["action_rows"]
    assert file.annex.computed == {"grant": Decimal(facts["computed_sum"])}
    assert sections == [(one_line(s["section"]), s["rows"], s["printed"], s["computed"]) for s in facts["sections"]]
    assert {action.theme for action in file.annex.actions} == {table.heading for table in file.annex.tables}
    assert counts(file) == {"action-repeated": 1, "name-variant": 7}


@pytest.mark.parametrize(
    ("section", "actions", "total"), [("cohesion_sociale", 14, "54000.00"), ("reussite_educative", 50, "173510.00")]
)
def test_a_table_of_that_decision_as_text(kin, section, actions, total):
    file, _ = kin(f"montpellier_2012_deliberation_word.{section}.tsv")

    assert len(file.annex.actions) == actions
    assert file.annex.printed == file.annex.computed == {"grant": Decimal(total)}
    assert counts(file) == {}


def test_list_of_projects_whose_total_is_rounded(kin):
    file, facts = kin("stafe_2019_projets.pdf", "stafe_2019_projets.expected.json")

    (total,) = file.annex.tables[0].totals

    assert (len(file.annex.actions), total.announced) == (facts["action_count"], facts["printed_count"])
    assert file.annex.computed == {"grant": Decimal(facts["computed_sum"])}
    assert file.annex.printed == {"grant": Decimal(facts["printed_total"])}
    assert counts(file) == {"total-rounded": 1, "name-variant": 2}


def test_the_same_list_as_text(kin):
    file, facts = kin("stafe_2019_projets.tsv", "stafe_2019_projets.expected.json")

    assert len(file.annex.actions) == facts["action_count"]
    assert file.annex.computed == {"grant": Decimal(facts["computed_sum"])}
    assert counts(file) == {"total-missing": 1, "name-variant": 2}


def test_grants_whose_identifiers_a_spreadsheet_has_destroyed(kin):
    file, facts = kin("toulouse_metropole_subventions_2022.csv", "toulouse_metropole_subventions_2022.facts.json")

    assert len(file.annex.actions) == facts["rows"]
    assert file.annex.computed == {"grant": Decimal(str(facts["sum"]))}
    assert counts(file) == {"siret-destroyed": facts["rows_with_scientific_siret"], "total-missing": 1}


def test_grants_of_a_budget(kin):
    file, facts = kin("rennes_bp_2019_subventions.csv", "rennes_bp_2019_subventions.facts.json")

    assert len(file.annex.actions) == facts["rows"]
    assert file.annex.computed == {"grant": Decimal(str(facts["sum"]))}
    assert by_theme(file.annex, "grant") == {t: (s["rows"], s["sum"]) for t, s in facts["by_function"].items()}
    assert counts(file) == {"columns-unsure": 2, "holder-missing": 1, "total-missing": 1, "name-variant": 1}


def test_schools_with_their_numbers(kin):
    file, _ = kin("cites_educatives_etablissements_monstage.csv")

    wrong = [(f.line, f.raw) for f in file.findings if f.code == "uai-invalid"]

    assert len(file.annex.actions) == 23
    assert wrong == [(4, "0592832h"), (5, "0590266u"), (12, "0590270y")]
    assert counts(file) == {"uai-invalid": 3, "columns-unsure": 1, "action-repeated": 1}


def test_a_list_that_is_no_programme_is_kept_under_its_own_headings(kin):
    file, _ = kin("cites_educatives_liste_officielle_extrait.csv")

    assert len(file.annex.actions) == 55
    assert {heading for action in file.annex.actions for heading in action.other} == {"id_cite", "lib_cite"}
    assert counts(file) == {"columns-unsure": 1}


@pytest.mark.parametrize(
    "name",
    [
        "montpellier_contrat_de_ville_2019.csv",
        "montpellier_2012_deliberation_word.odt",
        "stafe_2019_projets.pdf",
        "toulouse_metropole_subventions_2022.csv",
        "rennes_bp_2019_subventions.csv",
        "cites_educatives_etablissements_monstage.csv",
    ],
)
def test_every_row_goes_somewhere(kin, name):
    file, _ = kin(name)

    assert file.annex.rows.adds_up()
    assert file.annex.rows.unread == 0


def test_the_example_of_the_national_schema_of_grants(shared_examples):
    path = shared_examples / "scdl" / "exemple-valide.csv"

    file = read_annex(path.read_bytes(), path.name)

    known = {column.heading: column.concept for column in file.annex.tables[0].columns if column.concept}
    assert known == {
        "nomBeneficiaire": "holder",
        "idBeneficiaire": "siret",
        "rnaBeneficiaire": "rna",
        "objet": "title",
        "montant": "grant",
    }
    assert file.annex.computed["grant"] == sum(action.grant for action in file.annex.actions)
    assert [f.code for f in file.findings if f.level == "error"] == []
