"""Entities: the things that have a page. One concrete parent table, one child table for each kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from kb.models.partial_dates import CodePointCharField, PartialDateField
from kb.models.vocabularies import DepartmentType, InstitutionType, Kind, PlaceType, PolicyEventType, Status
from kb.values import wikilinks
from kb.values.jurisdictions import is_jurisdiction, jurisdiction_name
from kb.values.text import clean_line

if TYPE_CHECKING:
    from kb.models.statements import Statement

SLUG_VALIDATOR = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
    "Use lower-case Latin letters, digits and single hyphens between them, for example “tsinghua-university”.",
)


# The attribute of an ``Entity`` that holds the same record as a row of its own kind.
SPECIFICS: dict[Kind, str] = {kind: f"as_{kind}" for kind in Kind}


class Heading(NamedTuple):
    """What other pages show of an entity (address and name), or depend on (whether it is published)."""

    slug: str = ""
    name: str = ""
    status: str = ""


class EntityQuerySet(models.QuerySet):
    """The vocabulary in which entities are asked for."""

    def published(self) -> EntityQuerySet:
        """Keep what every reader may see."""
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> EntityQuerySet:
        """Keep what this user may see: staff see drafts, everyone else only what is published."""
        return self.all() if getattr(user, "is_staff", False) else self.published()

    def most_prominent_first(self) -> EntityQuerySet:
        """Order by prominence; ties by the heading, then by age of the record."""
        return self.order_by("-prominence", "sort_name", "pk")

    def with_specifics(self) -> EntityQuerySet:
        """Fetch the columns of each entity's own kind in the same query, for ``Entity.specific``."""
        return self.select_related(*SPECIFICS.values())

    def headings_in(self, texts: Iterable[str]) -> dict[str, str]:
        """Look up, in one query, the names of the entities to which texts link by ``[[slug]]``."""
        slugs = wikilinks.slugs(texts)
        return dict(self.filter(slug__in=slugs).values_list("slug", "name")) if slugs else {}

    def get_by_natural_key(self, slug: str) -> models.Model:
        """Find an entity by its slug, as fixtures refer to it."""
        return self.get(slug=slug)


class Entity(models.Model):
    """A thing with a page. What sources say of it are its statements; these columns are the editors' decisions.

    Columns that cannot be edited are derived from statements by ``kb.models.derivation`` and left out of fixtures.
    """

    KIND: ClassVar[Kind | None] = None

    slug = models.CharField(
        max_length=80,
        unique=True,
        validators=[SLUG_VALIDATOR],
        help_text="The last part of the page's address, unique over all kinds. If it is changed, the old address redirects.",
    )
    kind = models.CharField(max_length=20, choices=Kind, editable=False, help_text="What sort of thing this is; fixed once it is entered.")
    name = models.CharField(
        max_length=250, help_text="The heading of the page, chosen by the editors. Names that sources give are statements."
    )
    status = models.CharField(
        max_length=20, choices=Status, default=Status.DRAFT, help_text="Drafts are visible to staff only; reviewers publish."
    )
    sort_name = CodePointCharField(
        max_length=250, editable=False, serialize=False, default="", help_text="The heading as lists sort by it."
    )
    prominence = models.PositiveIntegerField(
        editable=False, serialize=False, default=0, db_index=True, help_text="Number of links and of sources; breaks ties in search."
    )
    statement_count = models.PositiveIntegerField(
        editable=False, serialize=False, default=0, help_text="Number of published statements about it, from either end."
    )
    source_count = models.PositiveIntegerField(
        editable=False, serialize=False, default=0, help_text="Number of sources on which these statements rest."
    )
    created_at = models.DateTimeField(
        editable=False, serialize=False, default=timezone.now, help_text="When the record was entered here."
    )
    updated_at = models.DateTimeField(
        editable=False, serialize=False, default=timezone.now, help_text="When it or a statement about it was last changed here."
    )

    statements: models.Manager[Statement]
    statements_as_object: models.Manager[Statement]
    objects: ClassVar[models.Manager] = EntityQuerySet.as_manager()

    class Meta:
        """Constraints and permissions."""

        verbose_name_plural = "entities"
        ordering: ClassVar = ["sort_name", "pk"]
        permissions: ClassVar = [("publish_entity", "Can publish records and take them back")]
        indexes: ClassVar = [models.Index(fields=["kind", "status", "sort_name"], name="entity_list")]
        constraints: ClassVar = [
            models.CheckConstraint(name="entity_kind_known", condition=models.Q(kind__in=Kind.values)),
            models.CheckConstraint(name="entity_status_known", condition=models.Q(status__in=Status.values)),
            models.CheckConstraint(name="entity_has_name", condition=~models.Q(name="")),
            models.CheckConstraint(name="entity_has_slug", condition=~models.Q(slug="")),
        ]

    def __str__(self) -> str:
        """Give the heading."""
        return self.name

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Any:
        """Remember the heading as stored, so that a change of it can be noticed on save."""
        instance = super().from_db(db, field_names, values)
        instance.remember_heading()
        return instance

    @property
    def heading(self) -> Heading:
        """What other pages show of this entity, or depend on."""
        return Heading(*(self.__dict__.get(name, "") for name in Heading._fields))

    @property
    def stored_heading(self) -> Heading:
        """The heading when the record was last read or saved; empty for one that was never saved."""
        return getattr(self, "_stored_heading", Heading())

    def remember_heading(self) -> None:
        """Take the present heading as the stored one."""
        self._stored_heading = self.heading

    @property
    def specific(self) -> Entity:
        """The same record with the columns of its kind: an ``Institution`` for an institution."""
        return self if type(self) is not Entity else getattr(self, SPECIFICS[Kind(self.kind)])

    def natural_key(self) -> tuple[str]:
        """Give the slug, by which fixtures refer to it."""
        return (self.slug,)

    def get_absolute_url(self) -> str:
        """Give the address of the page."""
        return reverse(self.kind, args=[self.slug])

    def clean(self) -> None:
        """Tidy the heading and keep slugs that once led elsewhere from being taken.

        Raises:
            ValidationError: the slug is the former address of another entity.
        """
        self.kind = self.KIND or self.kind
        self.name = clean_line(self.name)
        if not self.name:
            raise ValidationError({"name": "The name has no visible character."})
        taken = FormerSlug.objects.filter(slug=self.slug).exclude(entity_id=self.pk).select_related("entity").first()
        if taken:
            raise ValidationError({"slug": f"“{self.slug}” is the former address of “{taken.entity}” and still leads there."})

    def save(self, *args: Any, **options: Any) -> None:
        """Save with the kind of the class, and what is derived from it, in one transaction."""
        self.kind = self.KIND or self.kind
        with transaction.atomic():
            super().save(*args, **options)


