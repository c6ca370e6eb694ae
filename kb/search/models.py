"""The tables of the index. Derived: they may be emptied and rebuilt at any time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kb.models.entities import Entity
from kb.models.partial_dates import CodePointCharField
from kb.models.vocabularies import Kind
from kb.search.matching import TermsField
from kb.values.folding import COMPACT_LENGTH


class SearchDocument(models.Model):
    """All terms of one entity, and the few columns by which hits are filtered and ordered."""

    entity = models.OneToOneField(Entity, models.CASCADE, primary_key=True, related_name="+", help_text="What is found.")
    kind = models.CharField(max_length=20, choices=Kind, help_text="Kind of the entity.")
    published = models.BooleanField(help_text="Whether every reader may find it.")
    prominence = models.PositiveIntegerField(help_text="Prominence of the entity.")
    terms = TermsField(help_text="Its terms, separated by spaces; those of names stand again with “_” before them.")

    class Meta:
        """Order."""

        ordering: ClassVar = ["-prominence", "pk"]
        indexes: ClassVar = [models.Index(fields=["-prominence", "entity"], name="search_prominence")]

    def __str__(self) -> str:
        """Give the key of the entity."""
        return f"document of entity {self.pk}"


class SearchName(models.Model):
    """One name of one entity."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="+", help_text="What bears the name.")
    property = models.CharField(max_length=30, help_text="“name” for the heading, else the property of the statement.")
    text = models.CharField(max_length=1000, help_text="The name as written.")
    language = models.CharField(max_length=20, default="", help_text="Its language as a BCP 47 tag; empty for the heading.")
    compact = CodePointCharField(max_length=COMPACT_LENGTH, help_text="The folded name without spaces, for exact look-up.")

    class Meta:
        """Index."""

        indexes: ClassVar = [models.Index(fields=["compact"], name="search_name_compact")]

    def __str__(self) -> str:
        """Give the name."""
        return self.text
