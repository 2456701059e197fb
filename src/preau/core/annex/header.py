"""Finding the heading rows of a table: one row, two with a hat over some columns, three when words are wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from preau.core.annex.cells import one_line
from preau.core.annex.columns import LONGEST_NUMBER, MAX_HEADING, Heading, Values, choose, matches
from preau.core.annex.rows import AMOUNTS, ColumnMap
from preau.core.money import LONGEST, Unreadable, parse_amount, says_nothing
from preau.core.text import fold

SEARCHED = 200
"""How many rows with content are searched for the first heading row."""
SAMPLE = 100
"""How many rows under the headings tell what the columns hold."""
MAX_SPAN = 3
WORDS_OF_A_TITLE = 4
_ENOUGH = 2
_NAMES = {"title", "holder", "uai", "siret", *AMOUNTS}
_MONEY_WORDS = ("budget", "montant", "euro", "somme", "credit", "total", "subv", "verse")
_CUT_AFTER = tuple(f" {word}" for word in "de du des d' d’ l' l’ la le les par en et ou à - /".split())
_CUT_BEFORE = tuple("de |du |des |d'|d’|l'|l’|la |le |les |par |en |et |ou |à |au |aux |sur |(|/|&|€".split("|"))
_DIGIT = re.compile("[0-9]")
_YEAR = re.compile("20[0-9][0-9]")
_COUNTS = re.compile("(?:nombre|nb|nbre) (?:total )?(?:d |de |des )?(?:action|projet|dossier)")
_PRICE = re.compile("[0-9] ?(?:€|euros?\\b)")


class Header(NamedTuple):
    """The heading rows: from `start`, `span` rows with content; headings by column; texts standing over them (hats).

    `over` gives for each column the hat above it. `start` is where the table starts when there is no heading row.
    """

    start: int
    span: int
    headings: tuple[str, ...]
    hats: tuple[str, ...] = ()
    over: tuple[str, ...] = ()


def is_amount(text: str) -> bool:
    """Whether the text reads as an amount (of any convention) and is more than a sign of absence."""
    if len(text) > LONGEST or not _DIGIT.search(text):
        return False
    try:
        return parse_amount(text) is not None
    except Unreadable:
        return False


def score(headings: Sequence[str]) -> int:
    """How many different concepts the headings name; 0 when none of them names what a table of actions is made of.

    A count of actions is no concept, but tells the headings of a summary.
    """
    concepts = {found[0].concept for heading in headings if (found := matches(heading))}
    counts = any(heading and counts_actions(heading) for heading in headings)
    return len(concepts) + counts if concepts & _NAMES else 0


def counts_actions(heading: str) -> bool:
    """Whether the heading is that of a summary: "Nombre d'actions", "Nb projets"."""
    return heading[0] in "Nn" and _COUNTS.match(fold(heading)) is not None


def looks_like_headings(texts: Sequence[str]) -> bool:
    """Whether the row could head columns: short texts, no amount among them (a year is none)."""
    filled = [text for text in texts if text]
    return bool(filled) and all(len(text) <= MAX_HEADING and not _is_data(text) for text in filled)


def _is_data(text: str) -> bool:
    return (is_amount(text) and not _YEAR.fullmatch(text)) or _PRICE.search(text) is not None


def find(rows: Sequence[Sequence[str]], first: int = 0) -> Header | None:
    """The first heading rows at or after `first` among rows of text; None when no row names at least two concepts."""
    for start in range(first, min(len(rows), first + SEARCHED)):
        header = at(rows, start)
        if header is not None:
            return header
    return None


def at(rows: Sequence[Sequence[str]], start: int) -> Header | None:
    """The header that begins at this row, None when the row begins none."""
    if not looks_like_headings(rows[start]) or _is_title(rows, start):
        return None
    best = _joined(rows[start : start + 1], start)
    best_score = score(best.headings)
    for span in range(2, MAX_SPAN + 1):
        block = rows[start : start + span]
        if len(block) < span or not looks_like_headings(block[-1]):
            break
        header = _joined(block, start)
        reached = score(header.headings)
        if not (_continues(block) or (reached > best_score and _under_gaps(block))):
            break
        if reached >= best_score:
            best, best_score = header, reached
    return best if best_score >= _ENOUGH else None


def _is_title(rows: Sequence[Sequence[str]], start: int) -> bool:
    """Whether a text stands alone at the left, or is several words over an empty column: a title above the table."""
    filled = [i for i, text in enumerate(rows[start]) if text]
    if len(filled) != 1:
        return False
    (place,) = filled
    below = rows[start + 1] if start + 1 < len(rows) else ()
    under = below[place] if place < len(below) else ""
    return not place or (len(rows[start][place].split()) >= WORDS_OF_A_TITLE and not under)


def _continues(block: Sequence[Sequence[str]]) -> bool:
    """Whether the last row of the block goes on with the headings above it: under a hat, or with words cut in two.

    Words that go on begin with a small letter, or say themselves what the amounts above them are ("RETENU"); and one of
    them at least begins, or ends above, where no heading does ("de", "par la").
    """
    above, last = block[-2], block[-1]
    if any(_hat_end(above, last, i) > i + 1 for i in range(len(above))):
        return True
    headings = _joined(block[:-1], 0).headings
    filled = [(headings[i] if i < len(headings) else "", text) for i, text in enumerate(last) if text]
    return all(_goes_on(text) for _, text in filled) and any(
        heading and (heading.lower().endswith(_CUT_AFTER) or text.lower().startswith(_CUT_BEFORE) or _says_amount(text))
        for heading, text in filled
    )


def _under_gaps(block: Sequence[Sequence[str]]) -> bool:
    """Whether the last row of the block heads the columns that the rows above leave without heading."""
    return not any(text and any(i < len(row) and row[i] for row in block[:-1]) for i, text in enumerate(block[-1]))


def _goes_on(text: str) -> bool:
    return (text[0].islower() or text[0] in "(/&" or _says_amount(text)) and not says_nothing(text)


def _says_amount(text: str) -> bool:
    return any(match.concept in AMOUNTS for match in matches(text))


def _hat_end(above: Sequence[str], below: Sequence[str], i: int) -> int:
    """The column after those that the cell stands over: a gap at its right, headings under it and under the gap."""
    if not above[i] or i >= len(below) or not below[i]:
        return i + 1
    gap = i + 1
    while gap < len(below) and below[gap] and (not above[gap] if gap < len(above) else matches(below[gap])):
        gap += 1
    return gap


def _joined(block: Sequence[Sequence[str]], start: int) -> Header:
    width = max(len(row) for row in block)
    headings, over, hats = [""] * width, [""] * width, []
    for depth, row in enumerate(block):
        below = block[depth + 1] if depth + 1 < len(block) else ()
        for i, text in enumerate(row):
            end = _hat_end(row, below, i)
            if end == i + 1:
                headings[i] = one_line(f"{headings[i]} {text}")
                continue
            hats.append(one_line(text))
            for under in range(i, end):
                over[under] = one_line(f"{over[under]} {text}")
    under_hats = [heading for heading, hat in zip(headings, over, strict=True) if hat]
    for i, hat in enumerate(over):
        if hat and (not matches(headings[i]) or under_hats.count(headings[i]) > 1):
            headings[i] = f"{hat} {headings[i]}"
    said = " ".join(headings)
    return Header(start, len(block), tuple(headings), tuple(hat for hat in hats if hat not in said), tuple(over))


def plain(rows: Sequence[Sequence[str]]) -> Header | None:
    """The first row that heads a regular table whose words mean nothing to us: all cells filled, short and different.

    Only a last resort: the columns are then kept under their own headings.
    """
    for start, row in enumerate(rows[:SEARCHED]):
        texts = [text for text in row if text]
        width = len(texts)
        below = rows[start + 1 : start + 21]
        regular = sum(1 for other in below if sum(1 for text in other if text) >= max(_ENOUGH, width // 2))
        distinct = len({fold(text) for text in texts}) == width
        if width >= _ENOUGH and distinct and looks_like_headings(row) and regular >= _ENOUGH:
            return Header(start, 1, tuple(one_line(text) for text in row))
    return None


def map_columns(header: Header, body: Sequence[Sequence[str]], year: int | None = None) -> list[ColumnMap]:
    """The columns of the table, from the headings and a sample of the values under them.

    `year` is that of the annex, where it is known: of several years, its amounts are meant.
    """
    over = header.over or ("",) * len(header.headings)
    sample = _sample(body)
    headings = [
        Heading(text, hat, _values(sample, i)) for i, (text, hat) in enumerate(zip(header.headings, over, strict=True))
    ]
    columns = choose(headings, year)
    if not any(column.concept in AMOUNTS for column in columns):
        columns = _only_amount(columns, headings, year)
    return columns


def _sample(body: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The first rows, up to other headings."""
    rows = body[:SAMPLE]
    return rows[: next((i for i, row in enumerate(rows) if looks_like_headings(row) and score(row) > 1), len(rows))]


