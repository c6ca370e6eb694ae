"""Entering and correcting sources, and statements by themselves."""

from __future__ import annotations

import pytest

from kb.models import Source, Statement
from tests.admin.forms import boxes, errors, save
from tests.factories import make_institution, make_person, make_source, say

SOURCES, STATEMENTS = "/admin/kb/source/", "/admin/kb/statement/"


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


def test_a_source_is_entered_and_found_by_title_publisher_and_address(desk):
    posted = {
        "title": "A plan",
        "publisher": "The Paper",
        "key": "paper-2018",
        "url": "https://example.org/plan",
        "published": "2018-11",
    }
    assert save(desk, f"{SOURCES}add/", **posted, kind="news").status_code == 302
    for words in ("plan", "paper", "example.org"):
        assert b"paper-2018" in desk.get(SOURCES, {"q": words}).content
    assert b"paper-2018" not in desk.get(SOURCES, {"q": "wired"}).content


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"published": "2018-13"}, "there is no month 13"),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"archived_url": "data:text/html,x"}, "Enter a valid URL."),
        ({"url": "ftp://example.org/"}, "Enter a valid URL."),
        ({"language": "english"}, "is not a language tag"),
        ({"title": "\u200b"}, "The title has no visible character."),
        ({"checked_at": "yesterday"}, "Enter a valid date."),
        ({"key": "A B"}, "Use lower-case Latin letters"),
        ({"key": "s1"}, "“s1” is already the key of “The Paper, Title of s1”. Choose another."),
    ],
)
def test_a_bad_source_is_answered_in_words(desk, columns, message):
    make_source("s1")
    response = save(desk, f"{SOURCES}add/", **{"title": "T", "key": "k", "kind": "news"} | columns)
    assert response.status_code == 200
    assert message in errors(response)


def test_the_key_of_a_source_never_changes(desk):
    source = make_source("s1")
    save(desk, f"{SOURCES}{source.pk}/change/", key="other", title="Changed")
    source.refresh_from_db()
    assert (source.key, source.title) == ("s1", "Changed")


def test_a_source_lists_its_statements_in_reading_order_and_leads_to_a_new_one(desk):
    source, entity = make_source("s1"), make_institution("x")
    later = say(entity, "alias", "Later", source=source, locator="paragraph 10")
    earlier = say(entity, "alias", "Earlier", source=source, locator="paragraph 9")
    page = desk.get(f"{SOURCES}{source.pk}/change/").content.decode()
    assert page.index(earlier.public_id) < page.index(later.public_id)
    assert f"{STATEMENTS}add/?source={source.pk}" in page
    assert boxes(desk.get(f"{STATEMENTS}add/?source={source.pk}"))["source"] == str(source.pk)


def test_a_source_that_is_cited_cannot_be_deleted_and_the_page_says_why(desk):
    source = make_source("s1")
    say(make_institution("x"), "alias", "X", source=source)
    answer = desk.post(f"{SOURCES}{source.pk}/delete/", {"post": "yes"})
    assert "would require deleting the following protected related objects" in answer.content.decode()
    assert Source.objects.exists()


def test_a_statement_is_entered_by_itself_and_counts_at_once(desk):
    source, entity = make_source("s1"), make_institution("x")
    said = {"subject": entity.pk, "property": "founded", "start": "2018", "source": source.pk, "basis": "stated"}
    assert save(desk, f"{STATEMENTS}add/", **said).status_code == 302
    entity.refresh_from_db()
    assert str(entity.founded) == "2018"


def test_moving_a_statement_to_another_subject_corrects_both(desk):
    first, second = make_institution("x"), make_institution("y")
    statement = say(first, "founded", start="2018")
    assert save(desk, f"{STATEMENTS}{statement.pk}/change/", subject=second.pk).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.founded, str(second.founded)) == (None, "2018")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"property": "targets"}, "“Targets” cannot be said of an institution."),
        ({"property": "alias"}, "needs a language"),
        ({"property": "part_of", "object": "person"}, "leads to an institution or a department"),
        ({"property": "nonsense"}, "is not one of the available choices"),
        ({"property": "founded", "start": "2018", "subject": ""}, "This field is required."),
        ({"property": "founded", "start": "2018", "source": ""}, "Choose a source"),
    ],
)
def test_a_bad_statement_is_answered_in_words(desk, columns, message):
    entity, source = make_institution("x"), make_source("s1")
    if columns.get("object"):
        columns = columns | {"object": make_person("ada").pk}
    said = {"subject": entity.pk, "source": source.pk, "basis": "stated"} | columns
    response = save(desk, f"{STATEMENTS}add/", **said)
    assert response.status_code == 200
    assert message in errors(response)
    assert not Statement.objects.exists()


def test_statements_are_filtered_and_searched(desk):
    entity = make_institution("x")
    say(entity, "alias", "北京智源")
    say(entity, "founded", start="2018")
    for query, shown in (
        ("q=智源", "北京智源"),
        ("property__exact=founded", "2018"),
        ("subject__kind__exact=institution", "北京智源"),
    ):
        assert shown in desk.get(f"{STATEMENTS}?{query}").content.decode()
    assert "北京智源" not in desk.get(f"{STATEMENTS}?property__exact=founded").content.decode()


@pytest.mark.parametrize(
    "query", ["source=abc", "source=999", "source=" + "9" * 40, "subject=x&object=%00", "start=2018-13&property=x", "basis=x"]
)
def test_a_form_opens_whatever_its_address_asks_it_to_fill_in(desk, query):
    assert desk.get(f"{STATEMENTS}add/?{query}").status_code == 200
