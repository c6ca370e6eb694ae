"""The preview of prose as one types."""

from __future__ import annotations

from django.test import Client

from kb.models.statement_checks import TEXT_LIMIT
from tests.factories import make_institution

ADDRESS = "/admin/markdown-preview/"


def test_prose_is_rendered_with_links_to_records(client, editor):
    make_institution("x", name="Ex", status="draft")
    client.force_login(editor)
    answer = client.post(ADDRESS, {"text": "**See** [[x]] and [[nobody]]"})
    assert answer.content.decode() == '<strong>See</strong> <a href="/institutions/x/">Ex</a> and nobody'


def test_script_comes_back_as_harmless_text(client, editor):
    client.force_login(editor)
    answer = client.post(
        ADDRESS, {"text": "<script>alert(1)</script> [a](javascript:alert(1)) [b](data:text/html,x)"}
    ).content.decode()
    assert "<script" not in answer
    assert "href" not in answer


def test_a_text_that_is_too_long_is_answered_in_words(client, editor):
    client.force_login(editor)
    answer = client.post(ADDRESS, {"text": "x" * (TEXT_LIMIT + 1)})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert answer.content.decode() == "The text has 20,001 characters; at most 20,000 are kept."


def test_an_empty_text_has_an_empty_preview(client, editor):
    client.force_login(editor)
    assert client.post(ADDRESS).content == b""


def test_only_staff_are_answered_and_only_with_the_token_of_a_form(client, editor, db):
    assert client.post(ADDRESS, {"text": "x"}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(ADDRESS, {"text": "x"}).status_code == 403
    assert strict.get(ADDRESS).status_code in {403, 405}
