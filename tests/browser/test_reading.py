"""What a reader does, in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/institutions/",
    "/institutions/?type=university&sort=-founded",
    "/departments/",
    "/people/",
    "/policy-events/",
    "/places/",
    "/sources/",
    "/institutions/baai/",
    "/departments/baai-neuroscience/",
    "/people/huang-tiejun/",
    "/policy-events/us-huawei-chip-cutoff/",
    "/places/zhongguancun/",
    "/sources/wired-baai-2021/",
    "/statements/qcbwz52nw9/",
    "/search/",
    "/search/?q=beijing",
    "/search/?q=zzzz",
    "/about/",
]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light"), (768, "dark"), (1440, "light")])
def test_every_page_opens_without_faults_and_without_sideways_scrolling(open_page, width, scheme):
    watched = open_page(width, scheme)
    for path in PAGES:
        page = watched.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator("h1").count() == 1, path
    assert watched.faults == []


def test_a_reader_searches_reads_and_follows_a_footnote(open_page):
    watched = open_page()
    page = watched.open("/")
    page.get_by_role("searchbox").fill("baai")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Beijing Academy of Artificial Intelligence", exact=True).first.click()
    assert page.url.endswith("/institutions/baai/")
    page.get_by_role("link", name="Footnote 2", exact=True).first.click()
    assert page.url.endswith("#note-2")
    note = page.locator("#note-2")
    assert note.evaluate("element => element.getBoundingClientRect().top < innerHeight")
    assert "derived from what the source says" in note.inner_text().casefold()
    page.get_by_role("link", name="Address of this statement").first.click()
    assert "/statements/" in page.url
    assert watched.faults == []


def test_a_reader_narrows_a_list_and_takes_it_back(open_page):
    watched = open_page()
    page = watched.open("/institutions/")
    page.get_by_role("link", name="University 4").click()
    page.get_by_role("link", name="United States 2").click()
    assert page.locator("table.rows tbody tr").count() == 2
    assert "type=university" in page.url
    assert "country=united-states" in page.url
    page.get_by_role("link", name="Country: United States").click()
    assert page.locator("table.rows tbody tr").count() == 4
    page.get_by_role("link", name="Oldest").click()
    assert "type=university" in page.url
    assert watched.faults == []


def test_the_keyboard_alone_leads_from_the_top_to_a_record(open_page):
    watched = open_page()
    page = watched.open("/institutions/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.pathname") == "/institutions/baai/":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/institutions/baai/")
    assert watched.faults == []


def test_everything_works_without_javascript(open_page):
    watched = open_page(java_script_enabled=False)
    page = watched.open("/")
    page.get_by_role("searchbox").fill("tsinghua")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Tsinghua University").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Tsinghua University"


def test_a_printed_page_has_its_footnotes_with_addresses_and_no_navigation(open_page):
    page = open_page().open("/institutions/baai/")
    page.emulate_media(media="print")
    assert not page.locator(".site-header").is_visible()
    assert page.locator(".footnotes li").first.is_visible()
    written = page.locator(".footnotes a[rel=external]").first.evaluate("element => getComputedStyle(element, '::after').content")
    assert "wired.com" in written


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1440, "light")])
def test_axe_finds_nothing_to_object_to(open_page, width, scheme):
    watched = open_page(width, scheme, bypass_csp=True)  # axe is a script that the site would not let in
    for path in PAGES:
        found = Axe().run(watched.open(path))
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
