"""The statements of an entity inside its own form: one group for each shape, each with the columns of its shape."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import HttpRequest

from kb.admin.markdown_preview import MarkdownTextarea
from kb.admin.record_choices import ChoosesRecords, RecordChoiceField
from kb.admin.statement_forms import OneLineForm, StatementForm
from kb.models.properties import Shape, properties_about
from kb.models.statements import Statement
from kb.prose import Links, links_in

_EVIDENCE = ("source", "locator", "basis", "quote", "note")


class StatementFormSet(forms.BaseInlineFormSet):
    """The statements of one group. Its queries do not grow with their number, neither to show nor to check them."""

    group: ClassVar[str]
    user: ClassVar[AbstractBaseUser]

    @classmethod
    def get_default_prefix(cls) -> str:
        """Tell the groups apart by their names; all of them hang on the same foreign key."""
        return cls.group

    @cached_property
    def links(self) -> Links:
        """The records to which the prose of the whole group links."""
        return links_in((form["value"].value() or "" for form in self.forms), self.user)

    def add_fields(self, form: Any, index: int | None) -> None:
        """Give each form what is loaded already: its subject, its own row, and the links of the group."""
        super().add_fields(form, index)
        form.instance.subject = self.instance
        rows = form.fields["id"]
        form.fields["id"] = RecordChoiceField(rows.queryset, initial=rows.initial, required=False, widget=forms.HiddenInput)
        form.fields["id"].loaded = form.instance if form.instance.pk else None
        box = form.fields["value"].widget if "value" in form.fields else None
        if isinstance(box, MarkdownTextarea):
            box.links_of = lambda text: self.links


class StatementInline(ChoosesRecords, admin.StackedInline):
    """Statements of some shapes about the entity whose form it is in."""

    model = Statement
    fk_name = "subject"
    form = StatementForm
    formset = StatementFormSet
    template = "admin/edit_inline/statements.html"
    show_change_link = True
    view_on_site = False

    group: ClassVar[str]
    shapes: ClassVar[frozenset[Shape]]
    guidance: ClassVar[str]  # one sentence above the group, in place of a help text at every box

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Statement]:
        """Ask for this group, with whatever its boxes show."""
        statements: Any = super().get_queryset(request)
        return statements.filter(property__in=[name for name, _ in self._properties()]).with_ends().in_entry_order()

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Make the class of forms for one request and one user."""
        base = super().get_formset(request, obj, **kwargs)
        return type(base.__name__, (base,), {"group": self.group, "user": request.user})

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Open an empty form where there is nothing yet; afterwards, "Add another" does."""
        return 0 if obj else 1

    def formfield_for_choice_field(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the properties of this group that the kind may have; a single one is chosen already."""
        if db_field.name == "property":
            offered = self._properties()
            kwargs["choices"] = offered if len(offered) == 1 else [("", "---------"), *offered]
            kwargs["initial"] = offered[0][0] if len(offered) == 1 else None
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def _properties(self) -> list[tuple[str, str]]:
        parent: Any = self.parent_model
        return [(entry.name, entry.label) for entry in properties_about(parent.KIND) if entry.shape in self.shapes]


class NameInline(StatementInline):
    """Names that sources give."""

    group = "names"
    shapes = frozenset({Shape.NAME})
    form = OneLineForm
    verbose_name = "name"
    verbose_name_plural = "names"
    guidance = "Names as sources print them. The language is a BCP 47 tag: en, zh-Hans, zh-Hant."
    fieldsets: ClassVar = [(None, {"fields": [("property", "value", "language"), _EVIDENCE]})]


class FactInline(StatementInline):
    """Dates and literal values."""

    group = "facts"
    shapes = frozenset({Shape.DATE, Shape.LITERAL})
    form = OneLineForm
    verbose_name = "fact"
    verbose_name_plural = "facts"
    guidance = (
        "A date has a start, an end, or both: 2018, 2018-11 or 2018-11-14; an end alone means “no later than”. "
        "A website or an identifier (ror:03cve4549) has a value."
    )
    fieldsets: ClassVar = [(None, {"fields": [("property", "start", "end", "value"), _EVIDENCE]})]


class ProseInline(StatementInline):
    """Prose in Markdown."""

    group = "prose"
    shapes = frozenset({Shape.TEXT})
    verbose_name = "passage"
    verbose_name_plural = "prose"
    guidance = "Markdown. [[slug]] and [[slug|words]] link to a record. The language is a BCP 47 tag: en, zh-Hans, zh-Hant."
    fieldsets: ClassVar = [(None, {"fields": ["value", ("property", "language"), _EVIDENCE]})]


class LinkInline(StatementInline):
    """Links from this record to others."""

    group = "links"
    shapes = frozenset({Shape.LINK})
    form = OneLineForm
    verbose_name = "link"
    verbose_name_plural = "links from this record"
    guidance = (
        "Start and end are dates like 2018, 2018-11 or 2018-11-14. "
        "An end without a start means “no later than”; no end does not mean “until today”."
    )
    fieldsets: ClassVar = [(None, {"fields": [("property", "object", "role", "start", "end"), _EVIDENCE]})]


STATEMENT_INLINES = (NameInline, FactInline, ProseInline, LinkInline)
