"""Statements: one thing that one source says about one entity. Everything the site says is one of these rows."""

from __future__ import annotations

import builtins
from typing import Any, ClassVar, NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse

from kb.models.entities import Entity, sees_drafts
from kb.models.partial_dates import AFTER_LAST_DAY, CodePointCharField, PartialDateField
from kb.models.properties import PROPERTIES, PROPERTY_CHOICES, Property, Shape, properties_of_shape
from kb.models.sources import Source
from kb.models.statement_checks import TEXT_LIMIT, problems
from kb.models.vocabularies import Basis, Status
from kb.values.languages import language_name
from kb.values.statement_ids import LENGTH, statement_id
from kb.values.text import clean_block, clean_line

_NO_VALUE, _NO_OBJECT = Q(value=""), Q(object__isnull=True)
_NO_PERIOD = Q(start="", end="")
_SHAPE_COLUMNS = {
    Shape.NAME: ~_NO_VALUE & ~Q(language="") & _NO_OBJECT & Q(role="") & _NO_PERIOD,
    Shape.DATE: _NO_VALUE & Q(language="") & _NO_OBJECT & Q(role="") & ~_NO_PERIOD,
    Shape.TEXT: ~_NO_VALUE & ~Q(language="") & _NO_OBJECT & Q(role="") & _NO_PERIOD,
    Shape.LITERAL: ~_NO_VALUE & Q(language="") & _NO_OBJECT & Q(role="") & _NO_PERIOD,
    Shape.LINK: _NO_VALUE & Q(language="") & Q(object__isnull=False),
}


def _shape_constraint(shape: Shape) -> models.CheckConstraint:
    names = [entry.name for entry in properties_of_shape(shape)]
    return models.CheckConstraint(
        name=f"statement_shape_{shape}",
        condition=~Q(property__in=names) | _SHAPE_COLUMNS[shape],
        violation_error_message=f"A statement of this property must have the columns of a {shape}, and no others.",
    )


class Joined(NamedTuple):
    """The keys of the entities at both ends of a statement, and the property that joins them."""

    subject: int | None = None
    object: int | None = None
    property: str | None = None


class StatementQuerySet(models.QuerySet):
    """The vocabulary in which statements are asked for."""

    def about(self, entity: Entity) -> StatementQuerySet:
        """Keep what is said of an entity, whether it is the subject or the object."""
        return self.filter(Q(subject=entity) | Q(object=entity))

    def published(self) -> StatementQuerySet:
        """Keep what every reader may see: both ends are published."""
        return self.filter(Q(object__isnull=True) | Q(object__status=Status.PUBLISHED), subject__status=Status.PUBLISHED)

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> StatementQuerySet:
        """Keep what this user may see: staff see statements about drafts too."""
        return self.all() if sees_drafts(user) else self.published()

    def of_shape(self, shape: Shape) -> StatementQuerySet:
        """Keep the statements whose property has this shape."""
        return self.filter(property__in=[entry.name for entry in properties_of_shape(shape)])

    def with_ends(self) -> StatementQuerySet:
        """Fetch subject, object and source in the same query."""
        return self.select_related("subject", "object", "source")

    def in_entry_order(self) -> StatementQuerySet:
        """Order as the statements were entered, which is how editors order prose."""
        return self.order_by("pk")

    def in_reading_order(self) -> StatementQuerySet:
        """Order by place in the source; ties as entered."""
        return self.order_by("locator_order", "pk")

    def get_by_natural_key(self, public_id: str) -> Any:
        """Find a statement by its public id, as fixtures refer to it."""
        return self.get(public_id=public_id)


