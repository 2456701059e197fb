"""Tables that go on where a page ends: their headings stand on the first page only."""

from __future__ import annotations

from collections.abc import Sequence

from preau.core.annex.columns import matches
from preau.core.annex.content import Content
from preau.core.annex.header import Header, is_amount
from preau.core.annex.rows import AMOUNTS

Part = tuple[Content, Header | None]


def join_pages(content: Sequence[Content], found: Sequence[Header | None]) -> list[Part]:
    """Each content with its headings; one without headings that goes on with the table before it is put under it.

    Where a text stands between, or another sheet begins, it is a table of its own under the same headings.
    """
    parts: list[Part] = []
    for part, header in zip(content, found, strict=True):
        previous, above = parts[-1] if parts else (None, None)
        if header is not None or previous is None or above is None or not _goes_on(part, above):
            parts.append((part, header))
        elif part.sheet == previous.sheet and not _speaks(previous.after) and not _speaks(part.before):
            previous.after += part.before
            previous.extend(part)
        else:
            parts.append((part, above._replace(start=0, span=0)))
    return parts


def _speaks(texts: Sequence[str]) -> bool:
    """Whether a text says more than a number of page."""
    return any(sum(1 for sign in text if sign.isalpha()) > len("page sur") for text in texts)


def _goes_on(part: Content, header: Header) -> bool:
    """Whether the rows have the columns of the headings: as many, with amounts where they announce some."""
    if part.width != len(header.headings) or len(header.headings) < 2:  # noqa: PLR2004 - one column goes on with anything
        return False
    first = [found[0].concept if (found := matches(heading)) else None for heading in header.headings]
    amounts = [i for i, concept in enumerate(first) if concept in AMOUNTS]
    regular = [row for row in part.texts if any(i < len(row) and is_amount(row[i]) for i in amounts)]
    return len(regular) * 2 >= len(part.texts)
