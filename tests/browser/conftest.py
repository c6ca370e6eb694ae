"""A real browser against a running server; skipped with a reason where no Chromium is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# The synchronous API of Playwright runs an event loop of its own, which Django would otherwise refuse to work beside.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("No Chromium is installed (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        yield running
        running.close()


class WatchedPage:
    """A page that remembers what a person would not see: errors in the console and requests to other hosts."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.faults: list[str] = []
        self.page.on("console", lambda message: self._note(message.type in {"error", "warning"}, f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self._note(True, f"script: {error}"))
        self.page.on(
            "request", lambda request: self._note(not request.url.startswith((address, "data:")), f"request: {request.url}")
        )

    def _note(self, fault: bool, text: str) -> None:
        if fault:
            self.faults.append(text)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")
        return self.page


@pytest.fixture
def site(transactional_db: None, live_server: Any) -> str:
    """A server with the article's records."""
    call_command("loaddata", "article", verbosity=0)
    return live_server.url


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Any]:
    contexts = []

    def make(width: int = 1440, scheme: str = "light", **options: Any) -> WatchedPage:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        contexts.append(context)
        return WatchedPage(context, site)

    yield make
    for context in contexts:
        context.close()