class Statement(models.Model):
    """One thing that one source says about its subject: a name, a date, prose, a literal, or a link to an object."""

    public_id = models.CharField(
        "id",
        max_length=LENGTH,
        unique=True,
        editable=False,
        help_text="Part of the statement's lasting address; derived when it is entered, then kept.",
    )
    subject = models.ForeignKey(Entity, models.CASCADE, related_name="statements", help_text="The entity of which it is said.")
    property = models.CharField(
        max_length=30, choices=PROPERTY_CHOICES, help_text="What is said: one of the fixed list of properties."
    )
    value = models.TextField(
        blank=True,
        max_length=TEXT_LIMIT,
        help_text="The name, the literal, or prose in Markdown that may link to [[slug]] or [[slug|words]].",
    )
    language = models.CharField(
        max_length=20, blank=True, help_text="Language of a name or of prose as a BCP 47 tag: en, zh-Hans, zh-Hant."
    )
    object = models.ForeignKey(
        Entity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements_as_object",
        help_text="The entity to which a link leads.",
    )
    role = models.CharField(
        max_length=200, blank=True, help_text="Of a link: as what, in the words of the source (“Codirector”)."
    )
    start = PartialDateField(help_text="The date, or when the link began: 2018, 2018-11 or 2018-11-14.")
    end = PartialDateField(
        help_text="When it ended. An end without a start means “no later than”; no end does not mean “until today”."
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="statements", help_text="Who says so. No statement without a source."
    )
    locator = models.CharField(
        max_length=300, blank=True, help_text="Where in the source: a page, a paragraph, a record's address."
    )
    quote = models.TextField(blank=True, max_length=1000, help_text="The words of the source, if a short quotation is needed.")
    basis = models.CharField(
        max_length=10,
        choices=Basis,
        default=Basis.STATED,
        help_text="Whether the source says it outright; if not, the note says how it follows.",
    )
    note = models.TextField(blank=True, max_length=2000, help_text="A caveat that readers see in the footnote.")
    locator_order = CodePointCharField(
        max_length=200, editable=False, serialize=False, default="", help_text="The locator as a page of the source sorts by it."
    )

    objects: ClassVar[models.Manager] = StatementQuerySet.as_manager()

    class Meta:
        """What the database itself refuses."""

        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "property"], name="statement_subject"),
            models.Index(fields=["object", "property"], name="statement_object"),
            models.Index(fields=["source", "locator_order"], name="statement_source"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="statement_property_known", condition=Q(property__in=list(PROPERTIES))),
            models.CheckConstraint(name="statement_basis_known", condition=Q(basis__in=Basis.values)),
            models.CheckConstraint(
                name="statement_not_to_itself",
                condition=Q(object__isnull=True) | ~Q(subject=F("object")),
                violation_error_message="A record cannot be linked to itself.",
            ),
            models.CheckConstraint(
                # Dates compare as text; an end of a year or a month lasts until its last day.
                name="statement_start_before_end",
                condition=Q(start="")
                | Q(end="")
                | Q(start__lte=Concat("end", Value(AFTER_LAST_DAY), output_field=models.CharField())),
                violation_error_message="The end lies before the start.",
            ),
            *[_shape_constraint(shape) for shape in Shape],
        ]

    def __str__(self) -> str:
        """Give the statement in short, for editors."""
        return f"{self.subject}: {self.definition.label}: {self.object or self.value or self.period_text}"

    @classmethod
    def from_db(cls, *row: Any, **options: Any) -> Any:
        """Remember what it joined as stored, so that a change also corrects what was derived for the old ends."""
        instance = super().from_db(*row, **options)
        instance.remember_joined()
        return instance

    @builtins.property  # the column “property” hides the name in this class
    def joined(self) -> Joined:
        """What the statement joins, as far as it was read from the database."""
        return Joined(*(self.__dict__.get(name) for name in ("subject_id", "object_id", "property")))

    @builtins.property
    def stored_joined(self) -> Joined:
        """What it joined when it was last read or saved; nothing for one that was never saved."""
        return getattr(self, "_stored_joined", Joined())

    def remember_joined(self) -> None:
        """Take what is joined now as what is stored."""
        self._stored_joined = self.joined

    @builtins.property
    def definition(self) -> Property:
        """The property's row in the table of properties."""
        return PROPERTIES[self.property]

    @builtins.property
    def shape(self) -> Shape:
        """Which columns carry what is said."""
        return self.definition.shape

    @builtins.property
    def language_name(self) -> str:
        """The language in English; empty if there is none."""
        return language_name(self.language)

    @builtins.property
    def period_text(self) -> str:
        """Start and end as an ISO 8601 interval with open ends as ``..``; a single date stands alone."""
        if self.start and not self.end:
            return str(self.start) if self.shape is Shape.DATE else f"{self.start}/.."
        return f"{self.start or '..'}/{self.end}" if self.end else ""

    def natural_key(self) -> tuple[str]:
        """Give the public id, by which fixtures refer to it."""
        return (self.public_id,)

    def get_absolute_url(self) -> str:
        """Give the lasting address of the statement."""
        return reverse("statement", args=[self.public_id])

    def save(self, *args: Any, **options: Any) -> None:
        """Save, with what is derived from it, in one transaction."""
        with transaction.atomic():
            super().save(*args, **options)

    def assign_public_id(self) -> None:
        """Derive the public id if there is none yet; two statements never share one."""
        said = self.object.slug if self.object else self.value or self.period_text
        attempt = 0
        while not self.public_id:
            candidate = statement_id(self.subject.slug, self.property, said, self.source.key, attempt)
            if not Statement.objects.filter(public_id=candidate).exists():
                self.public_id = candidate
            attempt += 1

    def clean(self) -> None:
        """Tidy the text and check what the property demands.

        Raises:
            ValidationError: with one message for each field that is wrong, in words for the editor.
        """
        for name in ("role", "locator"):
            setattr(self, name, clean_line(getattr(self, name)))
        self.value = (
            clean_block(self.value) if self.property in PROPERTIES and self.shape is Shape.TEXT else clean_line(self.value)
        )
        self.note, self.quote = clean_block(self.note), clean_block(self.quote)
        errors = dict(problems(self)) if self.property in PROPERTIES else {}
        if errors:
            raise ValidationError(errors)
