"""Text as people type or paste it, made safe to store, compare and show."""

from __future__ import annotations

import re
import unicodedata

# Cc without tab and newline, lone surrogates, and the marks that reorder or hide text (bidirectional controls, zero
# width space, word joiner, byte order mark). Zero-width joiners stay: some scripts need them.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"[0-9]+")


def clean_line(text: str) -> str:
    """Give one line of text: NFC, without control and direction marks, runs of white space as one space, trimmed."""
    return _SPACE.sub(" ", _UNSAFE.sub("", unicodedata.normalize("NFC", text))).strip()


def clean_block(text: str) -> str:
    """Give text of many lines: NFC, newlines as line feeds, without control and direction marks, trimmed at both ends."""
    newlines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSAFE.sub("", unicodedata.normalize("NFC", newlines)).strip()


def reading_order(locator: str) -> str:
    """Give a key under which places in a source sort as one reads them: "paragraph 9" before "paragraph 10"."""
    return _NUMBER.sub(lambda match: match.group().lstrip("0").rjust(8, "0"), locator.casefold())[:200]
