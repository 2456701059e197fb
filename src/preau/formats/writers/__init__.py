"""One module a format, one function each: `write(document: Document) -> bytes`. The same document gives the same bytes."""
