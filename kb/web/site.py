"""The pages that lead into the site: home, search and about."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from kb import prose
from kb.filters.facets import Facet, FacetValue
from kb.filters.query_strings import changed
from kb.models import Entity, Institution, PolicyEvent, Source, Statement
from kb.models.vocabularies import Kind
from kb.search.queries import LENGTH_LIMIT
from kb.search.results import Hit, Results, search
from kb.web.hits import explain


def home(request: HttpRequest) -> HttpResponse:
    """What this is, how much is in it, and the ways in."""
    entities = Entity.objects.visible_to(request.user)
    counts = dict(entities.order_by().values_list("kind").annotate(Count("pk")))
    statements = Statement.objects.visible_to(request.user)
    context = {
        "kinds": [(kind, counts.get(kind.value, 0)) for kind in Kind],
        "statement_count": statements.count(),
        "source_count": Source.objects.count(),
        "latest_events": PolicyEvent.objects.visible_to(request.user).exclude(date="").order_by("-date", "sort_name")[:6],
        "most_documented": Institution.objects.visible_to(request.user).order_by("-statement_count", "sort_name", "pk")[:8],
        "last_changed": entities.order_by("-updated_at").values_list("updated_at", flat=True).first(),
    }
    return render(request, "home.html", context)


def search_results(request: HttpRequest) -> HttpResponse:
    """Search over all kinds."""
    typed = request.GET.get("q", "")
    asked = request.GET.get("kind", "")
    kind = Kind(asked) if asked in Kind.values else None
    results = search(typed, request.user, kind)
    page: Page[Hit] = Paginator(results, 20).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    links = prose.links_in((hit.statement.value for hit in page if hit.statement), request.user)
    context = {
        "query": results.query,
        "limit": LENGTH_LIMIT,
        "kind": kind,
        "facets": [_kind_facet(request, results, kind)],
        "without_kind": changed(request.GET, kind=None),
        "page_obj": page,
        "hits": [explain(hit, links) for hit in page],
    }
    return render(request, "search.html", context)


def _kind_facet(request: HttpRequest, results: Results, selected: Kind | None) -> Facet:
    """Offer the kinds among the results, with the number of each, and before them all kinds together."""
    counts = results.kind_counts
    values = [FacetValue("All kinds", sum(counts.values()), selected is None, changed(request.GET, kind=None))]
    values += [
        FacetValue(kind.plural, counts.get(kind, 0), kind is selected, changed(request.GET, kind=kind.value))
        for kind in Kind
        if kind in counts or kind is selected
    ]
    return Facet("kind", "Kind", values)


def about(request: HttpRequest) -> HttpResponse:
    """What is in here, by which rules, and how far to trust it; written in Markdown."""
    return render(request, "about.html", {"text": prose.render(render_to_string("about.md"))})
