"""Facets: what a list can be narrowed to, with the number of records behind each choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, cast

from django.db.models import Count, F, QuerySet
from django.db.models.expressions import Combinable
from django.forms import BoundField
from django.http import QueryDict
from django_filters import FilterSet
from django_filters.constants import EMPTY_VALUES

from kb.filters.partial_dates import PartialDateFilter
from kb.filters.query_strings import changed
from kb.filters.sorting import SortFilter

FIRST_VALUES = 12  # choices of a facet that are shown at once; the selected one is always among them
MOST_VALUES = 150  # choices that can be unfolded beside them


@dataclass(frozen=True)
class FacetValue:
    """One choice: ``query`` selects it, or takes the selection back where it is selected."""

    label: str
    count: int
    selected: bool
    query: str


@dataclass(frozen=True)
class Facet:
    """The choices of one filter, ready to be shown: the first ``values``, ``more`` to unfold, and how many are left out."""

    name: str
    label: str
    values: list[FacetValue]
    more: list[FacetValue] = field(default_factory=list)
    hidden: int = 0


@dataclass(frozen=True)
class FacetDefinition:
    """Where the choices of a filter come from.

    ``value`` is a column or expression that gives the value of the parameter, ``label`` a column that names it or a
    function of the value. Choices are ordered by count, or by value from the latest when ``by_value`` is set.
    """

    name: str
    value: str | Combinable
    label: str | Callable[[str], str]
    by_value: bool = False

    def label_of(self, row: Mapping[str, Any]) -> str:
        """Name the choice that a counted row stands for."""
        return str(row["facet_label"]) if isinstance(self.label, str) else self.label(str(row["facet"]))


@dataclass(frozen=True)
class SortOption:
    """One order of a list, and the query string that asks for it."""

    label: str
    selected: bool
    query: str


class FacetedFilterSet(FilterSet):
    """A FilterSet that also counts, for every facet, what each of its choices would leave.

    The counts of a facet take every other filter into account but not its own, so that one can switch between its
    choices. A value that a filter cannot read is ignored, and ``problems`` says so.
    """

    FACETS: ClassVar[tuple[FacetDefinition, ...]] = ()

    def __init__(self, data: QueryDict, queryset: QuerySet[Any], **options: Any) -> None:
        """``data`` is the query string, ``queryset`` what the user may see."""
        self.parameters = data
        self.everything = queryset
        super().__init__(data, queryset, **options)

    def filter_queryset(self, queryset: QuerySet[Any], leave_out: str = "") -> QuerySet[Any]:
        """Apply every filter whose value could be read, but for the one to leave out."""
        for name, one in self.filters.items():
            if name != leave_out:
                queryset = one.filter(queryset, self.form.cleaned_data.get(name))
        return queryset

    @cached_property
    def problems(self) -> list[str]:
        """One sentence for each value that was ignored."""
        self.form.is_valid()
        return [
            f"{self.filters[name].label}: “{self.parameters.get(name, '')[:60]}” is not a value of this filter and was ignored."
            for name in self.form.errors
        ]

    @cached_property
    def facets(self) -> list[Facet]:
        """Count every facet, one query each; facets without any choice are left out."""
        self.form.is_valid()
        return [facet for facet in map(self._facet, self.FACETS) if facet.values]

    @cached_property
    def active(self) -> list[FacetValue]:
        """The selections that narrow the list, each with the query string that takes it back."""
        self.form.is_valid()
        names = [name for name in self.filters if name != "sort" and self.form.cleaned_data.get(name) not in EMPTY_VALUES]
        return [FacetValue(self._active_label(name), 0, True, changed(self.parameters, **{name: None})) for name in names]

    @cached_property
    def bounds(self) -> list[BoundField]:
        """The boxes for dates between which the list is cut."""
        return [self.form[name] for name, one in self.filters.items() if isinstance(one, PartialDateFilter)]

    @cached_property
    def carried(self) -> list[tuple[str, str]]:
        """The parameters that the form of the list does not show and must carry along."""
        shown = {"q", "page", *(box.name for box in self.bounds)}
        return [(name, str(value)) for name, value in self.parameters.items() if name not in shown and value]

    @cached_property
    def sort_options(self) -> list[SortOption]:
        """The orders of the list."""
        self.form.is_valid()
        sort = cast(SortFilter, self.filters["sort"])
        chosen = self.form.cleaned_data.get("sort") or next(iter(sort.orders))
        return [
            SortOption(label, value == chosen, changed(self.parameters, sort=value)) for value, (label, _) in sort.orders.items()
        ]

    @cached_property
    def without_filters(self) -> str:
        """The query string that takes every selection back and keeps the order."""
        return changed(QueryDict(), sort=self.parameters.get("sort"))

    def _facet(self, definition: FacetDefinition) -> Facet:
        name = definition.name
        selected = str(self.form.cleaned_data.get(name) or "")
        choices = [
            FacetValue(label, count, value == selected, changed(self.parameters, **{name: None if value == selected else value}))
            for value, label, count in self._count(definition)
        ]
        first = [choice for index, choice in enumerate(choices) if index < FIRST_VALUES or choice.selected]
        others = [choice for index, choice in enumerate(choices) if index >= FIRST_VALUES and not choice.selected]
        return Facet(name, str(self.filters[name].label), first, others[:MOST_VALUES], len(others[MOST_VALUES:]))

    def _count(self, definition: FacetDefinition) -> list[tuple[str, str, int]]:
        value = F(definition.value) if isinstance(definition.value, str) else definition.value
        columns = {"facet": value, "facet_label": F(definition.label)} if isinstance(definition.label, str) else {"facet": value}
        rows = self.filter_queryset(self.everything, leave_out=definition.name).order_by().values(**columns)
        counted = [
            (str(row["facet"]), definition.label_of(row), row["total"])
            for row in rows.annotate(total=Count("pk", distinct=True))
            if row["facet"] not in EMPTY_VALUES
        ]
        if definition.by_value:
            return sorted(counted, reverse=True)
        return sorted(counted, key=lambda row: (-row[2], row[1]))

    def _active_label(self, name: str) -> str:
        value = str(self.form.cleaned_data[name])
        for facet in self.facets:
            if facet.name == name:
                value = next((choice.label for choice in facet.values if choice.selected), value)
        return f"{self.filters[name].label}: {value}"
