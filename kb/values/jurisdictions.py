"""Whose act a policy event is: ISO 3166-1 alpha-2 codes, and ``EU`` and ``INT`` for what is above states."""

from __future__ import annotations

import re

from babel import Locale

INTERNATIONAL = "INT"
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_TERRITORIES = Locale("en").territories


def is_jurisdiction(code: str) -> bool:
    """Whether the code is a two-letter code that CLDR can name (``EU`` included), or ``INT``."""
    return code == INTERNATIONAL or (_COUNTRY.fullmatch(code) is not None and code in _TERRITORIES)


def jurisdiction_name(code: str) -> str:
    """Name a jurisdiction in English; an unknown code is returned as it is and an empty one stays empty."""
    if code == INTERNATIONAL:
        return "International"
    return str(_TERRITORIES.get(code, code))
