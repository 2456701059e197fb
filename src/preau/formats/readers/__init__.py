"""One module a format, one function each: `read(data: bytes) -> Reading`. Raises Refusal for what cannot be read."""
