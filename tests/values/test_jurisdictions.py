from __future__ import annotations

import pytest

from kb.values.jurisdictions import INTERNATIONAL, is_jurisdiction, jurisdiction_name


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CN", "China"),
        ("US", "United States"),
        ("GB", "United Kingdom"),
        ("EU", "European Union"),
        ("TW", "Taiwan"),
        (INTERNATIONAL, "International"),
    ],
)
def test_a_jurisdiction_has_a_code_and_an_english_name(code, name):
    assert is_jurisdiction(code)
    assert jurisdiction_name(code) == name


@pytest.mark.parametrize("code", ["", "cn", "CHN", "XX", "001", "C", "CN ", "CN\n", "ＣＮ", "int"])
def test_other_text_is_no_jurisdiction(code):
    assert not is_jurisdiction(code)


@pytest.mark.parametrize("code", ["", "XX"])
def test_a_code_without_a_name_is_shown_as_it_is(code):
    assert jurisdiction_name(code) == code
