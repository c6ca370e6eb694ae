"""Records for tests: valid, published, and filled with defaults, so that a test names only what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from kb.models import Department, Entity, Institution, Person, Place, PolicyEvent, Source, Statement
from kb.models.partial_dates import to_partial_date
from kb.models.properties import PROPERTIES, Shape


def make_institution(slug: str = "x", **columns: Any) -> Institution:
    """Save a research institute whose name is its slug in words."""
    return _save(Institution, slug, {"type": "research_institute"} | columns)


def make_department(slug: str, institution: Institution, **columns: Any) -> Department:
    """Save a laboratory of an institution."""
    return _save(Department, slug, {"institution": institution, "type": "laboratory"} | columns)


def make_person(slug: str, **columns: Any) -> Person:
    """Save a person whose name is the slug in words."""
    return _save(Person, slug, columns)


def make_policy_event(slug: str, **columns: Any) -> PolicyEvent:
    """Save a plan of no jurisdiction."""
    return _save(PolicyEvent, slug, {"type": "plan"} | columns)


def make_place(slug: str, **columns: Any) -> Place:
    """Save a city without coordinates."""
    return _save(Place, slug, {"type": "city"} | columns)


def make_source(key: str = "s1", **columns: Any) -> Source:
    """Save a news article in English; ``published`` may be ISO text."""
    defaults = {"title": f"Title of {key}", "publisher": "The Paper", "language": "en", "kind": "news"}
    source = Source(key=key, **defaults | _dates(columns))
    return _checked_and_saved(source)


def say(
    subject: Entity,
    property: str,
    value: str = "",
    language: str | None = None,
    object: Entity | None = None,
    source: Source | None = None,
    **columns: Any,
) -> Statement:
    """Check and save a statement.

    Names and prose are in English unless ``language`` says otherwise. Without ``source``, all share the source "source".
    ``start`` and ``end`` may be ISO text.
    """
    if language is None:
        language = "en" if PROPERTIES[property].shape in {Shape.NAME, Shape.TEXT} else ""
    statement = Statement(
        subject=subject,
        property=property,
        value=value,
        language=language,
        object=object,
        source=source or Source.objects.filter(key="source").first() or make_source("source"),
        **_dates(columns),
    )
    return _checked_and_saved(statement)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo at its end what the block did in the database: one example of a property test leaves nothing to the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _save(model: type[Any], slug: str, columns: dict[str, Any]) -> Any:
    return _checked_and_saved(model(slug=slug, **{"name": slug.replace("-", " ").title(), "status": "published"} | columns))


def _checked_and_saved(record: Any) -> Any:
    """Check as a form does, but leave uniqueness and constraints to the database, which refuses at a tenth of the time."""
    record.clean_fields()
    record.clean()
    record.save()
    return record


def _dates(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: to_partial_date(value) if name in {"start", "end", "published"} else value for name, value in columns.items()}
