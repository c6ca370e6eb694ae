"""The application that holds the search index."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    """The derived index and its tables."""

    name = "kb.search"
    label = "search"
    verbose_name = "Search index"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the index true from now on."""
        autodiscover_modules("receivers")