def _parent_link(kind: Kind) -> models.OneToOneField:
    return models.OneToOneField(
        Entity, models.CASCADE, parent_link=True, primary_key=True, related_name=SPECIFICS[kind], help_text="The record that this row completes."
    )


class NativelyNamed(models.Model):
    """What has a name in a language of its own besides the heading."""

    native_name = models.CharField(
        max_length=250, editable=False, serialize=False, default="", help_text="The official name in its own language, Chinese first."
    )
    native_language = models.CharField(
        max_length=20, editable=False, serialize=False, default="", help_text="The language of that name as a BCP 47 tag."
    )

    class Meta:
        """No table of its own."""

        abstract = True


class Institution(NativelyNamed, Entity):
    """An organization that acts in its own name (org:Organization)."""

    KIND = Kind.INSTITUTION

    entity = _parent_link(KIND)
    type = models.CharField(max_length=30, choices=InstitutionType, help_text="What the institution is, by the editors' judgment.")
    founded = PartialDateField(editable=False, serialize=False, help_text="The founding date that most sources support.")
    dissolved = PartialDateField(editable=False, serialize=False, help_text="The date of its end that most sources support.")
    city = models.ForeignKey(
        "Place", models.SET_NULL, null=True, editable=False, serialize=False, related_name="+", help_text="The city in which it lies."
    )
    country = models.ForeignKey(
        "Place", models.SET_NULL, null=True, editable=False, serialize=False, related_name="+", help_text="The country in which it lies."
    )


class Department(NativelyNamed, Entity):
    """A part of one institution (org:OrganizationalUnit)."""

    KIND = Kind.DEPARTMENT

    entity = _parent_link(KIND)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="departments", help_text="The institution to which it belongs."
    )
    type = models.CharField(max_length=30, choices=DepartmentType, help_text="What sort of part it is, by the editors' judgment.")
    founded = PartialDateField(editable=False, serialize=False, help_text="The founding date that most sources support.")


class Person(NativelyNamed, Entity):
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

    def clean(self) -> None:
        """Check the jurisdiction too.

        Raises:
            ValidationError: the code names no jurisdiction, or the entity is not valid.
        """
        super().clean()
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

    def clean(self) -> None:
        """Check that coordinates come in pairs.

        Raises:
            ValidationError: only one of the two is given, or the entity is not valid.
        """
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": "Give both latitude and longitude, or neither."})


class FormerSlug(models.Model):
    """An address at which an entity used to be found; it redirects for ever."""

    slug = models.CharField(max_length=80, unique=True, help_text="The former last part of the address.")
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="former_slugs", help_text="Where it leads now.")

    def __str__(self) -> str:
        """Give the former slug."""
        return self.slug


ENTITY_MODELS: dict[Kind, type[Entity]] = {
    Kind.INSTITUTION: Institution,
    Kind.DEPARTMENT: Department,
    Kind.PERSON: Person,
    Kind.POLICY_EVENT: PolicyEvent,
    Kind.PLACE: Place,
}
