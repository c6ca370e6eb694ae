from __future__ import annotations

import pytest

from kb.values.languages import is_chinese, is_language_tag, language_name


@pytest.mark.parametrize(
    "tag", ["en", "zh", "zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-TW", "en-US", "es-419", "yue", "ug", "mn-Mong"]
)
def test_tags_in_their_usual_letter_case_are_accepted(tag):
    assert is_language_tag(tag)


@pytest.mark.parametrize(
    "tag",
    ["", "EN", "zh_CN", "zh-hans", "chinese", "xx", "zh-", "-zh", "zh-CN-Hans", "en-us", "zh Hans", "zh-Hans\n", "ｅｎ", "e"],
)
def test_other_text_is_no_tag(tag):
    assert not is_language_tag(tag)


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "English"),
        ("zh", "Chinese"),
        ("zh-Hans", "Simplified Chinese"),
        ("zh-Hant", "Traditional Chinese"),
        ("zh-Hant-TW", "Traditional Chinese"),
        ("zh-CN", "Chinese"),
        ("fr", "French"),
        ("", ""),
        ("xx", "xx"),
        ("not a tag", "not a tag"),
    ],
)
def test_languages_are_named_in_english(tag, name):
    assert language_name(tag) == name


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("zh", True), ("zh-Hans", True), ("zh-Hant-TW", True), ("en", False), ("zha", False), ("", False), ("yue", False)],
)
def test_chinese_is_told_from_other_languages(tag, expected):
    assert is_chinese(tag) is expected
