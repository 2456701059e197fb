"""What is only known once every table is read: the total of them all, summaries, and the one spelling of each theme."""

from __future__ import annotations

import re
from collections.abc import Sequence

from preau.core.annex.action import main_spellings
from preau.core.annex.cells import one_line
from preau.core.annex.content import Content
from preau.core.annex.figures import Sums
from preau.core.annex.header import counts_actions
from preau.core.annex.names import part_glued
from preau.core.annex.rows import AMOUNTS, ActionRow, Annex, TableRead, TotalRow
from preau.core.annex.totals import announced_count, is_general, total_in_sentence

_OF_A_YEAR = re.compile("20[0-9][0-9]|annexe", re.IGNORECASE)


def settle_whole(annex: Annex, after: Sequence[str]) -> None:
    """Settle what depends on all the tables; `after` are the paragraphs that end the file."""
    _total_after(annex, after)
    _total_of_all(annex)
    _themes_from_headings(annex)
    actions = [action for table in annex.tables for action in table.actions]
    _one_spelling(actions)
    part_glued(actions)


Extent = tuple[Content, int, int]
"""Where a table stands: its content, its first row (headings included), the row after its last."""


def set_aside(annex: Annex, extents: Sequence[Extent]) -> None:
    """Make notes of the tables without actions and of the summaries, where another table holds the actions."""
    full = [table for table in annex.tables if table.actions]
    main = max(full, key=lambda table: len(table.actions), default=None)
    if main is None:
        return
    kept = [table for table in full if table is main or not _is_summary(table, main)]
    if len(kept) == len(annex.tables):
        return
    for table, (content, first, stop) in zip(annex.tables, extents, strict=True):
        if table not in kept:
            annex.notes += content.notes(first, stop)
            annex.loose_rows += table.rows.content
    index = {table.index: new for new, table in enumerate(kept)}
    annex.tables = kept
    for new, table in enumerate(kept):
        table.index = new
        for action in table.actions:
            action.table = new
    annex.findings = [
        finding if finding.table is None else finding._replace(table=index[finding.table])
        for finding in annex.findings
        if finding.table is None or finding.table in index
    ]


def _is_summary(table: TableRead, main: TableRead) -> bool:
    """Whether the table, without titles, only counts or sums again the actions of the main one."""
    if table.position("title") or not main.position("title"):
        return False
    if any(column.heading and counts_actions(column.heading) for column in table.columns):
        return True
    shared = {concept: amount for concept, amount in table.computed.items() if concept in main.computed}
    return bool(shared) and all(main.computed[concept] == amount for concept, amount in shared.items())


def _total_after(annex: Annex, after: Sequence[str]) -> None:
    """Take the total that a sentence under the last table announces, when the table itself prints none."""
    table = annex.tables[-1]
    concepts = [concept for concept in AMOUNTS if table.position(concept)]
    whole = len(table.actions)
    if table.printed or not whole:
        return
    sums = Sums({concept: [getattr(action, concept) for action in table.actions] for concept in concepts}, whole)
    texts = [one_line(text) for text in after]
    for text in texts:
        if (announced := total_in_sentence(text, concepts, sums)) is not None:
            count = announced[1] or announced_count(texts)
            table.totals.append(TotalRow(None, text, announced[0], 0, whole, grand=True, announced=count))
            return


def _total_of_all(annex: Annex) -> None:
    """Take for the total of the file the last one it prints, when it sums all the tables or says so."""
    if len(annex.tables) < 2:  # noqa: PLR2004 - one table has its own total
        return
    table = next((table for table in reversed(annex.tables) if table.totals), None)
    if table is None or table is not annex.tables[-1]:
        return
    last = table.totals[-1]
    own = any(total.grand for total in table.totals[:-1])
    if not last.amounts or _sums(last, table):
        return
    if all(annex.computed.get(concept) == amount for concept, amount in last.amounts.items()) or (
        own and is_general(last.label)
    ):
        annex.total = last._replace(first=0, last=len(annex.actions), grand=True)
        table.totals.remove(last)


def _sums(total: TotalRow, table: TableRead) -> bool:
    return all(table.computed.get(concept) == amount for concept, amount in total.amounts.items())


def _themes_from_headings(annex: Annex) -> None:
    """Of several tables without a column of themes, the title above each says the theme of its actions."""
    for table in annex.tables:
        heading = table.heading
        if len(annex.tables) > 1 and heading and not table.position("theme") and not _OF_A_YEAR.search(heading):
            for action in table.actions:
                action.theme = action.theme or heading


def _one_spelling(actions: Sequence[ActionRow]) -> None:
    spelling = main_spellings(action.theme for action in actions if action.theme)
    for action in actions:
        if action.theme:
            action.theme_written = action.theme
            action.theme = spelling[action.theme]
