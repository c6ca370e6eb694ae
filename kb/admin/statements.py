"""Statements on the editors' desk, whatever they are about."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.text import Truncator

from kb.admin.record_choices import ChoosesRecords
from kb.admin.saving import SavesAtOnce
from kb.admin.statement_forms import StatementForm
from kb.models.statements import Statement
from kb.prose import links_in
from kb.values.text import clean_line

_SHOWN = 120  # characters of a long text that the list shows


class StatementAdmin(SavesAtOnce, ChoosesRecords):
    """All statements in one list, and one form for every property."""

    form = StatementForm
    fieldsets: ClassVar = [
        (None, {"fields": [("subject", "property")]}),
        ("What is said: text", {"fields": ["value", "language"]}),
        ("What is said: link and time", {"fields": [("object", "role"), ("start", "end")]}),
        ("Who says so", {"fields": [("source", "locator", "basis"), ("quote", "note")]}),
    ]
    list_display = ("subject", "property", "said", "source", "locator", "basis")
    list_display_links = ("said",)
    list_filter = ("property", "basis", "subject__kind")
    list_select_related = ("subject", "object", "source")
    list_per_page = 50
    search_fields = (
        "value",
        "role",
        "quote",
        "note",
        "public_id",
        "subject__name",
        "object__name",
        "source__title",
        "source__key",
    )
    search_help_text = "Words of the statement, of its subject, object or source, or its id."

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Statement]:
        """Fetch with each what its row and its boxes show."""
        statements: Any = super().get_queryset(request)
        return statements.with_ends()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Let the preview link to what this user may see."""
        form = super().get_form(request, obj, change, **kwargs)
        if "value" in form.base_fields:
            form.base_fields["value"].widget.links_of = lambda text: links_in([text], request.user)
        return form

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Search for the visible characters of what was typed; PostgreSQL refuses some of the others."""
        return super().get_search_results(request, queryset, clean_line(search_term))

    @admin.display(description="what is said")
    def said(self, statement: Statement) -> str:
        """Give value, object and period in short."""
        parts = (Truncator(statement.value).chars(_SHOWN), str(statement.object or ""), statement.role, statement.period_text)
        return ", ".join(part for part in parts if part)
