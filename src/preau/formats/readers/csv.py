"""Delimited values (CSV), whatever the delimiter and the encoding. `preau.formats.delimited` does the work."""

from __future__ import annotations

from preau.formats.delimited import read

__all__ = ["read"]
