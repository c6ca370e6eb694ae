"""Forms for statements: one that holds every column, and one for each group of shapes with its own boxes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget

from kb.admin.markdown_preview import MarkdownTextarea
from kb.admin.record_choices import RecordChoiceField
from kb.models.statements import Statement


def _few_lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 1, "cols": 30})


class StatementForm(forms.ModelForm):
    """A statement. What is wrong with it, the model says in words."""

    class Meta:
        """Boxes that suit what is typed into them."""

        model = Statement
        fields: ClassVar = [
            "subject",
            "property",
            "value",
            "language",
            "object",
            "role",
            "start",
            "end",
            "source",
            "locator",
            "quote",
            "basis",
            "note",
        ]
        widgets: ClassVar = {
            "value": MarkdownTextarea(attrs={"rows": 6}),
            "language": AdminTextInputWidget(attrs={"size": 8, "placeholder": "zh-Hans"}),
            "quote": _few_lines(),
            "note": _few_lines(),
        }
        error_messages: ClassVar = {"source": {"required": "Choose a source: nothing is said here without one."}}

    def __init__(self, *args: Any, **options: Any) -> None:
        """Hand the records that came with the statement to the boxes in which they are chosen."""
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if isinstance(field, RecordChoiceField):
                field.loaded = Statement._meta.get_field(name).get_cached_value(self.instance, default=None)  # type: ignore[union-attr]

    def _post_clean(self) -> None:
        """Let the model check the statement, unless it is as it was stored: that takes a query for each constraint."""
        if self.instance.pk is None or self.has_changed():
            super()._post_clean()  # type: ignore[misc]  # the stubs leave this hook out


class OneLineForm(StatementForm):
    """A statement whose value is one line: a name, an address, an identifier."""

    class Meta(StatementForm.Meta):
        """A line instead of a box."""

        widgets: ClassVar = StatementForm.Meta.widgets | {"value": AdminTextInputWidget()}
