"""The truth: entities, sources and statements. No requests, no HTML, no URLs but names."""

from kb.models import receivers
from kb.models.entities import Entity, FormerSlug
from kb.models.kinds import ENTITY_MODELS, Department, Institution, Person, Place, PolicyEvent
from kb.models.loaded_fixtures import LoadedFixture
from kb.models.sources import Source
from kb.models.statements import Statement

__all__ = [
    "ENTITY_MODELS",
    "Department",
    "Entity",
    "FormerSlug",
    "Institution",
    "LoadedFixture",
    "Person",
    "Place",
    "PolicyEvent",
    "Source",
    "Statement",
    "receivers",
]
