"""What all tests share: the article's records, users of each role, fast settings, and no silent skipping under CI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

CI = os.environ.get("CI", "").casefold() in {"1", "true", "yes"}
PASSWORD = "correct horse battery staple"

# No deadline: a slow machine is no defect. The same examples in every run of CI: it must not fail by chance.
hypothesis.settings.register_profile("project", deadline=None, derandomize=CI)
hypothesis.settings.load_profile("project")


@pytest.fixture(scope="session", autouse=True)
def _fast_settings() -> Iterator[None]:
    """Do without ``collectstatic`` and without slow password hashing."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
        WHITENOISE_AUTOREFRESH=True,  # else it warns that nothing was collected
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep SQLite in a file, as in use: in memory, threads of one server refuse each other instead of waiting.

    PostgreSQL goes without its pool, whose idle connections would keep the test's database from being dropped.
    """
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    connection.settings_dict["OPTIONS"].pop("pool", None)


_article_rows: dict[str, list[tuple[Any, ...]]] = {}


@pytest.fixture
def article(db: None) -> None:
    """Load the records drawn from the article: the first time as a user would, then by copying all rows that this made."""
    if not _article_rows:
        call_command("loaddata", "article", verbosity=0)
        _article_rows.update(_copy_rows())
        return
    with connection.cursor() as cursor:
        for insert, rows in _article_rows.items():
            cursor.executemany(insert, rows)


def _copy_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Read the rows of every table of the project, by the statement that writes them."""
    models = [model for label in ("kb", "search") for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    copied = {}
    with connection.cursor() as cursor:
        for model in models:
            table = connection.ops.quote_name(model._meta.db_table)
            columns = [connection.ops.quote_name(field.column) for field in model._meta.local_concrete_fields]
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")
            insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
            copied[insert] = cursor.fetchall()
    return copied


@pytest.fixture(scope="session")
def permissions_of_groups(django_db_setup: None, django_db_blocker: Any) -> dict[str, set[str]]:
    """The groups that the migrations made and what they may do, as noted before any test has run."""
    with django_db_blocker.unblock():
        return {group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}


def _make_user(name: str, **columns: Any) -> User:
    return User.objects.create_user(username=name, password=PASSWORD, is_staff=True, **columns)


def _make_member(name: str, group_name: str, permissions_of_groups: dict[str, set[str]]) -> User:
    """Make a user of a group, and the group too if a test with a browser has emptied the tables."""
    group, is_new = Group.objects.get_or_create(name=group_name)
    if is_new:
        group.permissions.set(Permission.objects.filter(codename__in=permissions_of_groups[group_name]))
    user = _make_user(name)
    user.groups.add(group)
    return user


@pytest.fixture
def editor(db: None, permissions_of_groups: dict[str, set[str]]) -> User:
    """A member of the staff who writes drafts."""
    return _make_member("editor", "Editors", permissions_of_groups)


@pytest.fixture
def reviewer(db: None, permissions_of_groups: dict[str, set[str]]) -> User:
    """A member of the staff who publishes."""
    return _make_member("reviewer", "Reviewers", permissions_of_groups)


@pytest.fixture
def administrator(db: None) -> User:
    """A member of the staff who may do everything."""
    return _make_user("administrator", is_superuser=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Any:
    """Under CI, report a test that was skipped as failed."""
    return _refuse_skipping((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Any:
    """Under CI, report a module that was skipped as failed."""
    return _refuse_skipping((yield))


def _refuse_skipping(report: Any) -> Any:
    if CI and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{report.longrepr[-1]} (With CI set, nothing may be skipped.)"
    return report