def _values(body: Sequence[Sequence[str]], i: int) -> Values:
    values = [row[i] for row in body if i < len(row) and row[i]]
    nothing = sum(1 for value in values if says_nothing(value))
    amounts = sum(1 for value in values if is_amount(value))
    if amounts and (amounts + nothing) * 2 >= len(values):
        return "amounts"
    figures = sum(1 for value in values if value[0].isdigit() or _PRICE.search(value))
    if nothing == len(values) or (figures + nothing) * 2 >= len(values):
        return None
    return "long words" if sum(map(len, values)) > LONGEST_NUMBER * len(values) else "words"


def _only_amount(columns: list[ColumnMap], headings: Sequence[Heading], year: int | None) -> list[ColumnMap]:
    """Take for the grant, unsurely, a column of amounts whose heading speaks of money or is a year."""
    offered = [c for c in columns if c.concept is None and headings[c.position - 1].values == "amounts"]
    speaking = [c for c in offered if any(word in fold(c.heading) for word in _MONEY_WORDS) and "%" not in c.heading]
    years = [c for c in offered if _YEAR.fullmatch(c.heading)]
    chosen = speaking[0] if speaking else max(years, key=lambda c: (c.heading == str(year), c.heading), default=None)
    return [c._replace(concept="grant", sure=False) if c is chosen else c for c in columns]
