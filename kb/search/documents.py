"""What of an entity goes into the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.models.entities import Entity
from kb.models.properties import Shape
from kb.models.statements import Statement
from kb.values import wikilinks
from kb.values.folding import terms

HEADING = "name"  # stands beside the name properties for the heading that the editors chose


@dataclass(frozen=True)
class Name:
    """A name with the property by which it is known: ``name`` for the heading, else one of the name properties."""

    property: str
    text: str
    language: str = ""  # a BCP 47 tag; empty for the heading


def names(entity: Entity, statements: Iterable[Statement]) -> list[Name]:
    """List the heading and then every other name, each spelling once, in entry order."""
    found = {entity.name: Name(HEADING, entity.name)}
    for statement in statements:
        if statement.shape is Shape.NAME:
            found.setdefault(statement.value, Name(statement.property, statement.value, statement.language))
    return list(found.values())


def passage(statement: Statement, headings: Mapping[str, str]) -> str:
    """Write what a statement says as plain words; ``headings`` maps the slugs of published entities to their names."""
    parts = (
        wikilinks.plain(statement.value, headings),
        statement.object.name if statement.object else "",
        statement.role,
        str(statement.start or ""),
        str(statement.end or ""),
        statement.note,
    )
    return " ".join(part for part in parts if part)


def document_terms(entity_names: Iterable[Name], passages: Iterable[str]) -> str:
    """Write the terms of a document: each once, sorted; those of names again with ``_`` before them."""
    of_names = {term for name in entity_names for term in terms(name.text)}
    of_text = {term for text in passages for term in terms(text)}
    return " ".join(sorted(of_names | of_text | {f"_{term}" for term in of_names}))
