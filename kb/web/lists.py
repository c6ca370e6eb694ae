"""The lists: one for each kind of entity, and one of the sources."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.views.generic import ListView

from kb.filters.entities import ENTITY_FILTER_SETS
from kb.filters.facets import FacetedFilterSet
from kb.filters.sources import SourceFilterSet
from kb.models import ENTITY_MODELS, Source, Statement
from kb.models.vocabularies import Kind

# What the rows of a list show beside the entity's own columns, fetched with them.
_SELECTED = {Kind.INSTITUTION: ("city", "country"), Kind.DEPARTMENT: ("institution",)}
_PREFETCHED = {Kind.PERSON: ("affiliations",), Kind.PLACE: ("parents",)}


class _FacetedListView(ListView):
    """A list that a FilterSet narrows and orders, in pages of fifty."""

    paginate_by = 50

    def get_filter_set(self) -> FacetedFilterSet:
        """Read the query string."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        """Give what the filters leave, in the order asked for."""
        self.filter_set = self.get_filter_set()
        return self.filter_set.qs

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Paginator, Page, Any, bool]:
        """Give a page whatever was asked for: the first for no number, the last for one that is too large."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the filters."""
        return super().get_context_data(filter_set=self.filter_set, **context)


class EntityList(_FacetedListView):
    """The list of one kind of entity."""

    template_name = "entity_list.html"
    kind: Kind = Kind.INSTITUTION

    def get_filter_set(self) -> FacetedFilterSet:
        """Narrow what the user may see."""
        rows = ENTITY_MODELS[self.kind].objects.visible_to(self.request.user)
        rows = rows.select_related(*_SELECTED.get(self.kind, ())).prefetch_related(*_PREFETCHED.get(self.kind, ()))
        return ENTITY_FILTER_SETS[self.kind](self.request.GET, rows, self.request.user)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the kind, and the template that shows its columns."""
        return super().get_context_data(kind=self.kind, rows_template=f"rows/{self.kind.value}.html", **context)


class SourceList(_FacetedListView):
    """The list of sources."""

    template_name = "source_list.html"

    def get_filter_set(self) -> FacetedFilterSet:
        """Count for each source the statements that the user may see."""
        rows = Source.objects.with_statement_count(Statement.objects.visible_to(self.request.user))
        return SourceFilterSet(self.request.GET, rows)
