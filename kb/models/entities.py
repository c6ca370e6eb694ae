"""Entities: the things that have a page. This is the concrete parent table; ``kb.models.kinds`` holds its children."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from kb.models.partial_dates import CodePointCharField
from kb.models.vocabularies import Kind, Status
from kb.values import wikilinks
from kb.values.text import clean_line

if TYPE_CHECKING:
    from kb.models.statements import Statement

SLUG_VALIDATOR = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
    "Use lower-case Latin letters, digits and single hyphens between them, for example “tsinghua-university”.",
)


# The attribute of an ``Entity`` that holds the same record as a row of its own kind.
SPECIFICS: dict[Kind, str] = {kind: f"as_{kind}" for kind in Kind}


class Shown(NamedTuple):
    """What other records show of an entity (address and name), or depend on (its status, and the level of a place)."""

    slug: str = ""
    name: str = ""
    status: str = ""
    type: str = ""


def sees_drafts(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether a user may see what is not published: the staff may, and nobody else."""
    return bool(getattr(user, "is_staff", False))


class EntityQuerySet(models.QuerySet):
    """The vocabulary in which entities are asked for."""

    def published(self) -> EntityQuerySet:
        """Keep what every reader may see."""
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> EntityQuerySet:
        """Keep what this user may see: staff see drafts, everyone else only what is published."""
        return self.all() if sees_drafts(user) else self.published()

    def most_prominent_first(self) -> EntityQuerySet:
        """Order by prominence; ties by the heading, then by age of the record."""
        return self.order_by("-prominence", "sort_name", "pk")

    def with_specifics(self) -> EntityQuerySet:
        """Fetch the columns of each entity's own kind in the same query, for ``Entity.specific``."""
        return self.select_related(*SPECIFICS.values())

    def by_slugs_in(self, texts: Iterable[str]) -> dict[str, Any]:
        """Look up the entities to which texts link by ``[[slug]]``, by the slug as written, which may be a former one."""
        wanted = wikilinks.slugs(texts)
        entities: Iterable[Any] = self.filter(slug__in=wanted) if wanted else ()
        found = {entity.slug: entity for entity in entities}
        if wanted - set(found):
            former = FormerSlug.objects.filter(slug__in=wanted - set(found), entity__in=self.values("pk"))
            found |= {row.slug: row.entity for row in former.select_related("entity")}
        return found

    def headings_in(self, texts: Iterable[str]) -> dict[str, str]:
        """Look up the names of the entities to which texts link, by the slug as written."""
        return {slug: entity.name for slug, entity in self.by_slugs_in(texts).items()}

    def get_by_natural_key(self, slug: str) -> Any:
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
    kind = models.CharField(
        max_length=20, choices=Kind, editable=False, help_text="What sort of thing this is; fixed once it is entered."
    )
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
        editable=False,
        serialize=False,
        default=0,
        db_index=True,
        help_text="Number of links and of sources; breaks ties in search.",
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
    def from_db(cls, *row: Any, **options: Any) -> Any:
        """Remember what others show of it as stored, so that a change can be noticed on save."""
        instance = super().from_db(*row, **options)
        instance.remember_shown()
        return instance

    @property
    def shown(self) -> Shown:
        """What other records show of this entity, or depend on, as far as it was read from the database."""
        return Shown(*(self.__dict__.get(name, "") for name in Shown._fields))

    @property
    def stored_shown(self) -> Shown:
        """The same when the record was last read or saved; empty for one that was never saved."""
        return getattr(self, "_stored_shown", Shown())

    def remember_shown(self) -> None:
        """Take what is shown now as what is stored."""
        self._stored_shown = self.shown

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

    def clean_specific(self) -> None:
        """Check the columns of the entity's own kind; each kind that has something to check does it here."""

    def clean(self) -> None:
        """Tidy the heading, keep slugs that once led elsewhere from being taken, and check what the kind demands.

        Raises:
            ValidationError: the name is blank, the slug is the former address of another entity, or the kind objects.
        """
        self.clean_specific()
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


class FormerSlug(models.Model):
    """An address at which an entity used to be found; it redirects forever."""

    slug = models.CharField(max_length=80, unique=True, help_text="The former last part of the address.")
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="former_slugs", help_text="Where it leads now.")

    def __str__(self) -> str:
        """Give the former slug."""
        return self.slug
