from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kb.search.matching import Term, create_text_index, drop_text_index
from kb.search.models import SearchDocument
from kb.search.results import search
from kb.values.folding import terms
from kb.values.text import clean_line
from tests.factories import make_person, rolled_back, say

pytestmark = pytest.mark.django_db


def matching(*asked):
    return set(SearchDocument.objects.filter(terms__match=list(asked)).values_list("entity__slug", flat=True))


@pytest.fixture
def documents():
    make_person("one", name="Tiejun Huang 黄铁军")
    make_person("two", name="Huang Lei")
    say(make_person("three", name="Lei Jun"), "description", "Met Tiejun Huang at 北京智源.")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([Term("huang")], {"one", "two", "three"}),
        ([Term("huang", in_name=True)], {"one", "two"}),
        ([Term("huang"), Term("lei")], {"two", "three"}),
        ([Term("huang", in_name=True), Term("lei", in_name=True)], {"two"}),
        ([Term("hua")], set()),
        ([Term("hua", prefix=True)], {"one", "two", "three"}),
        ([Term("h", prefix=True)], {"one", "two", "three"}),
        ([Term("hua", in_name=True, prefix=True), Term("tie", in_name=True, prefix=True)], {"one"}),
        ([Term("uang", prefix=True)], set()),
        ([Term("铁军")], {"one"}),
        ([Term("智", prefix=True)], {"three"}),
        ([Term("源", prefix=True)], {"three"}),
        ([Term("HUANG")], set()),
        ([Term("nobody")], set()),
        ([], set()),
    ],
)
def test_a_document_that_has_every_term_matches(documents, asked, found):
    if connection.vendor == "sqlite" and asked == [Term("HUANG")]:
        found = {"one", "two", "three"}  # FTS5 hears no case; terms are folded before they come here
    assert matching(*asked) == found


def test_matching_combines_with_other_filters(documents):
    hits = SearchDocument.objects.filter(terms__match=[Term("huang")]).exclude(terms__match=[Term("lei")]).filter(kind="person")
    assert [hit.entity.slug for hit in hits] == ["one"]
    assert SearchDocument.objects.filter(entity__in=hits.values("pk")).count() == 1


def test_names_are_told_from_text_even_where_a_text_looks_like_a_name(documents):
    say(make_person("four", name="Underscore"), "description", "_huang __huang")
    assert "four" in matching(Term("huang"))
    assert "four" not in matching(Term("huang", in_name=True))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=250))
@example("'\"\\ OR NOT AND NEAR(a b) * ^ - + : {a} (b) | & ! <-> %s %% _")
@example("a' | 'b")
@example('"a" "b')
@example("\x00")
@example("\ud800")
@example("㌖" * 200)
@example("ﷺ" * 200)
@example("İıſẞŉ ﬃ Ⅷ ⅷ ①")
@example("𠀀" * 200)
@example("x" * 10_000)
@example("กขค" * 70)
@example("a " * 100)
def test_any_text_can_be_searched(documents, typed):
    with rolled_back():
        results = search(typed, AnonymousUser())
        assert len(results[0:20]) == min(20, len(results))


def storable(text):
    return clean_line(text)[:250]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).map(storable).filter(terms))
@example("a' | 'b")
@example('"a" "b')
@example("\\ \\'x\\")
@example("İıſẞŉ ﬃ Ⅷ ⅷ ①")
@example("ǽ Ǿ Ǣ")
@example("ｶﾞｰﾃﾞﾝ")
def test_any_name_can_be_indexed_and_is_found_by_its_terms(documents, name):
    with rolled_back():
        make_person("new", name=name)
        assert "new" in matching(*[Term(term, in_name=True) for term in terms(name)])
        assert "new" in matching(*[Term(term[:1], prefix=True) for term in terms(name)])
        assert "new" in [hit.entity.slug for hit in search(name, AnonymousUser())[0:20]]


def test_the_text_index_can_be_dropped_and_made_over_the_documents_that_are_there(documents):
    connection.check_constraints()  # PostgreSQL alters no table of which foreign keys are yet to be checked
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=lambda sql, params: cursor.execute(sql))
        drop_text_index(apps, editor)
        create_text_index(apps, editor)
    assert matching(Term("huang", in_name=True)) == {"one", "two"}
    make_person("five", name="Huang Five")
    assert matching(Term("huang", in_name=True)) == {"one", "two", "five"}
