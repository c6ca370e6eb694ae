"""``PartialDate`` in the database and in forms: one text column, empty where no date is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from kb.values.dates import PartialDate

# No day sorts after this suffix: a year or month that ends in it stands after its last day.
AFTER_LAST_DAY = "-99"


class CodePointCharField(models.CharField):
    """Text that sorts by code point on both databases, whatever the locale of the server."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """Ask PostgreSQL for its "C" collation; SQLite compares by code point anyway."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def to_partial_date(value: PartialDate | str | None) -> PartialDate | None:
    """Read a date as a form, a fixture or a program gives it; empty text and ``None`` are no date.

    Raises:
        ValidationError: the text is no date.
    """
    if isinstance(value, PartialDate):
        return value
    if not value:
        return None
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise ValidationError(str(error), code="invalid_date") from error


class PartialDateFormField(forms.CharField):
    """A text box for a date; cleans to a ``PartialDate``, or to ``None`` when it is left empty."""

    def __init__(self, **options: Any) -> None:
        """Set a hint of the form in which dates are typed; ``options`` are those of a ``CharField``."""
        super().__init__(**options)
        self.empty_value = None
        self.widget.attrs.setdefault("placeholder", "2018-11")
        self.widget.attrs.setdefault("size", 10)

    def to_python(self, value: Any) -> Any:
        """Read what was typed."""
        return to_partial_date(super().to_python(value))

    def run_validators(self, value: Any) -> None:
        """Check the text form, as the validators of a ``CharField`` expect text."""
        super().run_validators(str(value) if value else "")


class PartialDateField(CodePointCharField):
    """A ``PartialDate`` or ``None``; stored as ISO text of reduced precision, ``None`` as empty text.

    Text comparisons in queries are comparisons of dates. Every write is checked, so no other text gets in.
    """

    # Read by the type checker only.
    _pyi_private_set_type: PartialDate | str | None  # type: ignore[assignment]
    _pyi_private_get_type: PartialDate | None  # type: ignore[assignment]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Make an optional column of ten characters; ``options`` are those of a ``CharField``."""
        options |= {"max_length": 10, "blank": True, "default": ""}
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Leave out of migrations what the field itself fixes."""
        name, path, args, options = super().deconstruct()
        for fixed in ("max_length", "blank", "default"):
            options.pop(fixed, None)
        return name, path, args, options

    def get_default(self) -> None:
        """No date."""
        return

    def from_db_value(self, value: str | None, *_: Any) -> PartialDate | None:
        """Read the column."""
        return PartialDate(value) if value else None

    def to_python(self, value: Any) -> Any:
        """Read a date from text."""
        return to_partial_date(value)

    def get_prep_value(self, value: Any) -> str:
        """Write the column, or the operand of a comparison."""
        return str(to_partial_date(value) or "")

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Nothing is left to check: reading the text was the check, and no date is allowed."""

    def run_validators(self, value: Any) -> None:
        """Nothing is left to check, see ``validate``."""

    def value_to_string(self, obj: models.Model) -> str:
        """Give the ISO text for fixtures; empty for no date."""
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, form_class: Any = None, choices_form_class: Any = None, **options: Any) -> Any:
        """Offer the text box for dates."""
        return super().formfield(form_class=form_class or PartialDateFormField, choices_form_class=choices_form_class, **options)
