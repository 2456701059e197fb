"""Saying where: the finding of an action's cell, with the text of the file."""

from __future__ import annotations

from preau.core.annex.rows import ActionRow, Annex
from preau.core.findings import Finding


def named(action: ActionRow) -> str:
    """How a person calls the action: by its number, else by its line."""
    return f"Action {action.number}" if action.number else f"Ligne {action.line}"


def called(action: ActionRow) -> str:
    """The same within a sentence: "l’action 4", "la ligne 12"."""
    return f"l’action {action.number}" if action.number else f"la ligne {action.line}"


def finding(annex: Annex, action: ActionRow, code: str, concept: str, message: str) -> Finding:
    """A finding about one cell of an action; its raw text is that of the file."""
    position = annex.tables[action.table].position(concept)
    raw = action.raw[position - 1] if position and position <= len(action.raw) else None
    return Finding(code, message, action.table, action.line, position, raw or None)
