"""What stands on the page of an entity, composed from the statements about it; nothing here asks the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kb.models import Entity, Statement
from kb.models.properties import PROPERTIES, Property, Shape, properties_expected_of
from kb.models.vocabularies import Kind
from kb.prose import Links
from kb.web.footnotes import Footnotes
from kb.web.lines import Line, LineGroup, lines

# What a research-security officer looks for stands before all other links.
_LISTINGS = ("targets", "affects")
# Links that say where a thing belongs stand among the facts.
_FACT_LINKS = ("located_in", "part_of", "issued_by")


@dataclass(frozen=True)
class EntityPage:
    """The parts of the page, in the order in which they stand on it; footnotes are numbered in the same order."""

    facts: tuple[LineGroup, ...]
    listings: tuple[LineGroup, ...]
    prose: tuple[Line, ...]
    links: tuple[LineGroup, ...]
    footnotes: Footnotes
    statement_count: int
    source_count: int
    not_stated: tuple[str, ...]


def compose(entity: Entity, statements: Iterable[Statement], links: Links) -> EntityPage:
    """Compose the page of an entity from all statements about it, as subject or as object, in entry order."""
    said = list(statements)
    own: dict[str, list[Statement]] = defaultdict(list)
    of_others: dict[str, list[Statement]] = defaultdict(list)
    for row in said:
        (own if row.subject_id == entity.pk else of_others)[row.property].append(row)
    footnotes = Footnotes()

    def group(definition: Property, *, inverse: bool = False) -> LineGroup | None:
        name = definition.name
        here = () if inverse else lines(own[name], footnotes, links)
        there = lines(of_others[name], footnotes, links, inverse=True) if inverse or definition.is_symmetric else ()
        label = definition.inverse_label if inverse else definition.label
        return LineGroup(label, here + there) if here or there else None

    facts = _present(group(entry) for entry in PROPERTIES.values() if _is_fact(entry))
    listings = _present(group(PROPERTIES[name], inverse=True) for name in _LISTINGS)
    prose = lines(own["description"], footnotes, links)
    links_of = [entry for entry in PROPERTIES.values() if entry.shape is Shape.LINK]
    forward = _present(group(entry) for entry in links_of if entry.name not in _FACT_LINKS)
    backward = _present(
        group(entry, inverse=True) for entry in links_of if entry.name not in _LISTINGS and not entry.is_symmetric
    )
    return EntityPage(
        facts=facts,
        listings=listings,
        prose=prose,
        links=forward + backward,
        footnotes=footnotes,
        statement_count=len(said),
        source_count=len({row.source_id for row in said}),
        not_stated=tuple(entry.label.lower() for entry in properties_expected_of(Kind(entity.kind)) if not own[entry.name]),
    )


def _is_fact(definition: Property) -> bool:
    return definition.shape in {Shape.NAME, Shape.DATE, Shape.LITERAL} or definition.name in _FACT_LINKS


def _present(groups: Iterable[LineGroup | None]) -> tuple[LineGroup, ...]:
    return tuple(group for group in groups if group is not None)
