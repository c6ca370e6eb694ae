"""Footnotes: one number for each place in a source that a page rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kb.models import Source, Statement
from kb.models.vocabularies import Basis


@dataclass
class Footnote:
    """A place in a source, with how the statements that cite it follow from it. Numbered from 1 on each page."""

    number: int
    source: Source
    locator: str
    basis: str
    note: str
    quote: str
    statements: list[Statement] = field(default_factory=list)

    @property
    def caveat(self) -> str:
        """How the statements follow from the source, in words; empty when the source says them outright."""
        return "" if self.basis == Basis.STATED else Basis(self.basis).label

    @property
    def locator_url(self) -> str:
        """The locator, when it is itself a web address; else empty."""
        return self.locator if self.locator.startswith(("https://", "http://")) else ""


class Footnotes(Sequence[Footnote]):
    """The footnotes of one page, in the order in which their marks first stand on it."""

    def __init__(self) -> None:
        """Start a page without footnotes."""
        self._by_place: dict[tuple[int, str, str, str, str], Footnote] = {}

    def cite(self, statement: Statement) -> Footnote:
        """Give the footnote of a statement; statements from one place, on one basis and with one note share it."""
        place = (statement.source_id, statement.locator, statement.basis, statement.note, statement.quote)
        if place not in self._by_place:
            self._by_place[place] = Footnote(len(self) + 1, statement.source, *place[1:])
        footnote = self._by_place[place]
        footnote.statements.append(statement)
        return footnote

    def __len__(self) -> int:
        """Count the footnotes."""
        return len(self._by_place)

    def __iter__(self) -> Iterator[Footnote]:
        """Go through the footnotes by number."""
        return iter(self._by_place.values())

    def __getitem__(self, index: int) -> Footnote:  # type: ignore[override]  # templates and tests ask for single ones
        """Give a footnote by its position, from 0."""
        return list(self._by_place.values())[index]
