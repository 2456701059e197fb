"""One module a format, one function each: `write(document: Document) -> bytes`.

The same document always gives the same bytes.
"""
