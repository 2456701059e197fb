"""One request at a time, for the SQLite of the tests: in memory, it has one connection for all threads of a server.

A browser that clicks twice sends two requests at once. The embedded database of the product is a file, where each has
a connection and waits for its turn; PostgreSQL needs nothing of the kind.
"""

from __future__ import annotations

from threading import RLock

from django.core.exceptions import MiddlewareNotUsed
from django.db import connection


class Turns:
    """Let one request through, then the next."""

    def __init__(self, get_response):
        if connection.vendor != "sqlite":
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.turn = RLock()

    def __call__(self, request):
        with self.turn:
            return self.get_response(request)
