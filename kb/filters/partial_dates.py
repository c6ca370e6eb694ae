"""Filters over dates of reduced precision. A vague date is kept when it can lie within the asked bound."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat
from django_filters import Filter

from kb.models.partial_dates import PartialDateFormField
from kb.values.dates import PartialDate

# Dates compare as text, and no day sorts after this suffix: a bare year then stands after its last day.
_END = Value("-99")


class _PartialDateFilter(Filter):
    field_class = PartialDateFormField


class SinceFilter(_PartialDateFilter):
    """Keep what can have happened on or after the first day of a date: 2018 is kept for 2018-06."""

    def filter(self, queryset: QuerySet[Any], value: PartialDate | None) -> QuerySet[Any]:
        """Apply the bound; without a date everything is kept, with one what has no date is left out."""
        if not value:
            return queryset
        latest = Concat(F(self.field_name), _END, output_field=CharField())
        return queryset.exclude(**{self.field_name: ""}).alias(**{f"{self.field_name}_latest": latest}).filter(
            **{f"{self.field_name}_latest__gte": value.iso}
        )


class UntilFilter(_PartialDateFilter):
    """Keep what can have happened on or before the last day of a date: 2018 is kept for 2018-06."""

    def filter(self, queryset: QuerySet[Any], value: PartialDate | None) -> QuerySet[Any]:
        """Apply the bound; without a date everything is kept, with one what has no date is left out."""
        if not value:
            return queryset
        earliest = Concat(F(self.field_name), Value(""), output_field=CharField())
        return queryset.exclude(**{self.field_name: ""}).alias(**{f"{self.field_name}_earliest": earliest}).filter(
            **{f"{self.field_name}_earliest__lte": f"{value.iso}-99"}
        )
