"""Keeping the index true: whatever changes in the models reaches it within the same transaction."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from kb.models.derivation import entities_changed
from kb.models.entities import Entity
from kb.search import index


@receiver(entities_changed)
def index_changed_entities(sender: type[Entity], ids: list[int], **_: Any) -> None:
    """Write the index anew for the entities that have changed or are gone."""
    index.update(ids)
