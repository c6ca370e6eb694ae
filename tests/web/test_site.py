"""Home, search and about, and what holds for every page."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.models import Institution, Person, Statement
from kb.models.receivers import batch
from tests.factories import make_source

PAGES = [
    "/",
    "/search/",
    "/search/?q=BAAI",
    "/search/?q=nothing+here",
    "/about/",
    "/institutions/",
    "/institutions/baai/",
    "/sources/",
    "/sources/wired-baai-2021/",
    "/statements/qcbwz52nw9/",
    "/nope/",
]


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_carries_a_strict_policy_and_neither_scripts_nor_styles_of_its_own(client, address):
    response = client.get(address)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    page = response.content.decode()
    assert not re.search(r"<style|\sstyle=|<script(?! src=)|\son\w+=", page)
    assert not re.search(r'(?:src|<link[^>]*href)="(?:https?:)?//', page)


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_first_heading_a_title_and_unique_ids(client, address):
    page = client.get(address).content.decode()
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>[^<]{5,}</title>", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.usefixtures("article")
def test_home_counts_what_is_there_and_leads_to_it(client):
    page = client.get("/").content.decode()
    for address, count in (
        ("/institutions/", 15),
        ("/departments/", 5),
        ("/people/", 3),
        ("/policy-events/", 9),
        ("/places/", 8),
    ):
        assert re.search(rf'href="{address}">.*?<strong>{count}</strong>', page)
    assert "105 statements in all" in page
    assert page.index("Planned move of BAAI") < page.index("Paulson Institute study")


@pytest.mark.usefixtures("article")
def test_home_takes_few_queries(client):
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len(queries) <= 8


@pytest.mark.django_db
def test_home_of_an_empty_knowledge_base_is_a_page(client):
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_search_takes_as_many_queries_for_3_hits_as_for_300(client):
    def fill(start, count):
        with batch():
            for number in range(start, start + count):
                slug, columns = f"academy-{number}", {"status": "published", "name": f"Academy {number}"}
                academy = Institution.objects.create(slug=slug, type="university", **columns)
                person = Person.objects.create(slug=f"person-{number}", status="published", name=f"Person {number}")
                sentence = {"property": "description", "language": "en", "value": f"A sentence with [[{slug}]]."}
                Statement.objects.create(subject=academy, source=source, **sentence)
                Statement.objects.create(subject=person, property="affiliated_with", object=academy, source=source)

    source = make_source("s1")
    fill(0, 3)
    with CaptureQueriesContext(connection) as few:
        client.get("/search/?q=sentence")
    fill(3, 297)
    with CaptureQueriesContext(connection) as many:
        assert client.get("/search/?q=sentence").context["page_obj"].paginator.count == 300
    assert len(many) == len(few) <= 10
    for query in ("q=academy", "q=academy&page=30", "q=academy&kind=person&page=2", "q=cadem"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/search/?{query}").status_code == 200
        assert len(queries) <= 10


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    ("query", "first", "reason"),
    [
        ("BAAI", "Beijing Academy of Artificial Intelligence", "Acronym"),
        ("ＢＡＡＩ", "Beijing Academy of Artificial Intelligence", "Acronym"),
        ("turing institute", "Alan Turing Institute", "Also known as"),
        (
            "intelligence artificial beijing academy of",
            "Beijing Academy of Artificial Intelligence",
            "Name, words in another order",
        ),
        ("tsing", "Tsinghua University", "Also known as, beginning"),
        ("guancun", "Zhongguancun", "Name, part of it"),
        ("codirector", "Beijing Academy of Artificial Intelligence", "As reported"),
        ("neuromorphic chips", "Beijing Academy of Artificial Intelligence", "As reported"),
    ],
)
def test_search_finds_the_record_and_says_why(client, query, first, reason):
    response = client.get("/search/", {"q": query})
    assert response.context["hits"][0].entity.name == first
    assert reason in response.content.decode()


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    "query",
    [
        "%00",
        "%ED%A0%80",
        "%E2%80%8F",
        "%25",
        "_",
        "'",
        "%22",
        "%22%22%22",
        "a+OR+b",
        "NEAR(a,b)",
        "a*+-b+c:d+%5Ee",
        "x" * 10_000,
        "%F0%9F%98%80",
        "%27%3B+DROP+TABLE+kb_entity",
        "%26+%7C+%21+%3A%2A",
        "_baai",
        "+" * 500,
    ],
)
def test_search_answers_any_query_with_a_page(client, query):
    for kind in ("", "institution", "nonsense", "%00"):
        for page in ("", "2", "abc", "999999999999999999999"):
            assert client.get(f"/search/?q={query}&kind={kind}&page={page}").status_code == 200


@pytest.mark.usefixtures("article")
def test_a_query_that_is_too_long_is_cut_and_says_so(client):
    assert "its first 200 characters were used" in client.get("/search/", {"q": "word " * 2000}).content.decode()
    assert "characters were used" not in client.get("/search/", {"q": "x" * 200}).content.decode()


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize("query", ["", "   ", "!?", "\u200b"])
def test_a_query_without_letters_gives_ways_to_browse(client, query):
    page = client.get("/search/", {"q": query}).content.decode()
    assert "Type a name, an acronym or a word" in page


@pytest.mark.usefixtures("article")
def test_no_result_says_that_absence_proves_nothing(client):
    assert "says nothing about whether it exists" in client.get("/search/", {"q": "zzzz"}).content.decode()


@pytest.mark.usefixtures("article")
def test_the_kinds_among_the_results_add_up_and_narrow_them(client):
    context = client.get("/search/?q=beijing").context
    (facet,) = context["facets"]
    everything, *kinds = facet.values
    assert everything.count == context["page_obj"].paginator.count == sum(kind.count for kind in kinds)
    for kind in kinds:
        assert client.get(f"/search/{kind.query}").context["page_obj"].paginator.count == kind.count


@pytest.mark.django_db
def test_a_page_that_fails_shows_the_error_page_and_no_traceback(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("kb.web.site.search", lambda *_: 1 / 0)
    response = client.get("/search/?q=x")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()


def test_a_host_that_is_not_allowed_gets_a_page_in_words(client):
    response = client.get("/about/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "could not be read" in response.content.decode()
