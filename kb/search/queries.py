"""What a query as typed means: cleaned, cut to a length, and reduced to the words and terms that are looked up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kb.search.matching import Term
from kb.values.folding import compact, query_terms, words
from kb.values.text import clean_line

LENGTH_LIMIT = 200  # characters of a query that are used
_TERM_LIMIT = 32  # terms of a query that are used: bounds the work of the engine


@dataclass(frozen=True)
class Query:
    """A search for names and words. Made by ``parse``."""

    text: str
    truncated: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The folded words in their order."""
        return tuple(words(self.text))

    @cached_property
    def compact(self) -> str:
        """The folded words without anything between them."""
        return compact(self.text)

    def __bool__(self) -> bool:
        """Whether there is anything to look up: punctuation alone is not."""
        return bool(self.compact)

    def terms(self, *, in_name: bool) -> list[Term]:
        """Give the terms that a record must hold, each open at its end, so that unfinished words match."""
        return [Term(text, in_name=in_name, prefix=True) for text in query_terms(self.text)[:_TERM_LIMIT]]


def parse(typed: str) -> Query:
    """Read what was typed; never fails. Text beyond ``LENGTH_LIMIT`` characters is not used, and the query says so."""
    text = clean_line(typed[: 10 * LENGTH_LIMIT])
    return Query(text[:LENGTH_LIMIT].strip(), truncated=len(text) > LENGTH_LIMIT or len(typed) > 10 * LENGTH_LIMIT)
