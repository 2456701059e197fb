"""Plain text, pasted or saved: tab separated values, or one cell a line. `preau.formats.delimited` does the work."""

from __future__ import annotations

from preau.formats.delimited import read

__all__ = ["read"]
