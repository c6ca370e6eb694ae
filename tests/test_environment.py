from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb import environment
from kb.environment import SettingsError

ROOT = Path(__file__).resolve().parent.parent
KEY = "k" * 50


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", True), ("Yes", True), (" on ", True), ("TRUE", True), ("0", False), ("no", False), ("off", False)],
)
def test_a_flag_is_yes_or_no(monkeypatch, value, expected):
    monkeypatch.setenv("X", value)
    assert environment.flag("X", default=not expected) is expected


@pytest.mark.parametrize("value", [None, "", "  "])
@pytest.mark.parametrize("default", [True, False])
def test_what_is_not_set_or_empty_has_its_default(monkeypatch, value, default):
    monkeypatch.delenv("X", raising=False) if value is None else monkeypatch.setenv("X", value)
    assert environment.flag("X", default) is default
    assert environment.text("X", "default") == "default"
    assert environment.words("X", "a, b") == ["a", "b"]
    assert environment.origins("X") == []


def test_words_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("X", " a.example , ,b.example,")
    assert environment.words("X") == ["a.example", "b.example"]


def test_origins_have_a_scheme(monkeypatch):
    monkeypatch.setenv("X", "https://a.example,http://b.example:8000")
    assert environment.origins("X") == ["https://a.example", "http://b.example:8000"]


def test_a_directory_is_made_for_its_owner_only(monkeypatch, tmp_path):
    monkeypatch.setenv("X", str(tmp_path / "a" / "b"))
    made = environment.directory("X", tmp_path)
    assert made == tmp_path / "a" / "b"
    assert made.stat().st_mode & 0o777 == 0o700
    assert environment.directory("X", tmp_path) == made


def test_without_an_address_the_database_is_an_sqlite_file(monkeypatch, tmp_path):
    monkeypatch.delenv("X", raising=False)
    settings = environment.database("X", tmp_path / "kb.sqlite3")
    assert (settings["ENGINE"], settings["NAME"]) == ("django.db.backends.sqlite3", str(tmp_path / "kb.sqlite3"))
    assert "foreign_keys=ON" in settings["OPTIONS"]["init_command"]


def test_an_address_of_postgresql_is_read(monkeypatch, tmp_path):
    monkeypatch.setenv("X", "postgresql://u:p%40ss@db.example:5433/kb?sslmode=require")
    settings = environment.database("X", tmp_path)
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert [settings[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == ["u", "p@ss", "db.example", 5433, "kb"]
    assert settings["OPTIONS"] == {"sslmode": "require", "pool": {"timeout": 10}}


def test_a_secret_key_is_made_once_and_kept_for_its_owner_only(monkeypatch, tmp_path):
    monkeypatch.delenv("X", raising=False)
    file = tmp_path / "secret_key"
    key = environment.secret_key("X", file)
    assert len(key) >= 50
    assert environment.secret_key("X", file) == key
    assert file.stat().st_mode & 0o777 == 0o600
    assert environment.secret_key("X", tmp_path / "another") != key


def test_a_secret_key_that_is_given_is_not_written_down(monkeypatch, tmp_path):
    monkeypatch.setenv("X", KEY)
    assert environment.secret_key("X", tmp_path / "secret_key") == KEY
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "file",
    [lambda directory: (directory / "empty").touch() or directory / "empty", lambda directory: directory],
    ids=["empty", "a directory"],
)
def test_a_secret_key_that_cannot_be_read_is_refused(monkeypatch, tmp_path, file):
    monkeypatch.delenv("X", raising=False)
    with pytest.raises(SettingsError, match=r"^X: "):
        environment.secret_key("X", file(tmp_path))


def manage(tmp_path, *arguments, **variables):
    """Run a management command with these variables and none that the tests themselves run with."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=inherited | {"DATA_DIR": str(tmp_path / "data")} | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://u:p@localhost/kb"),
        ("DATABASE_URL", "oracle://x"),
        ("DATABASE_URL", "unknown://localhost/kb"),
        ("DATABASE_URL", "postgresql://u:p@localhost"),
        ("DATABASE_URL", "postgresql://u:p@localhost/"),
        ("DATABASE_URL", "postgresql://u:p@localhost:port/kb"),
        ("DATABASE_URL", "postgresql://u:p@[::1/kb"),
        ("SECRET_KEY", "short"),
        ("DEBUG", "maybe"),
        ("HTTPS", "2"),
        ("BEHIND_PROXY", "nginx"),
        ("CSRF_TRUSTED_ORIGINS", "kb.example.org"),
        ("DATA_DIR", "/dev/null"),
        ("DATA_DIR", "/dev/null/kb"),
        ("DATA_DIR", "/proc/kb"),
        ("DATA_DIR", "/proc"),
    ],
)
def test_a_malformed_setting_is_refused_in_one_sentence(tmp_path, name, value):
    run = manage(tmp_path, "check", **{name: value})
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr.count("\n") == 1, run.stderr
    assert run.stderr.endswith(".\n")
    assert "Traceback" not in run.stderr
    # Where the directory is there but cannot be written, the key that it should hold is the first to miss it.
    assert run.stderr.startswith(
        (f"Setting {name}: ", "Setting SECRET_KEY: not set") if name == "DATA_DIR" else f"Setting {name}: "
    )


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"DATABASE_URL": "sqlite:///:memory:"},
        {"DATABASE_URL": "postgres://u:p@localhost/kb", "SECRET_KEY": KEY, "HTTPS": "1", "ALLOWED_HOSTS": "kb.example.org"},
        {"DEBUG": "1", "BEHIND_PROXY": "yes", "CSRF_TRUSTED_ORIGINS": "https://kb.example.org"},
    ],
    ids=str,
)
def test_settings_that_are_well_formed_are_taken(tmp_path, variables):
    run = manage(tmp_path, "check", **variables)
    assert (run.returncode, run.stderr) == (0, "")


def test_the_server_too_refuses_a_malformed_setting_in_one_sentence(tmp_path):
    run = subprocess.run(
        [sys.executable, "-c", "import kb.wsgi"],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DEBUG": "maybe"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (1, "Setting DEBUG: “maybe” is neither yes nor no; write 1 or 0.\n")
