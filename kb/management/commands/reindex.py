"""Rebuild what is derived: the columns that lists use, and the search index."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from kb.management.progress import progress_bar
from kb.models.derivation import refresh_all
from kb.search import index


class Command(BaseCommand):
    """Rebuild all derived columns and the search index, in one transaction: readers see the old ones until it is done."""

    help = "Rebuild derived columns and the search index from the statements."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how many records are indexed."""
        quiet = options["verbosity"] == 0
        with transaction.atomic():
            with progress_bar("Deriving", "records", quiet) as report:
                refresh_all(report)
            with progress_bar("Indexing", "records", quiet) as report:
                count = index.rebuild(report)
        if options["verbosity"] > 0:
            self.stdout.write(f"Indexed {count:,} records.")
