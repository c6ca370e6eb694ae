from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.values.wikilinks import plain, slugs, words

NAMES = {"baai": "Beijing Academy"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[baai]] and [[peking-university|Peking]]", {"baai", "peking-university"}),
        ("[[baai]][[baai]]", {"baai"}),
        ("[[[baai]]]", {"baai"}),
        ("[[]]", set()),
        ("[baai]", set()),
        ("[[BAAI]]", set()),
        ("[[baai|]]", set()),
        ("[[ baai ]]", set()),
        ("[[-baai]] [[baai-]] [[ba--ai]]", set()),
        ("[[baai|two\nlines]]", set()),
        ("[[baai|a|b]]", set()),
        ("[[baai", set()),
    ],
)
def test_links_are_told_from_other_brackets(text, expected):
    assert slugs([text]) == expected


def test_the_links_of_many_texts_are_collected():
    assert slugs(["[[a]] [[b]]", "", "[[b]] [[c|words]]"]) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("slug", "label", "expected"),
    [
        ("baai", "the academy", "the academy"),
        ("baai", " the academy ", "the academy"),
        ("baai", None, "Beijing Academy"),
        ("baai", " ", "Beijing Academy"),
        ("peking-university", None, "peking university"),
    ],
)
def test_readers_see_the_label_else_the_name_else_the_slug(slug, label, expected):
    assert words(slug, label, NAMES) == expected


def test_plain_text_has_words_in_place_of_links():
    assert plain("At [[baai]] ([[mila|Mila]], [[uc-berkeley]]) [x]", NAMES) == "At Beijing Academy (Mila, uc berkeley) [x]"


@given(st.text(alphabet="[]|ab- \n", max_size=40))
def test_plain_text_holds_no_links_but_those_that_the_words_make(text):
    assert plain(text, {}) == text or slugs([text])


@given(st.lists(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True, alphabet=st.characters(max_codepoint=127)), max_size=5))
def test_every_slug_can_be_linked(linked):
    assert slugs([" ".join(f"[[{slug}]]" for slug in linked)]) == set(linked)
