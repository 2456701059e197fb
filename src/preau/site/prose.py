"""Long texts of an annex as paragraphs and lists: how they look changes, no word does."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ITEM = re.compile(r"\s*(?:[-–•*·▪]|\d{1,2}[.)])\s+(?=\S)")
_INLINE = re.compile(r"(?<=:)\s+[-–•]\s+")
_NEXT = re.compile(r"\s+[-–•]\s+(?=[A-ZÀÂÇÉÈÊÎÔÛ])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or the items of a list."""

    text: str = ""
    items: tuple[str, ...] = ()


def passages(text: str) -> list[Passage]:
    """The text as paragraphs and lists: lines that begin with a dash are items, and so are dashes after a colon."""
    found: list[Passage] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        if bullet := _ITEM.match(line):
            _add_item(found, line[bullet.end() :].strip())
            continue
        head, items = _inline_items(line)
        found.append(Passage(head))
        for item in items:
            _add_item(found, item)
    return found


def _add_item(found: list[Passage], item: str) -> None:
    if found and found[-1].items:
        found[-1] = Passage(items=(*found[-1].items, item))
    else:
        found.append(Passage(items=(item,)))


def _inline_items(line: str) -> tuple[str, list[str]]:
    """The beginning and the items of "Programme : - Créer… - Organiser…"; the whole line where it has but one dash."""
    parts = _INLINE.split(line, maxsplit=1)
    items = _NEXT.split(parts[1]) if len(parts) > 1 else []
    return (parts[0].strip(), [item.strip() for item in items]) if len(items) > 1 else (line.strip(), [])
