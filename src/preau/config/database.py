"""Waking Django for a command: settings, database brought up to date. Only the commands that keep or show need it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

MIGRATING = 0x5052_4541
"""The number of the lock that PostgreSQL gives to one migrating process at a time ("PREA")."""


def wake() -> None:
    """Set Django up and bring the database to the present schema, creating it where there is none.

    Two commands started together migrate one after the other. The connection is closed: servers open their own.
    Raises Refusal when the database cannot be reached, saying which.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preau.config.settings")
    import django
    from django.db import OperationalError, connection

    from preau.core.refusal import Refusal

    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        where = connection.settings_dict["NAME"]
        host = connection.settings_dict.get("HOST")
        raise Refusal(
            f"La base de données {where}{f' sur {host}' if host else ''} ne répond pas. "
            "Vérifiez PREAU_DATA ou DATABASE_URL, et qu’elle est en marche."
        ) from error
    with _alone():
        if _migrate():
            _check_anew()
        _make_cache()
    connection.close()


def _migrate() -> bool:
    """Bring the schema up to date; whether there was anything to do."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    if not executor.migration_plan(targets):
        return False
    executor.migrate(targets)
    return True


def _check_anew() -> None:
    """A new version may check more, or better: the findings of every programme are those of its checks."""
    from django.db import transaction

    from preau.annexes.checking import refresh_findings
    from preau.programmes.models import Programme

    for programme in Programme.objects.select_related("cite"):
        with transaction.atomic():
            refresh_findings(programme)


def _make_cache() -> None:
    """The table of the cache, where attempts are counted for every process: no migration makes it."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold what one process at a time holds: a lock of PostgreSQL, or a file beside the embedded database."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
        return
    try:
        import fcntl
    except ImportError:  # no such locks on Windows, nor two commands started together
        yield
        return
    with open(f"{connection.settings_dict['NAME']}.lock", "w") as file:  # noqa: PTH123 - the name may be a Path or a text
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
