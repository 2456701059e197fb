"""Finding the heading rows of a table: one row, two with a hat over some columns, three when words are wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from preau.core.annex.cells import one_line
from preau.core.annex.columns import MAX_HEADING, choose, matches
from preau.core.annex.rows import AMOUNTS, ColumnMap
from preau.core.money import Unreadable, parse_amount
from preau.core.text import fold

SEARCHED = 200
"""How many rows with content are searched for the first heading row."""
MAX_SPAN = 3
_ENOUGH = 2
_NAMES = {"title", "holder", "uai", "siret", *AMOUNTS}


class Header(NamedTuple):
    """The heading rows: from `start`, `span` rows with content; headings by column; texts standing over them (hats)."""

    start: int
    span: int
    headings: tuple[str, ...]
    hats: tuple[str, ...] = ()


def is_amount(text: str) -> bool:
    """Whether the text reads as an amount (of any convention) and is more than a sign of absence."""
    try:
        return parse_amount(text) is not None
    except Unreadable:
        return False


def score(headings: Sequence[str]) -> int:
    """How many different concepts the headings name; 0 when none of them names what a table of actions is made of."""
    concepts = {found[0].concept for heading in headings if (found := matches(heading))}
    return len(concepts) if concepts & _NAMES else 0


def looks_like_headings(texts: Sequence[str]) -> bool:
    """Whether the row could head columns: short texts, no amount among them."""
    filled = [text for text in texts if text]
    return bool(filled) and all(len(text) <= MAX_HEADING and not is_amount(text) for text in filled)


def find(rows: Sequence[Sequence[str]], first: int = 0) -> Header | None:
    """The first heading rows at or after `first` among rows of text; None when no row names at least two concepts."""
    for start in range(first, min(len(rows), first + SEARCHED)):
        header = at(rows, start)
        if header is not None:
            return header
    return None


def at(rows: Sequence[Sequence[str]], start: int) -> Header | None:
    """The header that begins at this row, None when the row begins none."""
    if not looks_like_headings(rows[start]) or _is_title(rows[start]):
        return None
    best: Header | None = None
    best_score = 1
    for span in range(1, MAX_SPAN + 1):
        block = rows[start : start + span]
        if len(block) < span or not looks_like_headings(block[-1]):
            break
        if span > 1 and not _continues(block):
            break
        header = _joined(block, start)
        reached = score(header.headings)
        if reached > best_score or (best and reached == best_score and span > best.span):
            best, best_score = header, reached
    return best if best_score >= _ENOUGH else None


def _is_title(row: Sequence[str]) -> bool:
    """Whether a text stands alone at the left: a title above the table, never the first of its heading rows."""
    return bool(row[0]) and not any(row[1:])


def _continues(block: Sequence[Sequence[str]]) -> bool:
    """Whether the last row of the block goes on with the headings above it.

    It does when it writes under a gap or a hat, or when it writes words in a column headed as an amount.
    """
    above, last = _joined(block[:-1], 0).headings, block[-1]
    filled = [i for i, text in enumerate(last) if text]
    if not filled or len(filled) == len([text for text in above if text]) and score(last) == 0 and not _amount_words(above, last):
        return False
    under_gap = all(i >= len(above) or not above[i] for i in filled)
    last_above = block[-2]
    under_hat = any(_is_hat(last_above, last, i) for i in range(len(last_above)))
    return under_gap or under_hat or _amount_words(above, last)


def _amount_words(above: Sequence[str], last: Sequence[str]) -> bool:
    return any(
        last[i] and not is_amount(last[i]) and found[0].concept in AMOUNTS
        for i, heading in enumerate(above)
        if i < len(last) and (found := matches(heading))
    )


def _is_hat(above: Sequence[str], below: Sequence[str], i: int) -> bool:
    """Whether the cell stands over several columns: nothing at its right, and headings under it and under the gap."""
    if not above[i]:
        return False
    gap = i + 1
    while gap < len(below) and (gap >= len(above) or not above[gap]) and below[gap]:
        gap += 1
    return gap > i + 1 and i < len(below) and bool(below[i])


def _joined(block: Sequence[Sequence[str]], start: int) -> Header:
    width = max(len(row) for row in block)
    headings, hats = [""] * width, []
    for depth, row in enumerate(block):
        below = block[depth + 1] if depth + 1 < len(block) else ()
        for i, text in enumerate(row):
            if not text:
                continue
            if below and _is_hat(row, below, i):
                hats.append(text)
            else:
                headings[i] = one_line(f"{headings[i]} {text}")
    return Header(start, len(block), tuple(headings), tuple(hats))


def plain(rows: Sequence[Sequence[str]]) -> Header | None:
    """The first row that heads a regular table whose words mean nothing to us: all cells filled, short and different.

    Only a last resort: the columns are then kept under their own headings.
    """
    for start, row in enumerate(rows[:SEARCHED]):
        texts = [text for text in row if text]
        width = len(texts)
        regular = [other for other in rows[start + 1 : start + 21] if sum(1 for text in other if text) >= max(2, width // 2)]
        distinct = len({fold(text) for text in texts}) == width
        if width >= _ENOUGH and distinct and looks_like_headings(row) and len(regular) >= _ENOUGH:
            return Header(start, 1, tuple(one_line(text) for text in row))
    return None


def map_columns(header: Header, body: Sequence[Sequence[str]]) -> list[ColumnMap]:
    """The columns of the table, from the headings and a sample of the values under them."""
    numeric = [_numeric(body, i) for i in range(len(header.headings))]
    columns = choose(header.headings, numeric=numeric, fuzzy=True)
    if not any(column.concept in AMOUNTS for column in columns):
        columns = _only_amount(columns, numeric)
    return columns


def _numeric(body: Sequence[Sequence[str]], i: int) -> bool | None:
    values = [row[i] for row in body if i < len(row) and row[i]]
    if not values:
        return None
    return sum(1 for value in values if is_amount(value) or len(value) <= _ENOUGH) * 2 >= len(values)


def _only_amount(columns: list[ColumnMap], numeric: Sequence[bool | None]) -> list[ColumnMap]:
    """Take for the grant, unsurely, the one column of numbers whose heading speaks of money."""
    words = ("budget", "montant", "euro", "somme", "credit", "total", "subv", "verse")
    for column in columns:
        folded = fold(column.heading)
        if column.concept is None and numeric[column.position - 1] and any(word in folded for word in words):
            return [c._replace(concept="grant", sure=False) if c is column else c for c in columns]
    return columns
