"""The filters of the list of sources."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Q, QuerySet
from django_filters import CharFilter, ChoiceFilter

from kb.filters.entities import YearFilter, year_facet
from kb.filters.facets import FacetDefinition, FacetedFilterSet
from kb.filters.sorting import SortFilter, stated_first
from kb.models.sources import Source
from kb.models.vocabularies import SourceKind
from kb.values.languages import language_name
from kb.values.text import clean_line


class SourceFilterSet(FacetedFilterSet):
    """The list of sources; its query set carries ``statement_count``."""

    q = CharFilter(label="Search", method="search_for")
    kind = ChoiceFilter(label="Kind", choices=SourceKind.choices)
    language = CharFilter(label="Language", max_length=20)
    publisher = CharFilter(label="Publisher", max_length=200)
    year = YearFilter(label="Year", field_name="published")
    sort = SortFilter(
        {
            "statements": ("Most statements", ("-statement_count", "title", "pk")),
            "-published": ("Latest", (stated_first("published", descending=True), "title", "pk")),
            "published": ("Earliest", (stated_first("published"), "title", "pk")),
            "title": ("Title", ("title", "pk")),
        }
    )

    FACETS = (
        FacetDefinition("kind", "kind", lambda value: SourceKind(value).label),
        FacetDefinition("language", "language", language_name),
        FacetDefinition("publisher", "publisher", str),
        year_facet("published"),
    )

    class Meta:
        """The model."""

        model = Source
        fields: ClassVar[list[str]] = []

    def search_for(self, queryset: QuerySet[Source], name: str, value: str) -> QuerySet[Source]:
        """Keep the sources in whose title, publisher, authors, key or address every word stands."""
        for word in clean_line(value)[:200].split():
            columns = ("title", "publisher", "authors", "key", "url")
            found = Q()
            for column in columns:
                found |= Q(**{f"{column}__icontains": word})
            queryset = queryset.filter(found)
        return queryset
