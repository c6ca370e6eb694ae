"""Ranking: how well a name answers a query. Pure, the same on both databases, and explained for every hit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from kb.search.documents import HEADING, Name
from kb.search.queries import Query
from kb.values.folding import compact, is_han, words


class Fit(IntEnum):
    """How a name answers a query, from the weakest to the strongest."""

    TEXT = 0  # not by its names: the words stand in its statements
    SCATTERED = 1  # every word stands in some name, but in no single one
    INSIDE = 2  # the name contains the query, though not at the beginning of a word
    WORDS = 3  # one name has every word, or begins of words
    START = 4  # the name starts with the query
    SAME_WORDS = 5  # the words of the query and no others, in any order
    EXACT = 6  # the same letters; spacing, accents, case and punctuation aside


@dataclass(frozen=True)
class Match:
    """The best of an entity's names for a query. ``name`` is ``None`` when the names do not explain the hit."""

    fit: Fit
    name: Name | None
    coverage: float = 0.0  # share of the name's letters that the query accounts for

    @property
    def merit(self) -> tuple[int, float, bool]:
        """Sort key, the greater the better; the heading goes before other names that fit as well."""
        return self.fit, round(self.coverage, 3), self.name is not None and self.name.property == HEADING


def best_match(query: Query, names: Iterable[Name]) -> Match:
    """Choose the name that answers the query best; ties go to the heading, then to the name that comes first."""
    return max((_match(query, name) for name in names), key=lambda match: match.merit, default=Match(Fit.SCATTERED, None))


def _match(query: Query, name: Name) -> Match:
    name_words, letters = words(name.text), compact(name.text)
    coverage = min(1.0, len(query.compact) / len(letters)) if letters else 0.0
    fit = _fit(query, name_words, letters)
    return Match(fit, name if fit > Fit.SCATTERED else None, coverage)


def _fit(query: Query, name_words: list[str], letters: str) -> Fit:
    if letters == query.compact:
        return Fit.EXACT
    if sorted(name_words) == sorted(query.words):
        return Fit.SAME_WORDS
    if letters.startswith(query.compact):
        return Fit.START
    if all(any(answers(word, asked) for word in name_words) for asked in query.words):
        return Fit.WORDS
    return Fit.INSIDE if query.compact in letters else Fit.SCATTERED


def answers(word: str, asked: str) -> bool:
    """Whether a word of a name answers a word of the query: by its beginning, and for Han text anywhere."""
    return asked in word if is_han(asked) else word.startswith(asked)
