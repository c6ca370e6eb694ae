"""The pages of single records: an entity, a source, a statement."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from kb import prose
from kb.models import ENTITY_MODELS, Entity, FormerSlug, Source, Statement
from kb.models.vocabularies import Kind
from kb.web.entity_page import compose
from kb.web.footnotes import Footnotes
from kb.web.lines import lines

_STATEMENTS_A_PAGE = 100
_OTHERS = 50  # statements that a statement's page shows beside it


def entity(request: HttpRequest, kind: Kind, slug: str) -> HttpResponseBase:
    """Everything that is said of an entity. A former address, or that of another kind, redirects."""
    model = ENTITY_MODELS[kind]
    found = model.objects.visible_to(request.user).filter(slug=slug).first()
    if found is None:
        return _moved(request, slug)
    statements = list(Statement.objects.about(found).visible_to(request.user).with_ends().in_entry_order())
    known = prose.links_in((row.value for row in statements if row.subject_id == found.pk), request.user)
    return render(request, "entity.html", {"page": compose(found, statements, known), "entity": found, "kind": kind})


def _moved(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Redirect to where an entity is now.

    Raises:
        Http404: none that the user may see is or ever was called so.
    """
    visible = Entity.objects.visible_to(request.user)
    former = FormerSlug.objects.filter(slug=slug).values("entity")
    target = visible.filter(slug=slug).first() or visible.filter(pk__in=former).first()
    if target is None:
        raise Http404(f"There is no page for “{slug}”.")
    return redirect(target, permanent=True)


def source(request: HttpRequest, key: str) -> HttpResponse:
    """A source, and everything that is drawn from it in the order of the source."""
    found = get_object_or_404(Source, key=key)
    rows = Statement.objects.filter(source=found).visible_to(request.user).with_ends().in_reading_order()
    page = Paginator(rows, _STATEMENTS_A_PAGE).get_page(request.GET.get("page"))
    known = prose.links_in((row.value for row in page), request.user)
    context = {"source": found, "page_obj": page, "lines": [line for row in page for line in lines([row], Footnotes(), known)]}
    return render(request, "source.html", context)


def statement(request: HttpRequest, public_id: str) -> HttpResponse:
    """One statement with its source, under its lasting address, and what else is said of the same."""
    found = get_object_or_404(Statement.objects.visible_to(request.user).with_ends(), public_id=public_id)
    said = Statement.objects.visible_to(request.user).filter(subject=found.subject, property=found.property)
    related = said.exclude(pk=found.pk).exclude(property="description").with_ends().in_entry_order()
    others = list(related[:_OTHERS])
    known = prose.links_in([found.value], request.user)
    footnotes = Footnotes()
    (line,) = lines([found], footnotes, known)
    context = {
        "line": line,
        "statement": found,
        "address": request.build_absolute_uri(found.get_absolute_url()),
        "others": lines(others, footnotes, known),
        "others_left_out": related.count() - _OTHERS if len(others) == _OTHERS else 0,
        "footnotes": footnotes,
    }
    return render(request, "statement.html", context)
