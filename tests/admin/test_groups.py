"""Who may do what at the editors' desk."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from kb.models import Institution
from tests.admin.forms import save
from tests.factories import make_institution

LIST = "/admin/kb/institution/"


def _permissions(group):
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


@pytest.mark.django_db
def test_editors_add_and_change_but_neither_delete_nor_publish():
    permissions = _permissions("Editors")
    assert {"add_institution", "change_person", "view_place", "add_source", "change_statement", "view_entity"} <= permissions
    assert not {name for name in permissions if name.startswith("delete_")}
    assert "publish_entity" not in permissions


@pytest.mark.django_db
def test_reviewers_may_do_what_editors_may_and_also_publish_and_delete():
    assert _permissions("Editors") | {"publish_entity", "delete_statement", "delete_entity"} <= _permissions("Reviewers")


@pytest.mark.django_db(transaction=True)
def test_the_groups_are_taken_away_and_made_again_by_their_migration():
    call_command("migrate", "kb", "0001", verbosity=0)
    assert not Group.objects.exists()
    call_command("migrate", verbosity=0)
    assert "publish_entity" in _permissions("Reviewers")


def test_an_editor_sees_the_status_but_cannot_change_it(client, editor):
    draft = make_institution("x", status="draft")
    client.force_login(editor)
    response = save(client, f"{LIST}{draft.pk}/change/", status="published", name="Renamed")
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.name, draft.status) == ("Renamed", "draft")


def test_what_an_editor_adds_is_a_draft(client, editor):
    client.force_login(editor)
    response = save(client, f"{LIST}add/", name="New", slug="new", type="company", status="published")
    assert response.status_code == 302
    assert Institution.objects.get(slug="new").status == "draft"
    assert client.get("/institutions/new/").status_code == 200  # staff see it
    client.logout()
    assert client.get("/institutions/new/").status_code == 404


def test_an_editor_is_not_offered_the_action_that_publishes(client, editor):
    draft = make_institution("x", status="draft")
    client.force_login(editor)
    assert b'value="publish"' not in client.get(LIST).content
    client.post(LIST, {"action": "publish", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_reviewer_publishes_many_and_takes_them_back(client, reviewer):
    drafts = [make_institution(slug, status="draft") for slug in ("x", "y")]
    client.force_login(reviewer)
    chosen = {"_selected_action": [row.pk for row in drafts]}
    answer = client.post(LIST, {"action": "publish"} | chosen, follow=True)
    assert "2 institutions set to “published”." in answer.content.decode()
    client.logout()
    assert client.get("/institutions/y/").status_code == 200
    client.force_login(reviewer)
    client.post(LIST, {"action": "take_back"} | chosen)
    assert set(Institution.objects.values_list("status", flat=True)) == {"draft"}


def test_a_reviewer_publishes_in_the_form(client, reviewer):
    draft = make_institution("x", status="draft")
    client.force_login(reviewer)
    assert save(client, f"{LIST}{draft.pk}/change/", status="published").status_code == 302
    draft.refresh_from_db()
    assert draft.status == "published"


def test_readers_are_asked_to_sign_in(client, db):
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")
