"""Saying where: the finding of an action's cell, with the text of the file."""

from __future__ import annotations

from collections.abc import Callable

from preau.core.annex.rows import ActionRow, Annex
from preau.core.findings import Finding

Say = Callable[[ActionRow, str], Finding]
"""Makes a finding of an action and a message."""


def named(action: ActionRow) -> str:
    """How a person calls the action: by its number, else by its line."""
    return f"Action {action.number}" if action.number else f"Ligne {action.line}"


def called(action: ActionRow) -> str:
    """The same within a sentence: "l’action 4", "la ligne 12"."""
    return f"l’action {action.number}" if action.number else f"la ligne {action.line}"


def say(annex: Annex, code: str, concept: str) -> Say:
    """What makes findings of a code about the cells of a concept, with their place and their raw text."""
    positions = [table.position(concept) for table in annex.tables]

    def finding(action: ActionRow, message: str) -> Finding:
        position = positions[action.table]
        raw = action.raw[position - 1] if position and position <= len(action.raw) else None
        return Finding(code, message, action.table, action.line, position, raw or None)

    return finding
