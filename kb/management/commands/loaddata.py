"""``loaddata`` for a knowledge base: rows are checked as forms check them, and derived columns and index follow.

All of it happens in one transaction: a bad row leaves nothing behind. Rows that agree with the database are left
alone, so that loading a set twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializationError, DeserializedObject
from django.db import DatabaseError, IntegrityError, models

from kb.management.progress import progress_bar
from kb.models import ENTITY_MODELS, Entity, LoadedFixture, Source, Statement
from kb.models.receivers import batch
from kb.models.vocabularies import Kind

# What a row that is no good can raise on its way; a column that must not be null arrives as one, for example.
_FAULTS = (
    AttributeError,
    CommandError,
    DatabaseError,
    DeserializationError,
    ObjectDoesNotExist,
    TypeError,
    ValidationError,
    ValueError,
)


class Command(loaddata.Command):
    """Load fixtures, and name file and row when one of them cannot be taken."""

    rows_done = 0
    report: Callable[..., None]

    def loaddata(self, fixture_labels: Sequence[str]) -> None:
        """Load, refresh what is derived, and note which sets are here."""
        with batch(), progress_bar("Loading", "rows", quiet=self.verbosity == 0) as self.report:
            try:
                super().loaddata(fixture_labels)
            except IntegrityError as error:
                raise CommandError(f"{error} Nothing was loaded.") from error
            _check_completeness()
            for label in fixture_labels:
                LoadedFixture.objects.update_or_create(name=label)

    def load_label(self, fixture_label: str) -> None:
        """Load the files of one label.

        Raises:
            CommandError: a row cannot be taken; the message names the file, the row and the reason.
        """
        self.rows_done = 0
        try:
            super().load_label(fixture_label)
        except _FAULTS as error:
            file = self.find_fixtures(fixture_label)[0][0]
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error.__cause__ or error)
            raise CommandError(f"{file}, row {self.rows_done + 1}: {reason} Nothing was loaded.") from error

    def save_obj(self, obj: DeserializedObject) -> bool:
        """Save one row unless it is already there as it stands."""
        for field, key in obj.deferred_fields.items():
            raise CommandError(f"{field.name}: nothing called “{'/'.join(key)}” stands before it.")
        if isinstance(obj.object, Entity | Source | Statement):
            _check(obj.object)
        existing = type(obj.object)._base_manager.filter(pk=obj.object.pk).first() if obj.object.pk else None
        saved = False if existing and _agree(obj.object, existing) else super().save_obj(obj)
        self.rows_done += 1
        self.report(self.rows_done)
        return saved


def _check(row: models.Model) -> None:
    """Check what forms check, but for the relations, which the database checks.

    Raises:
        CommandError: with every fault of the row.
    """
    if isinstance(row, Statement) and not row.public_id:
        raise CommandError("public_id: missing; without it the row could not be found again.")
    checked = {field.name for field in row._meta.local_fields if not field.is_relation}
    try:
        row.clean_fields(exclude={field.name for field in row._meta.fields} - checked)
        if isinstance(row, Entity) and type(row) is not Entity:
            _check_kind(row)
            row.clean_specific()
        else:
            row.clean()
    except ValidationError as error:
        faults = [f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
        raise CommandError(" ".join(faults)) from error


def _check_kind(row: Entity) -> None:
    """Check that a row that completes an entity is of the entity's kind; it holds the columns of its own table only."""
    kind = Entity.objects.values_list("kind", flat=True).get(pk=row.pk)
    if kind != row.KIND:
        raise ValidationError({"entity": f"It is a {Kind(kind).label.lower()}, and this row completes another kind."})


def _check_completeness() -> None:
    """Check that every entity has the row of its kind.

    Raises:
        CommandError: one of them has none; the message names it.
    """
    for kind, model in ENTITY_MODELS.items():
        bare = Entity.objects.filter(kind=kind).exclude(pk__in=model.objects.values("pk")).first()
        if bare:
            raise CommandError(f"The entity “{bare.slug}” lacks its row of kb.{model._meta.model_name}. Nothing was loaded.")


def _agree(row: models.Model, existing: models.Model) -> bool:
    """Compare what fixtures hold, and carry over to the row what they do not hold."""
    same = True
    fields: Iterable[Any] = row._meta.local_concrete_fields
    for field in fields:
        if field.serialize or field.primary_key:
            same = same and field.value_from_object(row) == field.value_from_object(existing)
        else:
            setattr(row, field.attname, getattr(existing, field.attname))
    return same
