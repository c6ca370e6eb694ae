"""The one command that sets everything up."""

from __future__ import annotations

import socket
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from kb.models import Entity, Statement
from kb.search.models import SearchDocument


@pytest.fixture(autouse=True)
def _own_static_root(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path


def _quickstart(**options):
    output = StringIO()
    call_command("quickstart", no_serve=True, stdout=output, **options)
    return output.getvalue()


@pytest.mark.django_db(transaction=True)
def test_it_loads_indexes_and_makes_one_account_whose_password_is_shown_once():
    first = _quickstart()
    assert Entity.objects.count() == SearchDocument.objects.count() == 40
    password = first.split("password")[1].split()[0]
    assert User.objects.get().check_password(password)
    second = _quickstart()
    assert "password" not in second
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_run_leaves_what_editors_have_changed_and_deleted():
    _quickstart()
    academy = Entity.objects.get(slug="baai")
    academy.name = "Changed by an editor"
    academy.save()
    gone = Statement.objects.filter(subject=academy, property="acronym").get()
    gone.delete()
    assert "left as the editors have it" in _quickstart()
    academy.refresh_from_db()
    assert academy.name == "Changed by an editor"
    assert not Statement.objects.filter(public_id=gone.public_id).exists()


@pytest.mark.parametrize("address", ["8000", "localhost", "localhost:0", "localhost:99999", ":8000", "localhost:http"])
def test_an_impossible_address_is_refused_in_one_sentence(address):
    with pytest.raises(CommandError, match=r"--bind: .* is not an address"):
        call_command("quickstart", bind=address)


def test_an_address_in_use_is_refused_before_anything_is_done():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CommandError, match="cannot be used"):
        call_command("quickstart", bind=f"127.0.0.1:{taken.getsockname()[1]}")


@pytest.mark.django_db(transaction=True)
def test_an_account_is_made_under_another_name_when_somebody_is_called_admin():
    User.objects.create_user("admin")
    assert "admin-2" in _quickstart()
    assert User.objects.get(username="admin-2").is_superuser
