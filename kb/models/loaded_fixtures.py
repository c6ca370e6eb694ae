"""Which sets of fixtures this database has taken in, so that a second start does not undo an editor's work."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class LoadedFixture(models.Model):
    """A set of fixtures that was loaded here."""

    name = models.CharField(max_length=100, unique=True, help_text="The label under which it was loaded, for example “article”.")
    loaded_at = models.DateTimeField(default=timezone.now, help_text="When it was last loaded.")

    def __str__(self) -> str:
        """Give the label."""
        return self.name
