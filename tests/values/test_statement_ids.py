from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.values.statement_ids import LENGTH, statement_id

SAID = ("baai", "acronym", "BAAI", "wired-baai-2021")


def test_an_id_is_the_same_on_every_machine_and_for_ever():
    assert statement_id(*SAID) == "mz2121n2yk"  # as in the fixtures of the article


@pytest.mark.parametrize("position", range(4))
def test_what_a_statement_says_decides_its_id(position):
    other = [*SAID]
    other[position] += "2"
    assert statement_id(*other) != statement_id(*SAID)


def test_parts_are_not_run_together():
    assert statement_id("a", "b", "", "c") != statement_id("a", "", "b", "c")
    assert statement_id("ab", "c", "d", "e") != statement_id("a", "bc", "d", "e")


def test_every_attempt_gives_another_id():
    assert len({statement_id(*SAID, attempt=attempt) for attempt in range(50)}) == 50


@given(st.tuples(*[st.text(st.characters(codec="utf-8"))] * 4), st.integers(0, 9))
def test_an_id_is_short_and_good_for_an_address(said, attempt):
    assert re.fullmatch(rf"[0-9a-hjkmnp-tv-z]{{{LENGTH}}}", statement_id(*said, attempt=attempt))
