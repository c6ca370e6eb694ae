"""Links that change one thing and keep the rest."""

from __future__ import annotations

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kb.filters.query_strings import changed

NAMES = st.sampled_from(["type", "country", "q", "sort"])


def test_a_change_keeps_the_rest_and_starts_at_the_first_page():
    assert changed(QueryDict("type=company&page=3"), sort="name") == "?type=company&sort=name"


def test_nothing_left_is_a_bare_question_mark():
    assert changed(QueryDict("type=company"), type=None) == "?"


def test_a_page_that_is_asked_for_is_kept():
    assert changed(QueryDict("page=3"), page="4") == "?page=4"


@given(
    st.dictionaries(NAMES, st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs"]))),
    NAMES,
    st.text(min_size=1, alphabet="aé智& =+"),
)
def test_exactly_the_named_parameter_differs(parameters, name, value):
    before = QueryDict(mutable=True)
    before.update(parameters)
    after = QueryDict(changed(before, **{name: value})[1:])
    assert after.dict() == parameters | {name: value}
