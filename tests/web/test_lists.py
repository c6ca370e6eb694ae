"""Lists of entities and sources: what they show, how they narrow, and how many queries they take."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.models import Department, Institution, Person, Place, PolicyEvent, Source, Statement
from kb.models.receivers import batch
from tests.factories import make_department, make_institution, make_place

ALL_LISTS = ["institutions", "departments", "people", "policy-events", "places", "sources"]
BUDGET = 8


def _fill(count, start=0):
    """Make this many records of every kind, each with dates, places and links that its list shows."""
    with batch():
        country = make_place(f"country-{start}", type="country")
        for number in range(start, start + count):
            city = _add(Place, f"city-{number}", type="city")
            institution = _add(Institution, f"institution-{number}", type="research_institute")
            department = _add(Department, f"department-{number}", type="laboratory", institution=institution)
            person = _add(Person, f"person-{number}")
            event = _add(PolicyEvent, f"event-{number}", type="plan", jurisdiction="CN")
            source = Source.objects.create(key=f"source-{number}", title=f"Source {number}", published="2019")
            _say(city, "located_in", source, object=country)
            _say(institution, "located_in", source, object=city)
            _say(institution, "founded", source, start="2018-11")
            _say(department, "founded", source, start="2019")
            _say(person, "affiliated_with", source, object=institution)
            _say(event, "occurred", source, start="2020")


def _add(model, slug, **columns):
    """Save a record without the checks of a form: these tests need many."""
    return model.objects.create(slug=slug, name=slug, status="published", **columns)


def _say(subject, name, source, **columns):
    Statement.objects.create(subject=subject, property=name, source=source, **columns)


def _count_queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.django_db
def test_a_list_takes_as_many_queries_for_3_rows_as_for_300(client):
    _fill(3)
    few = {address: _count_queries(client, f"/{address}/") for address in ALL_LISTS}
    _fill(297, start=3)
    assert few == {address: _count_queries(client, f"/{address}/") for address in ALL_LISTS}
    assert max(few.values()) <= BUDGET


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "type=company&country=country-0&city=city-0&decade=2010&q=institution&sort=-founded",
        "founded_since=2018&founded_until=2019-03",
    ],
)
def test_a_list_with_every_filter_set_keeps_to_its_budget(client, query):
    _fill(3)
    assert _count_queries(client, f"/institutions/?{query}") <= BUDGET


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize("address", ALL_LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "page=999",
        "page=abc",
        "page=-1",
        "page=" + "9" * 5000,
        "type=nonsense",
        "kind=nonsense",
        "sort=nonsense",
        "year=20x",
        "since=2018-13",
        "founded_since=soon",
        "country=" + "x" * 10_000,
        "q=" + "x" * 10_000,
        "q=%00",
        "q=%ED%A0%80",
        "q=%E2%80%8F%E2%80%AE",
        "q=%25&country=_&city='&unknown=1",
        "q=%22%27%28%29%2A%3A%5E%7B%7D%7E%5C",
        "country=%00",
        "type=university&type=company",
    ],
)
def test_a_list_answers_any_query_string_with_a_page(client, address, query):
    assert client.get(f"/{address}/?{query}").status_code == 200


@pytest.mark.usefixtures("article")
def test_a_page_that_is_too_far_shows_the_last_one(client):
    assert "Lenovo" in client.get("/institutions/?page=999").content.decode()


@pytest.mark.usefixtures("article")
def test_a_value_that_is_no_value_of_a_filter_is_ignored_and_named(client):
    page = client.get("/institutions/?type=nonsense").content.decode()
    assert "“nonsense” is not a value of this filter and was ignored" in page
    assert "Lenovo" in page


@pytest.mark.usefixtures("article")
def test_an_unknown_order_keeps_the_default_order(client):
    names = [event.name for event in client.get("/policy-events/?sort=nonsense").context["object_list"]]
    assert names == [event.name for event in client.get("/policy-events/").context["object_list"]]
    assert names[0] == "Planned move of BAAI to a new building"


@pytest.mark.usefixtures("article")
def test_events_without_a_date_stand_last_in_both_orders(client):
    for order in ("date", "-date"):
        events = client.get(f"/policy-events/?sort={order}").context["object_list"]
        assert events[len(events) - 1].slug == "belt-and-road-initiative"


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/institutions/?type=university&country=china", {"peking-university", "tsinghua-university"}),
        ("/institutions/?city=beijing&decade=2010", {"baai"}),
        ("/institutions/?founded_since=2018-06&founded_until=2019", {"baai"}),
        ("/institutions/?q=turing&type=research_institute", {"alan-turing-institute", "baai"}),
        ("/institutions/?country=atlantis", set()),
        ("/people/?affiliation=baai", {"huang-tiejun"}),
        (
            "/departments/?institution=baai&type=department",
            {"baai-face-structured-analysis", "baai-intelligent-information-processing"},
        ),
        ("/policy-events/?jurisdiction=US&year=2019", {"us-sanctions-ai-firms-2019"}),
        ("/policy-events/?since=2020-07&until=2020-12", {"zhongguancun-ic-park-opening"}),
        ("/places/?within=china&type=district", {"zhongguancun"}),
    ],
)
def test_filters_keep_what_they_say(client, address, expected):
    assert {entity.slug for entity in client.get(address).context["object_list"]} == expected


@pytest.mark.usefixtures("article")
def test_sources_are_found_by_title_and_kind(client):
    assert [source.key for source in client.get("/sources/?q=lab+wired&kind=news").context["object_list"]] == ["wired-baai-2021"]


@pytest.mark.usefixtures("article")
def test_the_count_beside_each_choice_is_what_a_click_on_it_shows(client):
    for address in ALL_LISTS:
        for facet in client.get(f"/{address}/").context["filter_set"].facets:
            for choice in facet.values:
                assert client.get(f"/{address}/{choice.query}").context["paginator"].count == choice.count, (address, choice)


@pytest.mark.usefixtures("article")
def test_a_selected_choice_is_marked_and_a_second_click_takes_it_back(client):
    (facet,) = [facet for facet in client.get("/institutions/?type=company").context["filter_set"].facets if facet.name == "type"]
    (selected,) = [choice for choice in facet.values if choice.selected]
    assert (selected.label, selected.count, selected.query) == ("Company", 3, "?")
    assert len(facet.values) > 1


@pytest.mark.usefixtures("article")
def test_links_to_other_pages_and_orders_keep_the_filters(client):
    _fill(60)
    page = client.get("/institutions/?type=research_institute").content.decode()
    assert 'href="?type=research_institute&amp;page=2"' in page
    assert 'href="?type=research_institute&amp;sort=founded"' in page


@pytest.mark.usefixtures("article")
def test_an_empty_list_says_so_and_offers_a_way_back(client):
    page = client.get("/institutions/?type=military").content.decode()
    assert "remove the filters" in page


@pytest.mark.django_db
def test_a_draft_is_in_lists_and_counts_for_staff_only(client, editor):
    make_institution("open")
    make_institution("hidden", status="draft")
    page = client.get("/institutions/")
    assert [row.slug for row in page.context["object_list"]] == ["open"]
    assert page.context["filter_set"].facets[0].values[0].count == 1
    client.force_login(editor)
    assert {row.slug for row in client.get("/institutions/").context["object_list"]} == {"open", "hidden"}


@pytest.mark.django_db
def test_a_draft_institution_is_not_named_beside_its_published_department(client):
    make_department("lab", institution=make_institution("secret", name="Secret Institute", status="draft"))
    for address in ("/departments/", "/departments/lab/", "/search/?q=lab", "/"):
        assert "Secret" not in client.get(address).content.decode()


@pytest.mark.django_db
def test_names_sort_by_their_folded_letters_on_both_databases(client):
    for slug, name in (("b", "École B"), ("a", "ecole a"), ("c", "Zebra"), ("d", "阿里"), ("e", "Éa")):
        make_institution(slug, name=name)
    assert [row.name for row in client.get("/institutions/").context["object_list"]] == [
        "Éa",
        "ecole a",
        "École B",
        "Zebra",
        "阿里",
    ]


@pytest.mark.django_db
def test_a_filter_does_not_reveal_a_draft_institution(client, editor):
    make_department("lab", institution=make_institution("secret", status="draft"))
    assert not client.get("/departments/?institution=secret").context["object_list"]
    client.force_login(editor)
    assert client.get("/departments/?institution=secret").context["object_list"]


@pytest.mark.usefixtures("article")
def test_the_boxes_for_dates_are_on_the_page_and_keep_the_other_filters(client):
    page = client.get("/policy-events/?type=sanction&since=2018").content.decode()
    assert re.search(r'<input[^>]*name="since"[^>]*value="2018"', page)
    assert '<input type="hidden" name="type" value="sanction">' in page
    assert page.count('name="since"') == 1


@pytest.mark.usefixtures("article")
def test_a_long_query_in_a_list_is_cut_as_in_the_search(client):
    assert "was ignored" not in client.get("/institutions/", {"q": "x" * 9000}).content.decode()
