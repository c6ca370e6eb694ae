"""Language tags (BCP 47) and their English names (CLDR, by way of Babel)."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

_TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:-(?P<script>[A-Z][a-z]{3}))?(?:-(?P<region>[A-Z]{2}|[0-9]{3}))?", re.ASCII)
_ENGLISH = Locale("en")


def is_language_tag(text: str) -> bool:
    """Whether the text is a tag of language, optional script and optional region in their usual letter case.

    ``en``, ``zh-Hans`` and ``zh-Hant-TW`` are; ``EN``, ``zh_CN`` and languages that CLDR does not know are not.
    """
    match = _TAG.fullmatch(text)
    return match is not None and match["language"] in _ENGLISH.languages


@lru_cache(maxsize=512)
def language_name(tag: str) -> str:
    """Name a language in English: ``zh-Hans`` is "Simplified Chinese"; an unknown tag is returned as it is."""
    match = _TAG.fullmatch(tag)
    if match is None:
        return tag
    with_script = "_".join(part for part in (match["language"], match["script"]) if part)
    name = _ENGLISH.languages.get(with_script) or _ENGLISH.languages.get(match["language"])
    return str(name) if name else tag


def is_chinese(tag: str) -> bool:
    """Whether a tag names Chinese in any script or region."""
    return tag == "zh" or tag.startswith("zh-")
