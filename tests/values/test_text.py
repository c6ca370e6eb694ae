from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.values.text import clean_block, clean_line, reading_order

any_text = st.text(st.characters(), max_size=60)  # lone surrogates included: they reach us in query strings


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a \t b\n\nc ", "a b c"),
        ("a\u00a0b\u3000c", "a b c"),
        ("a\x00b\x07c", "abc"),
        ("a\u202eb\u2066c\u200f", "abc"),
        ("\ufeffa\u200b\u2060b", "ab"),
        ("e\u0301", "é"),
        ("a\ud800b", "ab"),
        ("क्\u200dष", "क्\u200dष"),
        ("", ""),
    ],
)
def test_a_line_is_tidied(typed, kept):
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\n", "a\nb\nc"),
        ("\n\n  a\n\n    code\n", "a\n\n    code"),
        ("a\tb", "a\tb"),
        ("a\x00\u202eb", "ab"),
        ("e\u0301\ud800", "é"),
    ],
)
def test_a_block_keeps_its_lines(typed, kept):
    assert clean_block(typed) == kept


@given(any_text)
def test_a_clean_line_is_one_line_that_can_be_stored(text):
    line = clean_line(text)
    line.encode()
    assert line == line.strip()
    assert "\n" not in line
    assert "  " not in line
    assert "\x00" not in line


@given(any_text)
def test_a_clean_block_can_be_stored(text):
    block = clean_block(text)
    block.encode()
    assert "\r" not in block
    assert "\x00" not in block


@pytest.mark.parametrize("clean", [clean_line, clean_block])
@given(text=any_text)
def test_cleaning_twice_is_cleaning_once(clean, text):
    assert clean(clean(text)) == clean(text)
    assert unicodedata.is_normalized("NFC", clean(text))


def test_places_in_a_source_sort_as_one_reads_them():
    in_order = ["", "page 2, line 10", "page 10, line 9", "page 10, line 10", "paragraph 9", "Paragraph 010", "paragraph 11"]
    assert sorted(set(in_order), key=reading_order) == in_order


def test_the_key_of_a_long_locator_fits_its_column():
    assert len(reading_order("1 " * 300)) == 200


@given(st.integers(0, 99_999_999), st.integers(0, 99_999_999))
def test_numbers_sort_by_their_size(one, other):
    assert (reading_order(f"p. {one}") < reading_order(f"p. {other}")) is (one < other)
