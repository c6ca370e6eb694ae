"""Links to records inside Markdown: ``[[slug]]`` and ``[[slug|words]]``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

PATTERN = re.compile(r"\[\[(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\|(?P<words>[^\[\]|\n]+))?\]\]", re.ASCII)


def slugs(texts: Iterable[str]) -> set[str]:
    """Collect the slugs to which the texts link."""
    return {match["slug"] for text in texts for match in PATTERN.finditer(text)}


def words(slug: str, label: str | None, names: Mapping[str, str]) -> str:
    """Choose the words a reader sees: the label given, else the record's name, else the slug without hyphens."""
    return (label or "").strip() or names.get(slug) or slug.replace("-", " ")


def plain(text: str, names: Mapping[str, str]) -> str:
    """Replace each link by its words; ``names`` maps slugs to headings and may lack some."""
    return PATTERN.sub(lambda match: words(match["slug"], match["words"], names), text)
