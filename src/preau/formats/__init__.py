"""Bytes to grids, documents to bytes. Knows containers, not programmes of actions; no framework."""
