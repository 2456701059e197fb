"""Checks of texts: cells left empty, tags left in, what a text tells that a column should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from preau.core.annex.cells import has_markup
from preau.core.annex.checks.places import finding, named
from preau.core.annex.names import STATUS_MARKS, split_title
from preau.core.annex.rows import ActionRow, Annex, TableRead
from preau.core.findings import Finding

_NOUNS = (
    r"enfants?|[ée]l[èe]ves?|familles?|jeunes?|coll[ée]giens?|lyc[ée]ens?|parents?|personnes?|[ée]tudiants?|habitants?|"
    r"[ée]coliers?|b[ée]n[ée]ficiaires?|participants?|adolescents?|adultes?|enseignants?|professionnels?|femmes?|filles?"
)
_HEADCOUNT = re.compile(
    rf"(?<![\w.,/])(\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+|\d{{1,6}})\s+((?:jeunes |petits )?(?:{_NOUNS}))\b", re.IGNORECASE
)
_AUDIENCE_NOUN = (
    r"(?:Parents|Enseignants|Coll[ée]giens|Lyc[ée]ens|[EÉ]tudiants|Tout public|Professionnels|Familles|[EÉ]l[èe]ves|Enfants|"
    r"Jeunes|Adolescents|Adultes|Habitants|[EÉ]l[ée]mentaires?|Maternelles?|Primaires?|Scolaires|Femmes|Seniors|Pr[ée]-?ados)"
)
_RUN_TOGETHER = re.compile(rf"[\w)] {_AUDIENCE_NOUN}\b")
_SEVERAL_YEARS = re.compile(
    r"\b(?:chaque ann[ée]e|tous les ans|par an\b|pluriannuel\w*|bisannuel\w*|triennal\w*|"
    r"(?:1\s?[èe]re|premi[èe]re|2\s?(?:[èe]me|nde|e)|deuxi[èe]me|seconde|3\s?(?:[èe]me|e)|troisi[èe]me) ann[ée]e (?:puis|et)|"
    r"sur (?:deux|trois|quatre|[234]) ans|(?P<first>20\d\d)\s*(?:-|–|à|/)\s*(?P<last>20\d\d))\b",
    re.IGNORECASE,
)  # fmt: skip


class _Expected(NamedTuple):
    code: str
    concept: str
    attribute: str
    message: str


_EXPECTED = (
    _Expected("holder-missing", "holder", "holder_written", "pas de porteur. Dites qui répond de l’action."),
    _Expected("theme-missing", "theme", "theme", "pas de thématique. Choisissez-en une pour que les totaux par thème soient complets."),
    _Expected("audience-missing", "audience", "audience", "pas de public visé. Dites à qui l’action s’adresse."),
    _Expected("partners-missing", "expected_partners", "partners_written", "pas de partenaire pressenti. Nommez-les, ou écrivez « aucun »."),
)  # fmt: skip


def cell_missing(annex: Annex) -> Iterator[Finding]:
    """holder-missing, theme-missing, audience-missing, partners-missing: the column exists and the cell is empty.

    Where nearly the whole column is empty it is said once, of the column.
    """
    for table in annex.tables:
        if table.copy_of is not None:
            continue
        for expected in _EXPECTED:
            if table.position(expected.concept):
                yield from _missing(annex, table, expected)


def _missing(annex: Annex, table: TableRead, expected: _Expected) -> Iterator[Finding]:
    empty = [action for action in table.actions if not getattr(action, expected.attribute)]
    column = table.column_of(expected.concept)
    if len(empty) > 10 and len(empty) * 5 > len(table.actions) * 4 and column is not None:  # noqa: PLR2004 - four in five
        message = f"La colonne « {column.heading} » est vide sur {len(empty)} lignes de {len(table.actions)}."
        yield Finding(expected.code, message, table.index, table.first_line, column.position, column.heading)
        return
    for action in empty:
        yield finding(annex, action, expected.code, expected.concept, f"{named(action)} : {expected.message}")


def markup_in_cell(annex: Annex) -> Iterator[Finding]:
    """markup-in-cell: tags of a web page were left in a cell; they are taken out, the paragraphs stay."""
    for action in annex.actions:
        for i, text in enumerate(action.raw):
            if text and has_markup(text):
                column = annex.tables[action.table].columns[i] if i < len(annex.tables[action.table].columns) else None
                heading = column.heading if column else f"Colonne {i + 1}"
                message = f"{named(action)} : des balises de page web restent dans « {heading} ». Elles sont retirées, les paragraphes sont gardés."
                yield Finding("markup-in-cell", message, action.table, action.line, i + 1, text)


def status_in_title(annex: Annex) -> Iterator[Finding]:
    """status-in-title: a state is written after the title, "(réalisé)"; it becomes the state of the action."""
    for action in annex.actions:
        written = action.title_written or ""
        if written.endswith((")", "]")) and (status := split_title(written)[1]):
            message = f"{named(action)} : « {written[len(action.title or '') :].strip()} » quitte l’intitulé et devient l’état de l’action, {STATUS_MARKS[status]}."
            yield finding(annex, action, "status-in-title", "title", message)


def headcount_in_text(annex: Annex) -> Iterator[Finding]:
    """headcount-in-text: the audience gives a number of people ("985 enfants"), which can become a target."""
    for action in annex.actions:
        counted = [f"{number} {noun}" for number, noun in headcounts(action)]
        if counted:
            message = f"{named(action)} : le texte annonce {', '.join(counted)}. Ce nombre peut devenir un objectif."
            yield finding(
                annex, action, "headcount-in-text", "audience" if _in(action.audience) else "description", message
            )


def headcounts(action: ActionRow) -> list[tuple[str, str]]:
    """The numbers of people that the texts of an action give, with the noun: [("985", "enfants")]."""
    texts = (action.audience or "", action.description or "")
    found = [(m[1], m[2]) for text in texts if text and not text.isalpha() for m in _HEADCOUNT.finditer(text)]
    return list(dict.fromkeys(pair for pair in found if not pair[0].startswith("0")))


def _in(text: str | None) -> bool:
    return text is not None and _HEADCOUNT.search(text) is not None


def audience_run_together(annex: Annex) -> Iterator[Finding]:
    """audience-run-together: several audiences follow one another without a separator ("Parents Enseignants")."""
    verdicts: dict[str, bool] = {}
    for action in annex.actions:
        text = action.audience
        if not text or " " not in text:
            continue
        if text not in verdicts:
            verdicts[text] = _RUN_TOGETHER.search(text) is not None
        if verdicts[text]:
            message = f"{named(action)} : plusieurs publics se suivent sans séparateur, « {text} ». Séparez-les par des virgules."
            yield finding(annex, action, "audience-run-together", "audience", message)


def several_years_in_text(annex: Annex) -> Iterator[Finding]:
    """several-years-in-text: the text speaks of several years in a programme of one; a school year is only one."""
    for action in annex.actions:
        for concept, text in (("title", action.title), ("description", action.description)):
            words = _several_years(text) if text else None
            if words:
                message = (
                    f"{named(action)} : le texte parle de plusieurs années, « {words} », dans le programme d’une seule."
                )
                yield finding(annex, action, "several-years-in-text", concept, message)
                break


def _several_years(text: str) -> str | None:
    for found in _SEVERAL_YEARS.finditer(text):
        if not found["first"] or int(found["last"]) - int(found["first"]) > 1:
            return found.group()
    return None
