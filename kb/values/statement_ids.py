"""The public id of a statement: short, the same on every machine, and good for an address.

Ten characters of Crockford's base 32 (no I, L, O, U), taken from the SHA-256 of what the statement says.
"""

from __future__ import annotations

import hashlib

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10


def statement_id(subject: str, property_name: str, value_or_object: str, source: str, attempt: int = 0) -> str:
    """Derive the id from subject slug, property, value or date or object slug, and source key.

    ``attempt`` tells statements apart that agree in all four (two roles of one person at one place): 0 is the
    first of them, and the caller counts up until the id is free.
    """
    material = "\x1f".join((subject, property_name, value_or_object, source, str(attempt) if attempt else ""))
    number = int.from_bytes(hashlib.sha256(material.encode()).digest())
    characters = []
    for _ in range(LENGTH):
        number, index = divmod(number, len(_ALPHABET))
        characters.append(_ALPHABET[index])
    return "".join(characters)
