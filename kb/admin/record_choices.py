"""Boxes in which an editor chooses an entity or a source by typing a part of its name.

Django's own box asks the database for the label of what is chosen, once for every box on the page, and once more to
read what was posted. These take the record that the form has already loaded, so that a page of a hundred statements
asks no more often than a page of three; and a value that is no key is a choice that does not exist, not an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest

from kb.models.entities import Entity
from kb.models.sources import Source
from kb.models.vocabularies import Status

_MOST_DIGITS = 18  # a longer number is no key, and SQLite cannot even compare it


def label_of(record: models.Model) -> str:
    """Name a record so that editors can tell it from others: an entity with its kind, and whether it is a draft."""
    if not isinstance(record, Entity):
        return str(record)
    draft = ", draft" if record.status == Status.DRAFT else ""
    return f"{record} ({record.get_kind_display()}{draft})"


class RecordChoiceField(forms.ModelChoiceField):
    """A choice among records; ``loaded`` is the one that the form has at hand, if any."""

    loaded: models.Model | None = None

    def label_from_instance(self, obj: models.Model) -> str:
        """Name a record as ``label_of`` does."""
        return label_of(obj)

    def to_python(self, value: Any) -> Any:
        """Read what was posted; the loaded record is not asked for again."""
        if self.loaded is not None and str(value) == str(self.loaded.pk):
            return self.loaded
        if value not in self.empty_values and not is_key(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return super().to_python(value)


class RecordSelect(AutocompleteSelect):
    """The box for one record; its choices are those of a ``RecordChoiceField``."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        """Offer what is chosen now and, if nothing need be chosen, nothing."""
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        record = self._chosen(value[0] if value else "")
        if record is not None:
            options.append(self.create_option(name, record.pk, label_of(record), True, len(options)))
        return [(None, options, 0)]

    def _chosen(self, value: str) -> models.Model | None:
        field: Any = self.choices.field  # ``choices`` iterates over those of the field
        if field.loaded is not None and value == str(field.loaded.pk):
            return field.loaded
        return field.queryset.filter(pk=value).first() if is_key(value) else None


class ChoosesRecords(BaseModelAdmin):
    """An admin, or an inline of one, whose foreign keys to entities and sources are such boxes."""

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Give the box to entities and sources."""
        if issubclass(db_field.remote_field.model, Entity | Source):
            kwargs |= {"form_class": RecordChoiceField, "widget": RecordSelect(db_field, self.admin_site)}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave out the button that would delete the chosen record itself."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field


class RecordAutocompleteView(AutocompleteJsonView):
    """What the boxes ask as one types."""

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        """Name a record as the box does once it is chosen."""
        return {"id": str(getattr(obj, to_field_name)), "text": label_of(obj)}


def is_key(value: Any) -> bool:
    """Whether a value can be the key of a record: a number that both databases take."""
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
