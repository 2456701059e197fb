"""Checks of texts: cells left empty, tags left in, what a text tells that a column should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from preau.core.annex.cells import has_markup
from preau.core.annex.checks.places import named, say
from preau.core.annex.headcounts import counts_in
from preau.core.annex.names import STATUS_MARKS, split_title
from preau.core.annex.rows import ActionRow, Annex, TableRead
from preau.core.findings import Finding
from preau.core.money import says_nothing
from preau.core.text import fold

_AUDIENCES = frozenset(
    "parents enseignants collegiens lyceens etudiants tout professionnels familles eleves enfants jeunes adolescents "
    "adultes habitants elementaire elementaires maternelle maternelles primaire primaires scolaires femmes seniors "
    "preados".split()
)
_JOINS = frozenset(
    "a au aux avec d de des du et l la le les leur leurs ou pour sans tous toutes vers jeunes grand tout".split()
)
_SEVERAL_YEARS = re.compile(
    "\\b(?:chaque ann[ée]e|tous les ans|(?:pluri|bis|tri)annuel\\w*|triennal\\w*|"
    "(?:1 ?[èe]re|premi[èe]re|2 ?(?:[èe]me|nde|e)|deuxi[èe]me|seconde|3 ?(?:[èe]me|e)|troisi[èe]me) "
    "ann[ée]e (?:puis|et)|"
    "sur (?:deux|trois|quatre|[234]) ans)\\b"
)
_SPAN = re.compile("20([0-9]{2}) ?(?:-|–|à|/) ?20([0-9]{2})(?![0-9])")
_FRAME = re.compile("(?:contrat|convention|pedt|cpo|ctg|label)[^.;]{0,40}$")
SHARE_EMPTY = 10
"""More empty cells than this, and four fifths of the column: the column is empty, and it is said once."""


class _Expected(NamedTuple):
    code: str
    concept: str
    attribute: str
    message: str


_EXPECTED = (
    _Expected("holder-missing", "holder", "holder_written", "pas de porteur. Dites qui répond de l’action."),
    _Expected(
        "theme-missing",
        "theme",
        "theme",
        "pas de thématique. Choisissez-en une pour que les totaux par thème soient complets.",
    ),
    _Expected("audience-missing", "audience", "audience", "pas de public visé. Dites à qui l’action s’adresse."),
    _Expected(
        "partners-missing",
        "expected_partners",
        "partners_written",
        "pas de partenaire pressenti. Nommez-les, ou écrivez « aucun ».",
    ),
)


def cell_missing(annex: Annex) -> Iterator[Finding]:
    """holder-missing, theme-missing, audience-missing, partners-missing: the column exists and the cell is empty.

    Where nearly the whole column is empty it is said once, of the column.
    """
    for expected in _EXPECTED:
        for table in annex.tables:
            if table.copy_of is None and table.position(expected.concept):
                yield from _missing(annex, table, expected)


def _missing(annex: Annex, table: TableRead, expected: _Expected) -> Iterator[Finding]:
    code, concept, attribute, message = expected
    empty = [action for action in table.actions if not getattr(action, attribute)]
    if concept == "holder":
        empty += [a for a in table.actions if a.holder_written and not a.holders and says_nothing(a.holder_written)]
    column = table.column_of(concept)
    if len(empty) > SHARE_EMPTY and len(empty) * 5 > len(table.actions) * 4 and column is not None:
        of_column = f"La colonne « {column.heading} » est vide sur {len(empty)} lignes de {len(table.actions)}."
        yield Finding(code, of_column, table.index, table.first_line, column.position, column.heading)
        return
    found = say(annex, code, concept)
    yield from (found(action, f"{named(action)} : {message}") for action in empty)


def markup_in_cell(annex: Annex) -> Iterator[Finding]:
    """markup-in-cell: tags of a web page were left in a cell; they are taken out, the paragraphs stay."""
    for action in annex.actions:
        whole = "".join(action.raw)
        if "<" in whole or "&" in whole:
            yield from _marked_up(annex.tables[action.table], action)


def _marked_up(table: TableRead, action: ActionRow) -> Iterator[Finding]:
    for i, text in enumerate(action.raw):
        if text and has_markup(text):
            heading = table.columns[i].heading if i < len(table.columns) else f"Colonne {i + 1}"
            message = (
                f"{named(action)} : des balises de page web restent dans « {heading} ». "
                "Elles sont retirées, les paragraphes sont gardés."
            )
            yield Finding("markup-in-cell", message, action.table, action.line, i + 1, text)


def status_in_title(annex: Annex) -> Iterator[Finding]:
    """status-in-title: a state is written after the title, "(réalisé)"; it becomes the state of the action."""
    found = say(annex, "status-in-title", "title")
    for action in annex.actions:
        written = action.title_written
        if written and written[-1] in ")]" and (status := split_title(written)[1]):
            mark = written[len(action.title or "") :].strip()
            message = (
                f"{named(action)} : « {mark} » quitte l’intitulé et devient l’état de l’action, {STATUS_MARKS[status]}."
            )
            yield found(action, message)


def headcount_in_text(annex: Annex) -> Iterator[Finding]:
    """headcount-in-text: the audience gives a number of people ("985 enfants"), which can become a target."""
    of_audience = say(annex, "headcount-in-text", "audience")
    of_description = say(annex, "headcount-in-text", "description")
    known: dict[str, list[str]] = {}
    for action in annex.actions:
        audience = action.audience or ""
        if audience not in known:
            known[audience] = counts_in(audience)
        counts = known[audience] + counts_in(action.description or "")
        if counts:
            said = ", ".join(dict.fromkeys(counts))
            message = f"{named(action)} : le texte annonce {said}. Ce nombre peut devenir un objectif."
            yield (of_audience if known[audience] else of_description)(action, message)


def audience_run_together(annex: Annex) -> Iterator[Finding]:
    """audience-run-together: several audiences follow one another without a separator ("Parents Enseignants")."""
    found = say(annex, "audience-run-together", "audience")
    verdicts: dict[str, bool] = {}
    for action in annex.actions:
        text = action.audience
        if not text or " " not in text:
            continue
        if text not in verdicts:
            verdicts[text] = _runs_together(text)
        if verdicts[text]:
            message = (
                f"{named(action)} : plusieurs publics se suivent sans séparateur, « {text} ». "
                "Séparez-les par des virgules."
            )
            yield found(action, message)


def _runs_together(text: str) -> bool:
    """Whether a kind of people begins, with a capital letter, right after a word that does not lead to it."""
    words = text.split(" ")
    return any(
        word[:1].isupper()
        and not word.isupper()
        and fold(word) in _AUDIENCES
        and before[-1:] not in ",;:/.-–+&'’\n"
        and "\n" not in before
        and fold(before) not in _JOINS
        for before, word in pairwise(words)
    )


def several_years_in_text(annex: Annex) -> Iterator[Finding]:
    """several-years-in-text: the text speaks of several years in a programme of one; a school year is only one."""
    of_title = say(annex, "several-years-in-text", "title")
    of_description = say(annex, "several-years-in-text", "description")
    for action in annex.actions:
        words, found = _several_years(action.title or ""), of_title
        if not words:
            words, found = _several_years(action.description or ""), of_description
        if words:
            message = (
                f"{named(action)} : le texte parle de plusieurs années, « {words} », dans le programme d’une seule."
            )
            yield found(action, message)


def _several_years(text: str) -> str | None:
    """The words that speak of several years; what few texts hold is asked first ("nn" is in "année" and "triennal")."""
    if (
        ("nn" in text and ("ann" in text or "iennal" in text or "Ann" in text))
        or " ans" in text
        or ("N" in text and ("ANN" in text or "IENNAL" in text or " ANS" in text))
    ) and (found := _SEVERAL_YEARS.search(text.lower())):
        return text[found.start() : found.end()]
    if "2" in text and "20" in text:
        for span in _SPAN.finditer(text):
            if int(span[2]) - int(span[1]) > 1 and not _FRAME.search(fold(text[: span.start()])):
                return span.group()
    return None
