"""Waking Django for a command: settings, database brought up to date. Only the commands that keep or show need it."""

from __future__ import annotations

import os


def wake() -> None:
    """Set Django up and bring the database to the present schema, creating it where there is none.

    Raises Refusal when the database cannot be reached, saying which.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preau.config.settings")
    import django
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    from preau.core.refusal import Refusal

    django.setup()
    try:
        executor = MigrationExecutor(connection)
        targets = executor.loader.graph.leaf_nodes()
        if executor.migration_plan(targets):
            executor.migrate(targets)
    except OperationalError as error:
        where = connection.settings_dict["NAME"]
        host = connection.settings_dict.get("HOST")
        raise Refusal(
            f"La base de données {where}{f' sur {host}' if host else ''} ne répond pas. "
            "Vérifiez PREAU_DATA ou DATABASE_URL, et qu’elle est en marche."
        ) from error
