"""Find what is wrong in the content and no constraint can forbid."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kb.models import Entity, FormerSlug, Statement
from kb.models.properties import Shape
from kb.models.vocabularies import Status
from kb.values import wikilinks


class Command(BaseCommand):
    """Report links in prose that lead nowhere, or from a published record to a draft; readers see them as plain words."""

    help = "Report [[slug]] links in prose that lead to no record, or to a draft."

    def handle(self, *args: Any, **options: Any) -> None:
        """Report each fault in a line.

        Raises:
            CommandError: there is at least one fault, so that scripts can tell by the exit code.
        """
        prose = Statement.objects.of_shape(Shape.TEXT).filter(value__contains="[[").select_related("subject")
        status = dict(FormerSlug.objects.values_list("slug", "entity__status")) | dict(
            Entity.objects.values_list("slug", "status")
        )
        faults = [
            f"{row.subject.slug}, statement {row.public_id}: [[{slug}]] {fault}"
            for row in prose.in_entry_order().iterator()
            for slug in sorted(wikilinks.slugs([row.value]))
            if (fault := _fault(row, status.get(slug)))
        ]
        for line in faults:
            self.stdout.write(line)
        if faults:
            raise CommandError(f"{len(faults)} link{'s' if len(faults) > 1 else ''} in prose to be mended.")
        if options["verbosity"] > 0:
            self.stdout.write("All links in prose lead to a record.")


def _fault(row: Statement, status: str | None) -> str:
    if status is None:
        return "leads to no record"
    return "leads to a draft" if status == Status.DRAFT and row.subject.status == Status.PUBLISHED else ""
