"""Sources: where statements come from (prov:PrimarySource)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse

from kb.models.entities import SLUG_VALIDATOR
from kb.models.partial_dates import CodePointCharField, PartialDateField
from kb.models.vocabularies import SourceKind
from kb.values.languages import is_language_tag, language_name
from kb.values.text import clean_line

if TYPE_CHECKING:
    from kb.models.statements import Statement

_WEB_ADDRESS = [URLValidator(["http", "https"])]


class SourceQuerySet(models.QuerySet):
    """The vocabulary in which sources are asked for."""

    def with_statement_count(self, statements: models.QuerySet[Statement]) -> SourceQuerySet:
        """Add ``statement_count``: how many of the given statements each source supports."""
        counts = (
            statements.filter(source=models.OuterRef("pk")).order_by().values("source").annotate(n=models.Count("pk")).values("n")
        )
        return self.annotate(statement_count=models.functions.Coalesce(models.Subquery(counts), 0))

    def get_by_natural_key(self, key: str) -> Any:
        """Find a source by its key, as fixtures refer to it."""
        return self.get(key=key)


class Source(models.Model):
    """A publication, page or data set that statements cite."""

    key = models.CharField(
        max_length=80,
        unique=True,
        validators=[SLUG_VALIDATOR],
        help_text="Short name, used in the address and in tables; never changes.",
    )
    title = CodePointCharField(max_length=300, help_text="Title as published; an editorial description stands in [brackets].")
    publisher = models.CharField(max_length=200, blank=True, help_text="Who published it.")
    authors = models.CharField(max_length=300, blank=True, help_text="Names as printed, separated by “; ”.")
    published = PartialDateField(help_text="When it was published: a year, month or day (2018-11-14). Empty if it does not say.")
    url = models.URLField("address", max_length=1000, blank=True, validators=_WEB_ADDRESS, help_text="Where it can be read.")
    archived_url = models.URLField(
        "archived copy", max_length=1000, blank=True, validators=_WEB_ADDRESS, help_text="A lasting copy, if there is one."
    )
    language = models.CharField(max_length=20, blank=True, help_text="Its language as a BCP 47 tag: en, zh-Hans, zh-Hant.")
    kind = models.CharField(max_length=20, choices=SourceKind, default=SourceKind.OTHER, help_text="Who speaks in it.")
    note = models.TextField(blank=True, help_text="What a reader must know to find a place in it or to judge it.")
    checked_at = models.DateField(null=True, blank=True, help_text="The day on which an editor last read it at its address.")

    statements: models.Manager[Statement]
    objects: ClassVar[models.Manager] = SourceQuerySet.as_manager()

    class Meta:
        """Order and constraints."""

        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.CheckConstraint(name="source_has_key", condition=~models.Q(key="")),
            models.CheckConstraint(name="source_has_title", condition=~models.Q(title="")),
            models.CheckConstraint(name="source_kind_known", condition=models.Q(kind__in=SourceKind.values)),
        ]

    def __str__(self) -> str:
        """Give publisher, title and year, by which editors tell sources apart."""
        parts = (self.publisher, self.title, str(self.published.year) if self.published else "")
        return ", ".join(part for part in parts if part)

    @property
    def language_name(self) -> str:
        """The language in English; empty if none is given."""
        return language_name(self.language)

    def natural_key(self) -> tuple[str]:
        """Give the key, by which fixtures refer to it."""
        return (self.key,)

    def get_absolute_url(self) -> str:
        """Give the address of the source's page."""
        return reverse("source", args=[self.key])

    def clean(self) -> None:
        """Tidy the text and check the language.

        Raises:
            ValidationError: the title is blank or the language is no BCP 47 tag.
        """
        for name in ("title", "publisher", "authors"):
            setattr(self, name, clean_line(getattr(self, name)))
        if not self.title:
            raise ValidationError({"title": "The title has no visible character."})
        if self.language and not is_language_tag(self.language):
            raise ValidationError({"language": f"“{self.language}” is not a language tag: write en, zh-Hans or the like."})
