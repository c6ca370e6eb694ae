"""What templates need beyond Django's own tags: dates of reduced precision and the marks of kinds."""

from __future__ import annotations

from django import template
from django.template.defaultfilters import date as format_date
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kb.models import ENTITY_MODELS, Entity, Statement
from kb.models.properties import Shape
from kb.models.vocabularies import Kind
from kb.values.dates import PartialDate, Precision

register = template.Library()

_FORMATS = {Precision.YEAR: "Y", Precision.MONTH: "F Y", Precision.DAY: "F j, Y"}


@register.filter
def partial_date(value: PartialDate | None) -> SafeString | str:
    """Write a date as precisely as it is known, as a ``<time>``; nothing for no date."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.iso, format_date(value.earliest, _FORMATS[value.precision]))


@register.filter
def period(statement: Statement) -> SafeString | str:
    """Write start and end of a statement in words; an open end is never called current."""
    start, end = (partial_date(date) for date in (statement.start, statement.end))
    if statement.start and statement.end:
        return start if statement.start == statement.end else format_html("{} – {}", start, end)
    if statement.end:
        return format_html("no later than {}", end)
    if statement.start and statement.shape is Shape.LINK:
        return format_html("from {}", start)
    return start


@register.simple_tag
def mark(kind: str) -> SafeString:
    """Draw the small mark of a kind of entity, or of a source; hidden from screen readers, who hear the kind in words."""
    drawing = '<svg class="mark" width="18" height="18" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    return format_html(drawing, static("img/marks.svg"), kind)


@register.simple_tag
def list_url(kind: str) -> str:
    """Give the address of the list of a kind."""
    return reverse(f"{kind}_list")


@register.simple_tag
def edit_url(entity: Entity) -> str:
    """Give the address at which editors change an entity."""
    return reverse(f"admin:kb_{ENTITY_MODELS[Kind(entity.kind)]._meta.model_name}_change", args=[entity.pk])


@register.simple_tag
def all_kinds() -> list[Kind]:
    """List the kinds in the order of the site's navigation."""
    return list(Kind)
