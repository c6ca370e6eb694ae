"""Settings as the environment gives them, read with their type; a malformed one is refused in one sentence."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url


class SettingsError(Exception):
    """A setting is missing or malformed; the message names it, says what is wrong and what to write."""


def text(name: str, default: str = "") -> str:
    """Read a text; empty counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """Read a yes or no.

    Raises:
        SettingsError: it is neither.
    """
    value = text(name).casefold()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise SettingsError(f"{name}: “{value}” is neither yes nor no; write 1 or 0.")
    return default


def words(name: str, default: str = "") -> list[str]:
    """Read a list separated by commas, without empty items."""
    return [word for word in (part.strip() for part in text(name, default).split(",")) if word]


def origins(name: str) -> list[str]:
    """Read a list of origins, each with its scheme.

    Raises:
        SettingsError: one of them has no scheme.
    """
    for origin in words(name):
        if not origin.startswith(("http://", "https://")):
            raise SettingsError(f"{name}: “{origin}” has no scheme; write https://{origin}.")
    return words(name)


def directory(name: str, default: Path) -> Path:
    """Read a directory and make it, readable to its owner only, if it is not there.

    Raises:
        SettingsError: it cannot be made or is not a directory.
    """
    path = Path(text(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"{name}: “{path}” cannot be used as a directory ({error.strerror}); name one that can be written."
        ) from error
    return path


def database(name: str, sqlite_file: Path) -> dict[str, Any]:
    """Read the database's address; without one, an SQLite file.

    Raises:
        SettingsError: the address is of neither PostgreSQL nor SQLite.
    """
    address = text(name, f"sqlite:///{sqlite_file}")
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(address))
    except (ValueError, KeyError) as error:
        raise SettingsError(f"{name}: not a database address; write postgresql://USER:PASSWORD@HOST:5432/NAME.") from error
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        # Write transactions wait for each other instead of failing, readers never wait, foreign keys hold.
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        settings["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
    elif settings["ENGINE"] == "django.db.backends.postgresql":
        if not settings["NAME"]:
            raise SettingsError(f"{name}: names no database; write postgresql://USER:PASSWORD@HOST:5432/NAME.")
        settings["CONN_HEALTH_CHECKS"] = True
        # Whoever cannot be reached in ten seconds is said to be away.
        settings["OPTIONS"] = settings.get("OPTIONS", {}) | {"pool": {"timeout": 10}}
    else:
        raise SettingsError(f"{name}: only postgresql:// and sqlite:/// addresses are supported.")
    return settings


def secret_key(name: str, file: Path) -> str:
    """Read the key that signs sessions; without one, make one and keep it in a file that only its owner can read.

    Raises:
        SettingsError: the key is too short, or the file cannot be written or read.
    """
    given = text(name)
    if given:
        if len(given) < 50:
            raise SettingsError(f"{name}: has {len(given)} characters; use at least 50 random ones.")
        return given
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    except OSError as error:
        raise SettingsError(f"{name}: not set, and “{file}” cannot be written ({error.strerror}); set it.") from error
    try:
        kept = file.read_text().strip()
    except OSError as error:
        raise SettingsError(f"{name}: not set, and “{file}” cannot be read ({error.strerror}); set it.") from error
    if not kept:
        raise SettingsError(f"{name}: not set, and “{file}” is empty; delete the file or set the variable.")
    return kept
