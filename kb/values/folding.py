"""Folding: what two spellings of one name have in common, and the terms under which a text is found.

A fixed pipeline. ``fold``: NFKC (full-width forms, ligatures), case folding, accents off, letters that carry
their accent inside (ø, ł, đ, ß) spelled out, apostrophes dropped, ``&`` read as "and". ``words``: the folded text cut at
everything that is neither letter nor digit, with Han text as pieces of their own. ``terms``: the words, and
Han text as overlapping pairs of characters, so that two characters find a longer name (智源 in 北京智源研究院).

    >>> words("Académie d'État & Co., 智源")
    ['academie', 'detat', 'and', 'co', '智源']
    >>> terms("北京智源")
    ['北京', '京智', '智源', '源']
    >>> compact("Wen, Ji-Rong")
    'wenjirong'
"""

from __future__ import annotations

import re
import unicodedata

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPELLED_OUT = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_APOSTROPHES = re.compile(r"(?<=\w)['’‘ʼʻ`´]+(?=\w)")
# Only the marks of Latin, Greek and Cyrillic: the vowel signs of other scripts tell words apart.
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_PIECES = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_HAN_PIECE = re.compile(rf"[{HAN}]")


COMPACT_LENGTH = 500  # an index of PostgreSQL takes 2,704 bytes
_TERM_LENGTH = 100  # characters of a word that count: PostgreSQL takes 2,046 bytes, and no name needs as many


def fold(text: str) -> str:
    """Give the form in which spellings of one name agree; idempotent, and empty for empty text."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    bare = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", folded)).casefold())
    return _APOSTROPHES.sub("", bare.translate(_SPELLED_OUT))


def words(text: str) -> list[str]:
    """Cut folded text into words in their order; a run of Han characters is one word."""
    return _PIECES.findall(fold(text))


def compact(text: str) -> str:
    """Give the first letters of the folded words without anything between them, so that spacing and hyphens do not matter.

    At most ``COMPACT_LENGTH`` characters: names that agree so far count as the same.
    """
    return "".join(words(text))[:COMPACT_LENGTH]


def is_han(word: str) -> bool:
    """Whether a word as ``words`` gives it is Han text."""
    return _HAN_PIECE.match(word) is not None


def terms(text: str) -> list[str]:
    """Give the terms under which a text is indexed, in order and with repeats.

    A run of Han gives its pairs of characters and its last character alone, so that a single character is found by
    prefix wherever it stands.
    """
    found: list[str] = []
    for word in words(text):
        found.extend([*_han_pairs(word), word[-1]] if is_han(word) else [word[:_TERM_LENGTH]])
    return found


def query_terms(text: str) -> list[str]:
    """Give the terms that a record must have to answer a query, in order and without repeats."""
    found: list[str] = []
    for word in words(text):
        found.extend(_han_pairs(word) or [word] if is_han(word) else [word[:_TERM_LENGTH]])
    return list(dict.fromkeys(found))


def _han_pairs(word: str) -> list[str]:
    return [word[start : start + 2] for start in range(len(word) - 1)]
