"""What happens on every save and delete: derived columns and their listeners follow in the same transaction.

Program code that saves many rows wraps them in ``batch()``, which refreshes once at its end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone

from kb.models.derivation import CHUNK, refresh
from kb.models.entities import Entity, FormerSlug
from kb.models.kinds import ENTITY_MODELS, Place
from kb.models.statements import Statement
from kb.models.vocabularies import Kind, Status
from kb.values import wikilinks
from kb.values.text import reading_order


@dataclass
class _Pending:
    changed: set[int] = field(default_factory=set)
    affected: set[int] = field(default_factory=set)
    slugs: set[str] = field(default_factory=set)  # whatever mentions these is affected, too


_batch: ContextVar[_Pending | None] = ContextVar("batch", default=None)


@contextmanager
def batch() -> Iterator[None]:
    """Put off refreshing until the end of the block, in one transaction; nested blocks refresh with the outermost."""
    if _batch.get() is not None:
        yield
        return
    with transaction.atomic():
        pending = _Pending()
        token = _batch.set(pending)
        try:
            yield
        finally:
            _batch.reset(token)
        _settle(pending)


def _touch(changed: set[int], affected: Iterable[int] = (), slugs: Iterable[str] = ()) -> None:
    """Refresh entities that were changed, and others that depend on them, now or at the end of the open batch."""
    pending = _batch.get()
    if pending is None:
        _settle(_Pending(changed, set(affected), set(slugs)))
    else:
        pending.changed |= changed
        pending.affected.update(affected)
        pending.slugs.update(slugs)


def _settle(pending: _Pending) -> None:
    with transaction.atomic(savepoint=False):
        changed = sorted(pending.changed)
        for start in range(0, len(changed), CHUNK):
            Entity.objects.filter(pk__in=changed[start : start + CHUNK]).update(updated_at=timezone.now())
        refresh(pending.changed | pending.affected | _that_mention(pending.slugs))


def _that_mention(slugs: set[str]) -> set[int]:
    """Find the entities whose prose links to one of the slugs by ``[[slug]]``; one pass over all prose with links."""
    if not slugs:
        return set()
    prose = Statement.objects.filter(value__contains="[[").values_list("subject_id", "value")
    return {subject for subject, value in prose if not slugs.isdisjoint(wikilinks.slugs([value]))}


def _located_within(places: Iterable[int]) -> set[int]:
    """Find everything that lies in these places, or in places that lie in them; drafts pass it on, too."""
    frontier = set(places)
    found: set[int] = set()
    while frontier:
        lying = Statement.objects.filter(property="located_in", object__in=frontier)
        rows = lying.exclude(subject__in=found).values_list("subject_id", "subject__kind")
        frontier = {key for key, kind in rows if kind == Kind.PLACE}
        found |= {key for key, _ in rows}
    return found


def _linked_with(entity: Entity) -> set[int]:
    rows = Statement.objects.filter(models.Q(subject=entity.pk) | models.Q(object=entity.pk), object__isnull=False)
    return {key for pair in rows.values_list("subject_id", "object_id") for key in pair}


def _slugs_of(entity: Entity) -> set[str]:
    """List the slugs under which prose may link to an entity: the present one and all former ones."""
    former = FormerSlug.objects.filter(entity=entity.pk).values_list("slug", flat=True)
    return {entity.slug, entity.stored_shown.slug, *former} - {""}


@receiver(pre_save, sender=Statement)
def prepare_statement(sender: type[Statement], instance: Statement, **_: Any) -> None:
    """Fill the columns that a new statement derives from itself."""
    instance.assign_public_id()
    instance.locator_order = reading_order(instance.locator)


@receiver([post_save, post_delete], sender=Statement)
def statement_changed(sender: type[Statement], instance: Statement, **_: Any) -> None:
    """Refresh both ends, the former ends, and whatever lies in a place whose own place has changed."""
    before, after = instance.stored_joined, instance.joined
    instance.remember_joined()
    ends = {key for key in (*before[:2], *after[:2]) if key is not None}
    affected: set[int] = set()
    if "located_in" in {before.property, after.property}:
        affected = _located_within(Place.objects.filter(pk__in={before.subject, after.subject}).values_list("pk", flat=True))
    _touch(ends, affected)


def remember_former_slug(sender: type[Entity], instance: Entity, update_fields: Collection[str] | None = None, **_: Any) -> None:
    """Leave a redirect behind when the slug of a published entity changes; taking the old slug back removes it."""
    stored = instance.stored_shown
    if not instance.pk or stored.slug == instance.slug or (update_fields is not None and "slug" not in update_fields):
        return
    FormerSlug.objects.filter(slug=instance.slug).delete()
    if stored.status == Status.PUBLISHED:
        FormerSlug.objects.update_or_create(slug=stored.slug, defaults={"entity_id": instance.pk})


def entity_changed(sender: type[Entity], instance: Entity, created: bool = False, **_: Any) -> None:
    """Refresh the entity; and when what others show of it has changed, these others and what lies in a place."""
    affected: set[int] = set()
    slugs: set[str] = set()
    if instance.shown != instance.stored_shown:
        slugs = _slugs_of(instance)
        if not created:
            affected = _linked_with(instance) | (_located_within([instance.pk]) if instance.kind == Kind.PLACE else set())
    instance.remember_shown()
    _touch({instance.pk}, affected, slugs)


def entity_deleted(sender: type[Entity], instance: Entity, **_: Any) -> None:
    """Tell the listeners that it is gone, and whatever mentions it; its statements have refreshed their other ends."""
    _touch({instance.pk}, slugs=_slugs_of(instance))


_ALL_MODELS: list[type[Entity]] = [Entity, *ENTITY_MODELS.values()]
for _model in _ALL_MODELS:
    pre_save.connect(remember_former_slug, sender=_model)
    post_save.connect(entity_changed, sender=_model)
    post_delete.connect(entity_deleted, sender=_model)
