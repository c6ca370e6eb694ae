"""The five kinds of entity, each a child table of ``Entity`` with the columns of its own."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from kb.models.entities import SPECIFICS, Entity
from kb.models.partial_dates import PartialDateField
from kb.models.vocabularies import DepartmentType, InstitutionType, Kind, PlaceType, PolicyEventType
from kb.values.jurisdictions import is_jurisdiction, jurisdiction_name


def _parent_link(kind: Kind) -> models.OneToOneField:
    return models.OneToOneField(
        Entity,
        models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name=SPECIFICS[kind],
        help_text="The record that this row completes.",
    )


class NativelyNamed(models.Model):
    """What has a name in a language of its own besides the heading."""

    native_name = models.CharField(
        max_length=250,
        editable=False,
        serialize=False,
        default="",
        help_text="The official name in its own language, Chinese first.",
    )
    native_language = models.CharField(
        max_length=20, editable=False, serialize=False, default="", help_text="The language of that name as a BCP 47 tag."
    )

    class Meta:
        """No table of its own."""

        abstract = True


class Institution(Entity, NativelyNamed):
    """An organization that acts in its own name (org:Organization)."""

    KIND = Kind.INSTITUTION

    entity = _parent_link(KIND)
    type = models.CharField(
        max_length=30, choices=InstitutionType, help_text="What the institution is, by the editors' judgment."
    )
    founded = PartialDateField(editable=False, serialize=False, help_text="The founding date that most sources support.")
    dissolved = PartialDateField(editable=False, serialize=False, help_text="The date of its end that most sources support.")
    city = models.ForeignKey(
        "Place",
        models.SET_NULL,
        null=True,
        editable=False,
        serialize=False,
        related_name="+",
        help_text="The city in which it lies.",
    )
    country = models.ForeignKey(
        "Place",
        models.SET_NULL,
        null=True,
        editable=False,
        serialize=False,
        related_name="+",
        help_text="The country in which it lies.",
    )


class Department(Entity, NativelyNamed):
    """A part of one institution (org:OrganizationalUnit)."""

    KIND = Kind.DEPARTMENT

    entity = _parent_link(KIND)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="departments", help_text="The institution to which it belongs."
    )
    type = models.CharField(max_length=30, choices=DepartmentType, help_text="What sort of part it is, by the editors' judgment.")
    founded = PartialDateField(editable=False, serialize=False, help_text="The founding date that most sources support.")


class Person(Entity, NativelyNamed):
    """A human being (schema:Person)."""

    KIND = Kind.PERSON

    entity = _parent_link(KIND)
    affiliations = models.ManyToManyField(
        Entity,
        related_name="+",
        editable=False,
        serialize=False,
        help_text="Where the person is, as far as no source states an end. An open end does not mean that it holds today.",
    )

    class Meta:
        """Plural."""

        verbose_name_plural = "people"


class PolicyEvent(Entity):
    """An act or happening that shapes AI policy (schema:Event)."""

    KIND = Kind.POLICY_EVENT

    entity = _parent_link(KIND)
    type = models.CharField(max_length=30, choices=PolicyEventType, help_text="What sort of act it is, by the editors' judgment.")
    jurisdiction = models.CharField(
        max_length=3, blank=True, help_text="Whose act it is: a two-letter country code (ISO 3166), EU, or INT. Empty if none."
    )
    date = PartialDateField(editable=False, serialize=False, help_text="When it happened or began, as most sources say.")
    end_date = PartialDateField(
        editable=False, serialize=False, help_text="When it ended. Without a date: it happened no later than this."
    )

    @property
    def jurisdiction_name(self) -> str:
        """The jurisdiction in words; empty if none is given."""
        return jurisdiction_name(self.jurisdiction)

    def clean_specific(self) -> None:
        """Check the jurisdiction.

        Raises:
            ValidationError: the code names no jurisdiction.
        """
        self.jurisdiction = self.jurisdiction.strip().upper()
        if self.jurisdiction and not is_jurisdiction(self.jurisdiction):
            raise ValidationError({"jurisdiction": f"“{self.jurisdiction}” is not a country code of two letters, EU or INT."})


class Place(Entity):
    """A country, region, city or district (schema:Place)."""

    KIND = Kind.PLACE

    entity = _parent_link(KIND)
    type = models.CharField(max_length=30, choices=PlaceType, help_text="The level of the place.")
    latitude = models.DecimalField(
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text="Degrees north (WGS 84), four decimals.",
    )
    longitude = models.DecimalField(
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text="Degrees east (WGS 84), four decimals.",
    )
    geonames_id = models.PositiveIntegerField(null=True, blank=True, help_text="Number of the place in the GeoNames database.")
    parents = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="places_within",
        editable=False,
        serialize=False,
        help_text="All places that contain it, near and far.",
    )

    def clean_specific(self) -> None:
        """Check that coordinates come in pairs.

        Raises:
            ValidationError: only one of the two is given.
        """
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": "Give both latitude and longitude, or neither."})


ENTITY_MODELS: dict[Kind, type[Entity]] = {
    Kind.INSTITUTION: Institution,
    Kind.DEPARTMENT: Department,
    Kind.PERSON: Person,
    Kind.POLICY_EVENT: PolicyEvent,
    Kind.PLACE: Place,
}
