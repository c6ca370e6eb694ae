"""Lines of a page: what one or more sources say in the same words, with a footnote for each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kb.models import Entity, Statement
from kb.models.vocabularies import Basis
from kb.prose import Links, render
from kb.values.identifiers import Identifier, parse_identifier
from kb.web.footnotes import Footnote, Footnotes


@dataclass(frozen=True)
class Line:
    """Statements that say the same. ``other`` is the entity at the far end of a link, seen from the page's entity."""

    statements: tuple[Statement, ...]
    footnotes: tuple[Footnote, ...]
    html: SafeString | None = None
    other: Entity | None = None

    @property
    def statement(self) -> Statement:
        """The first of them, which stands for all."""
        return self.statements[0]

    @property
    def caveat(self) -> str:
        """How the statements follow from their sources, in a word; empty as soon as one source says it outright."""
        bases = [Basis(statement.basis) for statement in self.statements]
        return "" if Basis.STATED in bases else bases[0].word

    @property
    def identifier(self) -> Identifier | None:
        """The identifier that is stated, if it can be read as one."""
        if self.statement.property != "identifier":
            return None
        try:
            return parse_identifier(self.statement.value)
        except ValueError:  # an unknown scheme is shown as it was entered
            return None


@dataclass(frozen=True)
class LineGroup:
    """The lines of one property, seen from one of its ends, under the label for that end."""

    label: str
    lines: tuple[Line, ...]


def lines(statements: Iterable[Statement], footnotes: Footnotes, links: Links, *, inverse: bool = False) -> tuple[Line, ...]:
    """Put statements that say the same into one line, in the order of the first of each.

    With ``inverse`` they are seen from their object, so that the far end is their subject.
    """
    same: dict[tuple[object, ...], list[Statement]] = {}
    for row in statements:
        said = (row.property, row.value, row.language, row.subject_id, row.object_id, row.role, row.start, row.end)
        same.setdefault(said, []).append(row)
    return tuple(_line(rows, footnotes, links, inverse) for rows in same.values())


def _line(rows: list[Statement], footnotes: Footnotes, links: Links, inverse: bool) -> Line:
    first = rows[0]
    marks = {mark.number: mark for mark in map(footnotes.cite, rows)}
    return Line(
        statements=tuple(rows),
        footnotes=tuple(marks.values()),
        html=render(first.value, links) if first.property == "description" else None,
        other=first.subject if inverse else first.object,
    )
