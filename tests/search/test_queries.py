from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.matching import Term
from kb.search.queries import LENGTH_LIMIT, parse


@pytest.mark.parametrize(
    ("typed", "text", "words"),
    [
        ("  Tsinghua \n University ", "Tsinghua University", ("tsinghua", "university")),
        ("“BAAI”", "“BAAI”", ("baai",)),
        ("北京 AI", "北京 AI", ("北京", "ai")),
        ("a\x00b\ud800", "ab", ("ab",)),
    ],
)
def test_a_query_is_tidied_and_cut_into_words(typed, text, words):
    query = parse(typed)
    assert (query.text, query.words, query.truncated) == (text, words, False)
    assert query.compact == "".join(words)
    assert query


@pytest.mark.parametrize("typed", ["", " ", "?!", "\x00", "\ud800", "* - \" '", "。"])
def test_punctuation_alone_asks_for_nothing(typed):
    query = parse(typed)
    assert not query
    assert query.terms(in_name=True) == query.terms(in_name=False) == []


@pytest.mark.parametrize("in_name", [True, False])
def test_the_terms_of_a_query_are_open_at_their_end(in_name):
    assert parse("Tsing 清华大学 tsing").terms(in_name=in_name) == [
        Term("tsing", in_name, prefix=True),
        Term("清华", in_name, prefix=True),
        Term("华大", in_name, prefix=True),
        Term("大学", in_name, prefix=True),
    ]


@pytest.mark.parametrize(
    ("typed", "truncated"),
    [("a" * LENGTH_LIMIT, False), ("a" * (LENGTH_LIMIT + 1), True), ("a b " * 100_000, True), (" " * 100_000 + "a", True)],
)
def test_a_long_query_is_cut_and_says_so(typed, truncated):
    query = parse(typed)
    assert len(query.text) <= LENGTH_LIMIT
    assert query.truncated is truncated


def test_the_number_of_terms_is_bounded():
    assert len(parse(" ".join(f"w{number}" for number in range(60))).terms(in_name=False)) == 32


@given(st.text(st.characters(), max_size=300))
def test_any_text_can_be_asked(typed):
    query = parse(typed)
    assert bool(query) is bool(query.words)
    for term in query.terms(in_name=True):
        assert term.indexed == f"_{term.text}"
        term.text.encode()
