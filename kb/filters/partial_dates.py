"""Filters over dates of reduced precision. A vague date is kept when it can lie within the asked bound."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat
from django_filters import Filter

from kb.models.partial_dates import AFTER_LAST_DAY, PartialDateFormField
from kb.values.dates import PartialDate


class PartialDateFilter(Filter):
    """Compares a date with a bound; what has no date is left out once there is a bound."""

    field_class = PartialDateFormField

    def compare(self, queryset: QuerySet[Any], suffix: str, condition: str, bound: str) -> QuerySet[Any]:
        """Keep the rows whose date, with the suffix, stands in the relation of the condition to the bound."""
        column = str(self.field_name)
        date = Concat(F(column), Value(suffix), output_field=CharField())
        return queryset.exclude(**{column: ""}).alias(compared=date).filter(**{f"compared__{condition}": bound})


class SinceFilter(PartialDateFilter):
    """Keep what can have happened on or after the first day of a date: 2018 is kept for 2018-06."""

    def filter(self, queryset: QuerySet[Any], value: PartialDate | None) -> QuerySet[Any]:
        """Apply the bound; without one everything is kept."""
        return self.compare(queryset, AFTER_LAST_DAY, "gte", value.iso) if value else queryset


class UntilFilter(PartialDateFilter):
    """Keep what can have happened on or before the last day of a date: 2018 is kept for 2018-06."""

    def filter(self, queryset: QuerySet[Any], value: PartialDate | None) -> QuerySet[Any]:
        """Apply the bound; without one everything is kept."""
        return self.compare(queryset, "", "lte", value.iso + AFTER_LAST_DAY) if value else queryset
