from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kb.models import Source, Statement
from tests.factories import make_person, make_source, say

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("key", ""),
        ("key", "Not A Key"),
        ("title", ""),
        ("title", "\u200b"),
        ("language", "english"),
        ("kind", "rumor"),
        ("url", "javascript:alert(1)"),
        ("url", "ftp://example.org/"),
        ("archived_url", "web.archive.org"),
    ],
)
def test_a_source_that_cannot_be_cited_is_refused(column, value):
    source = Source(**{"key": "s", "title": "T", column: value})
    with pytest.raises(ValidationError) as refusal:
        source.full_clean()
    assert column in refusal.value.message_dict


@pytest.mark.parametrize("published", ["2018-13", "last year"])
def test_a_source_of_an_impossible_date_is_refused(published):
    source = Source(key="s", title="T")
    source.published = published
    with pytest.raises(ValidationError, match="not a date"):
        source.full_clean()


def test_the_text_of_a_source_is_tidied():
    source = make_source(title=" A \n title ", publisher="The\u00a0Paper", authors="A.  B;\u200b C.")
    assert (source.title, source.publisher, source.authors) == ("A title", "The Paper", "A. B; C.")


@pytest.mark.parametrize("columns", [{"key": ""}, {"title": ""}, {"kind": "rumor"}, {"key": "taken"}], ids=str)
def test_the_database_itself_refuses_a_source(columns):
    make_source("taken")
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.bulk_create([Source(**{"key": "s", "title": "T"} | columns)])


def test_a_source_that_is_cited_cannot_be_deleted():
    source = make_source()
    say(make_person("a"), "alias", "A.", source=source)
    with pytest.raises(ProtectedError):
        source.delete()


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"title": "T", "publisher": "P", "published": "2018-11-14"}, "P, T, 2018"),
        ({"title": "T", "publisher": ""}, "T"),
    ],
)
def test_editors_tell_sources_apart_by_publisher_title_and_year(columns, expected):
    assert str(make_source(**columns)) == expected


def test_the_language_has_a_name():
    assert make_source("a", language="zh-Hans").language_name == "Simplified Chinese"
    assert make_source("b", language="").language_name == ""


def test_a_source_is_found_by_its_natural_key():
    source = make_source("s")
    assert Source.objects.get_by_natural_key(*source.natural_key()) == source


def test_sources_count_the_statements_that_are_asked_for(django_assert_num_queries):
    person, draft = make_person("a"), make_person("b", status="draft")
    cited, unused = make_source("cited"), make_source("unused")
    say(person, "alias", "A.", source=cited)
    say(draft, "alias", "B.", source=cited)
    with django_assert_num_queries(1):
        all_counts = {source: source.statement_count for source in Source.objects.with_statement_count(Statement.objects.all())}
    assert all_counts == {cited: 2, unused: 0}
    published = Source.objects.with_statement_count(Statement.objects.published())
    assert {source.key: source.statement_count for source in published} == {"cited": 1, "unused": 0}
