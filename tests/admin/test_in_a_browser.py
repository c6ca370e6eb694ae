"""The desk in a real browser, under the site's own Content-Security-Policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import sync_playwright

from tests.factories import make_institution, make_source, say

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_DEBIAN = Path("/usr/bin/chromium")


@pytest.fixture
def desk(live_server, monkeypatch):
    """A page of a signed-in administrator; whatever its console complains about is an error of the test."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the driver keeps an event loop in this thread
    User.objects.create_superuser("administrator", password="correct horse")
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_DEBIAN if _DEBIAN.exists() else None, args=["--no-sandbox"])
        page = browser.new_page(base_url=live_server.url)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/admin/login/")
        page.fill("#id_username", "administrator")
        page.fill("#id_password", "correct horse")
        page.click("input[type=submit]")
        yield page
        browser.close()
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []


def test_a_statement_is_added_by_choosing_and_typing_with_a_preview(desk):
    entity, other, source = make_institution("x"), make_institution("other", name="Other Lab"), make_source("s1")
    say(entity, "alias", "Ex", source=source)
    desk.goto(f"/admin/kb/institution/{entity.pk}/change/")
    desk.click("#links-group .add-row a")
    row = desk.locator("#links-0")
    row.locator("select[name$=property]").select_option("partner_of")
    row.locator(".field-object .select2-selection").click()
    desk.keyboard.type("other")
    desk.click(".select2-results__option:has-text('Other Lab (Institution)')")
    row.locator(".field-source .select2-selection").click()
    desk.keyboard.type("s1")
    desk.click(".select2-results__option:has-text('Title of s1')")
    desk.click("#prose-group .add-row a")
    prose = desk.locator("#prose-0")
    prose.locator("textarea[name$=value]").fill("**Bold** <script>alert(1)</script> [[other]]")
    prose.locator(".markdown-preview-text strong").wait_for()
    assert "Other Lab" in prose.locator(".markdown-preview-text").inner_text()
    prose.locator("a.inline-deletelink").click()
    desk.click("input[name=_save]")
    desk.wait_for_url("**/admin/kb/institution/")
    assert entity.statements.get(property="partner_of").object_id == other.pk


@pytest.mark.parametrize("width", [390, 1440])
def test_no_form_is_wider_than_the_window(desk, width):
    entity = make_institution("x")
    say(entity, "alias", "Ex")
    say(entity, "description", "Prose. " * 50)
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(f"/admin/kb/institution/{entity.pk}/change/")
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
