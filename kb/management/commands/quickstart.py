"""One command from nothing to a running site; safe to run again at any time."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from collections.abc import Iterator
from itertools import count
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.http.request import validate_host

from kb.models import LoadedFixture

FIXTURES = ("article",)
_WORKERS, _THREADS = 2, 4


class Command(BaseCommand):
    """Migrate, load what is not loaded yet, index, make an account if there is none, and serve.

    A set of fixtures that was loaded once is never loaded again, so that no change of an editor is undone.
    """

    help = "Set everything up and serve the site. Safe to run again; never overwrites an editor's change."
    requires_system_checks = ()  # the checks run once the database is there

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address, and whether to serve at all."""
        parser.add_argument(
            "--bind", default="127.0.0.1:8000", metavar="HOST:PORT", help="Where to serve (default: %(default)s)."
        )
        parser.add_argument("--no-serve", action="store_true", help="Stop before serving.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do all steps in their order.

        Raises:
            CommandError: the address cannot be used or the database cannot be reached.
        """
        host, port = _address(options["bind"])
        if not options["no_serve"]:
            _require_free(host, port)
        self._prepare_database()
        self._load_fixtures()
        call_command("reindex", stdout=self.stdout)
        self._step("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        self._create_account()
        if options["no_serve"]:
            self._step("Ready. Serve it with: manage.py quickstart")
        else:
            self._serve(host, port)

    def _step(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _prepare_database(self) -> None:
        self._step(f"Preparing the database ({connection.display_name})")
        try:
            connection.ensure_connection()
        except DatabaseError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(
                f"The database cannot be reached: {reason}. Check DATABASE_URL, and that the server runs."
            ) from error
        call_command("migrate", interactive=False, verbosity=0)
        call_command("check")

    def _load_fixtures(self) -> None:
        loaded = set(LoadedFixture.objects.values_list("name", flat=True))
        for name in FIXTURES:
            if name in loaded:
                self._step(f"The set “{name}” was loaded before and is left as the editors have it")
            else:
                self._step(f"Loading the set “{name}”")
                call_command("loaddata", name, stdout=self.stdout)

    def _create_account(self) -> None:
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        name = next(name for name in _account_names() if not users.filter(username=name).exists())
        password = secrets.token_urlsafe(12)
        users.create_superuser(name, password=password)
        self._step(
            f"\nAn account was made for the admin, shown only this once:\n    name      {name}\n    password  {password}\n"
        )

    def _serve(self, host: str, port: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        self._step(f"Serving on http://{shown}:{port}/ (admin: http://{shown}:{port}/admin/). Stop with Ctrl+C.")
        if not validate_host(shown, settings.ALLOWED_HOSTS):
            self._step("Name in ALLOWED_HOSTS the hosts under which it is reached; under any other it answers with an error.")
        command = [sys.executable, "-m", "gunicorn", "kb.wsgi", f"--bind={shown}:{port}"]
        # A request line of any length is read: a search too long to be used still gets a page that says so.
        command += [f"--workers={_WORKERS}", f"--threads={_THREADS}", "--worker-class=gthread", "--limit-request-line=0"]
        command += ["--no-control-socket", "--log-level=warning"]
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
        os.execv(sys.executable, command)


def _account_names() -> Iterator[str]:
    yield "admin"
    yield from (f"admin-{number}" for number in count(2))


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise CommandError(f"--bind: “{text}” is not an address; write HOST:PORT, for example 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"--bind: {host}:{port} cannot be used ({error.strerror}); choose another address.") from error
