"""Sources on the editors' desk, each with what rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse

from kb.admin.saving import SavesAtOnce
from kb.models.sources import Source
from kb.models.statements import Statement
from kb.values.text import clean_line

_SHOWN = 200  # statements of a source that its form lists


class SourceForm(forms.ModelForm):
    """A source."""

    def clean_key(self) -> str:
        """Say which source has the key already."""
        key: str = self.cleaned_data["key"]
        other = Source.objects.filter(key=key).exclude(pk=self.instance.pk).first()
        if other:
            raise forms.ValidationError(f"“{key}” is already the key of “{other}”. Choose another.")
        return key


class SourceAdmin(SavesAtOnce):
    """What statements cite."""

    form = SourceForm
    change_form_template = "admin/source_change_form.html"
    fieldsets: ClassVar = [
        (None, {"fields": ["title", ("publisher", "authors"), ("published", "language", "kind"), "key"]}),
        ("Where to read it", {"fields": ["url", "archived_url", "checked_at"]}),
        ("For readers", {"fields": ["note"]}),
    ]
    list_display = ("key", "title", "publisher", "published", "kind", "language", "checked_at", "statement_count")
    list_filter = ("kind", "language", "publisher")
    list_per_page = 50
    search_fields = ("key", "title", "publisher", "url", "authors")
    search_help_text = "Key, title, publisher, address or authors."

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Source]:
        """Count in the same query what rests on each."""
        sources: Any = super().get_queryset(request)
        return sources.with_statement_count(Statement.objects.all())

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Read an address without a scheme as one of HTTPS."""
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="statements", ordering="statement_count")
    def statement_count(self, source: Any) -> int:
        """Count the statements that rest on it."""
        return source.statement_count

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        """Fix the key once it is given out: it is part of an address."""
        return ("key",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Model | None = None) -> dict[str, Sequence[str]]:
        """Suggest a key for a new source."""
        return {} if obj else {"key": ("publisher", "published")}

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Search for the visible characters of what was typed; PostgreSQL refuses some of the others."""
        return super().get_search_results(request, queryset, clean_line(search_term))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Show below the form what rests on the source."""
        if obj:
            said = obj.statements.with_ends().in_reading_order()
            context |= {"said_here": said[:_SHOWN], "said_here_count": said.count()}
        return super().render_change_form(request, context, add, change, form_url, obj)
