from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.values.folding import compact, fold, is_han, query_terms, terms, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BAAI", "baai"),
        ("Ｂａａｉ", "baai"),
        ("Académie", "academie"),
        ("Acade\u0301mie", "Académie"),
        ("Łódź", "lodz"),
        ("Søren", "soren"),
        ("Straße", "STRASSE"),
        ("Æon", "aeon"),
        ("œuvre", "oeuvre"),
        ("Þór", "thor"),
        ("ﬁnance", "finance"),
        ("Xi’an", "xian"),
        ("Xi'an", "xian"),
        ("Türkiye İş", "turkiye is"),
        ("Ёлка", "елка"),
        ("Κόσμος", "κοσμοσ"),
        ("A&T", "a and t"),
    ],
)
def test_spellings_of_one_name_agree(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("智源", "知源"), ("ab", "a b"), ("хан", "han"), ("か", "が"), ("कि", "का")])
def test_different_names_do_not_agree(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", " ", "\n\t", "…", "-_-", "“”", "。、"])
def test_text_without_letters_and_digits_has_no_words(text):
    assert words(text) == terms(text) == query_terms(text) == []
    assert compact(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Académie d'État & Co., 智源", ["academie", "detat", "and", "co", "智源"]),
        ("state-of-the-art", ["state", "of", "the", "art"]),
        ("snake_case", ["snake", "case"]),
        ("GPT4o", ["gpt4o"]),
        ("北京AI研究院2018", ["北京", "ai", "研究院", "2018"]),
        ("人々", ["人々"]),
        ("ﾎﾟ", ["ポ"]),
    ],
)
def test_text_is_cut_at_everything_that_is_neither_letter_nor_digit(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize("spelling", ["Wen, Ji-Rong", "WEN JIRONG", " wen ji rong ", "Wen Ji\u00adRong"])
def test_the_compact_form_ignores_spacing_and_hyphens(spelling):
    assert compact(spelling) == "wenjirong"


def test_han_text_is_indexed_as_pairs_and_its_last_character():
    assert terms("北京智源") == ["北京", "京智", "智源", "源"]
    assert terms("智") == ["智"]


def test_a_query_asks_for_pairs_of_han_characters_once():
    assert query_terms("北京智源") == ["北京", "京智", "智源"]
    assert query_terms("智") == ["智"]
    assert query_terms("ai AI 智源 智源") == ["ai", "智源"]


@pytest.mark.parametrize(("word", "expected"), [("智源", True), ("ai", False), ("2018", False), ("ポ", False), ("𠀀", True)])
def test_han_words_are_told_from_others(word, expected):
    assert is_han(word) is expected


@given(st.text())
@example("ŉ")
@example("a\u0345")
@example("ẞ")
@example("x\u0149x")
@example("a\u2019\u0301b")
@example("\u1e9b\u0323")
@example("a\u0340")
@example("a'ʻb")
@example("Ǿ ǽ Ǣ")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folding_hears_neither_case_nor_unicode_form(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(unicodedata.normalize("NFKC", text)) == fold(text)


@given(st.text())
def test_words_are_folded_and_not_empty(text):
    for word in words(text):
        assert word
        assert not set(word) & set(" _-'\"\\*&|!:()")


@given(st.text())
def test_the_compact_form_is_the_words_put_together(text):
    assert compact(text) == "".join(words(text))


HAN_AND_LATIN = st.text(alphabet="北京智源研究院ab 1-", max_size=12)


@given(before=HAN_AND_LATIN, part=HAN_AND_LATIN, after=HAN_AND_LATIN)
def test_every_part_of_a_han_name_is_found_by_its_terms(before, part, after):
    han_only = "".join(word for word in words(part) if is_han(word))
    indexed = terms(before + han_only + after)
    assert all(any(term.startswith(asked) for term in indexed) for asked in query_terms(han_only))


@given(st.text())
def test_a_text_is_found_by_its_own_terms(text):
    assert set(query_terms(text)) <= set(terms(text))
