"""Where the data lives: the folder of the embedded default, its secret key, its database or the one that was named."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from preau.core.refusal import Refusal

_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
}
"""A writer waits for its turn from its first statement, so that two never read the same state to write over it."""


def data_folder() -> Path:
    """PREAU_DATA, or the folder where this system keeps a user's data. Created, for its owner only.

    Raises Refusal when it cannot be.
    """
    named = os.environ.get("PREAU_DATA")
    folder = Path(named).expanduser() if named else _user_folder() / "preau"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(
            f"Le dossier de données {folder} ne peut pas être créé ({error.strerror}). "
            "Choisissez-en un autre avec PREAU_DATA."
        ) from error
    return folder


def _user_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home()))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def secret_key(folder: Path) -> str:
    """PREAU_SECRET_KEY, or a key made once and kept in the folder, readable by its owner only."""
    if key := os.environ.get("PREAU_SECRET_KEY"):
        return key
    path = folder / "secret-key"
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=folder, delete=False) as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(file.name, path)  # whole or absent, and the first of two processes wins
        Path(file.name).unlink()
    return path.read_text().strip()


def database(folder: Path, url: str) -> dict[str, Any]:
    """Django's description of the database: the embedded SQLite of the folder, or the PostgreSQL of the address.

    Raises Refusal for an address of another kind.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "preau.sqlite3",
            "OPTIONS": _SQLITE,
            "CONN_MAX_AGE": 60,
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise Refusal("DATABASE_URL doit commencer par postgresql://. Retirez-la pour utiliser la base intégrée.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
    }
