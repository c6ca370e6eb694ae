"""Derived columns: what lists sort and filter by, worked out from the statements.

``refresh`` may be called at any time: it gives the same columns whatever was there before, and tells listeners (the
search index) through ``entities_changed``. Only published statements count, because derived columns are shown to
everyone. ``kb.models.receivers`` calls it on every save and delete; call it yourself after ``QuerySet.update`` and
``bulk_create``, which send no signals.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal

from kb.models.entities import Entity
from kb.models.kinds import ENTITY_MODELS, Institution, NativelyNamed, Person, Place, PolicyEvent
from kb.models.statements import Statement
from kb.models.vocabularies import Kind, PlaceType, Status
from kb.values.dates import PartialDate
from kb.values.folding import fold
from kb.values.languages import is_chinese

# Sent with ``ids``, the keys of entities whose columns, names or statements may have changed or that are gone.
entities_changed = Signal()

CHUNK = 500  # entities refreshed at once: bounds memory and the length of SQL


def refresh(ids: Iterable[int]) -> None:
    """Recompute every derived column of these entities and tell the listeners; keys of deleted ones are passed on."""
    todo = sorted(set(ids))
    if todo:
        with transaction.atomic(savepoint=False):
            _derive(todo)
            entities_changed.send(sender=Entity, ids=todo)


def refresh_all(progress: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Recompute every derived column of every entity, without telling the listeners: they have rebuilds of their own.

    ``progress`` is told how many entities of how many are done.
    """
    with transaction.atomic(savepoint=False):
        _derive(list(Entity.objects.order_by("pk").values_list("pk", flat=True)), progress)


def _derive(ids: list[int], progress: Callable[[int, int], None] = lambda done, total: None) -> None:
    done = 0
    by_kind = _grouped_by_kind(ids)
    for kind in sorted(by_kind, key=lambda kind: kind is not Kind.PLACE):  # places first: institutions read their parents
        for start in range(0, len(by_kind[kind]), CHUNK):
            chunk = by_kind[kind][start : start + CHUNK]
            _refresh_kind(kind, chunk)
            done += len(chunk)
            progress(done, len(ids))


def most_supported_date(dates: Iterable[tuple[PartialDate, int]]) -> PartialDate | None:
    """Choose among dates, each with the source that gives it, the one that most sources support.

    A source supports every date that can mean the same day as its own. Ties: the more precise date, then the
    earlier one. ``None`` when there is no date.
    """
    given = list(dates)

    def merit(date: PartialDate) -> tuple[int, int, list[int]]:
        supporters = {source for other, source in given if other.overlaps(date)}
        return len(supporters), date.precision, [-part for part in map(int, date.iso.split("-"))]

    return max((date for date, _ in given), key=merit, default=None)


def _grouped_by_kind(ids: list[int]) -> dict[Kind, list[int]]:
    groups: dict[Kind, list[int]] = defaultdict(list)
    for start in range(0, len(ids), CHUNK):
        for key, kind in Entity.objects.filter(pk__in=ids[start : start + CHUNK]).order_by().values_list("pk", "kind"):
            groups[Kind(kind)].append(key)
    return groups


def _refresh_kind(kind: Kind, ids: Collection[int]) -> None:
    entities = list(ENTITY_MODELS[kind].objects.filter(pk__in=ids))
    before = [_derived_columns(entity) for entity in entities]
    said = _published_statements(ids)
    for entity in entities:
        _derive_common(entity, said[entity.pk])
    _DERIVE[kind](entities, said)
    for entity, columns in zip(entities, before, strict=True):
        _write_changes(entity, columns)


def _derived_columns(entity: Entity) -> dict[Any, Any]:
    """Read the derived columns, those of the parent table included: what fixtures leave out, but for the dates of entry."""
    columns: Iterable[Any] = entity._meta.concrete_fields
    derived = (column for column in columns if not column.serialize and not column.primary_key)
    return {column: getattr(entity, column.attname) for column in derived if column.name not in {"created_at", "updated_at"}}


def _write_changes(entity: Entity, before: dict[Any, Any]) -> None:
    """Write what differs, table by table, and without the signals that a save would send."""
    changed: dict[Any, dict[str, Any]] = defaultdict(dict)
    for column, value in _derived_columns(entity).items():
        if value != before[column]:
            changed[column.model][column.attname] = value
    for model, columns in changed.items():
        model.objects.filter(pk=entity.pk).update(**columns)


def _published_statements(ids: Collection[int]) -> dict[int, list[Statement]]:
    """Group by entity the statements about it whose other end is published; a draft is treated as if it were, too."""
    other_end_published = models.Q(subject__in=ids) & (models.Q(object__isnull=True) | models.Q(object__status=Status.PUBLISHED))
    other_end_published |= models.Q(object__in=ids, subject__status=Status.PUBLISHED)
    wanted = set(ids)
    said: dict[int, list[Statement]] = defaultdict(list)
    for statement in Statement.objects.filter(other_end_published).select_related("subject", "object").in_entry_order():
        far_side_open = statement.object is None or statement.object.status == Status.PUBLISHED
        if statement.subject_id in wanted and far_side_open:
            said[statement.subject_id].append(statement)
        if statement.object_id in wanted and statement.subject.status == Status.PUBLISHED:
            said[statement.object_id].append(statement)
    return said


def _derive_common(entity: Entity, said: list[Statement]) -> None:
    entity.sort_name = fold(entity.name)[:250]
    entity.statement_count = len(said)
    entity.source_count = len({statement.source_id for statement in said})
    entity.prominence = entity.source_count + sum(1 for statement in said if statement.object_id)


def _own(entity: Entity, said: dict[int, list[Statement]], property_name: str) -> list[Statement]:
    return [row for row in said[entity.pk] if row.property == property_name and row.subject_id == entity.pk]


def _starts(rows: Iterable[Statement]) -> PartialDate | None:
    return most_supported_date((row.start, row.source_id) for row in rows if row.start)


def _ends(rows: Iterable[Statement]) -> PartialDate | None:
    return most_supported_date((row.end, row.source_id) for row in rows if row.end)


def _derive_native_name(entity: NativelyNamed, official_names: list[Statement]) -> None:
    """Choose the official name in Chinese, simplified before traditional, else in another language than English."""
    names = [row for row in official_names if row.language.split("-")[0] != "en"]
    support = Counter(row.value for row in names)
    best = min(
        names,
        key=lambda row: (not is_chinese(row.language), row.language != "zh-Hans", -support[row.value], row.pk),
        default=None,
    )
    entity.native_name, entity.native_language = (best.value[:250], best.language) if best else ("", "")


def _derive_organizations(entities: list[Any], said: dict[int, list[Statement]]) -> None:
    for entity in entities:
        _derive_native_name(entity, _own(entity, said, "official_name"))
        entity.founded = _starts(_own(entity, said, "founded"))


def _derive_institutions(entities: list[Institution], said: dict[int, list[Statement]]) -> None:
    _derive_organizations(entities, said)
    places = _places_with_parents({row.object_id for entity in entities for row in _own(entity, said, "located_in")})
    for entity in entities:
        dissolved = _own(entity, said, "dissolved")
        entity.dissolved = _starts(dissolved) or _ends(dissolved)
        located = [places[row.object_id] for row in _own(entity, said, "located_in")]
        entity.city = _most_named(located, PlaceType.CITY)
        entity.country = _most_named(located, PlaceType.COUNTRY)


def _derive_people(entities: list[Person], said: dict[int, list[Statement]]) -> None:
    for entity in entities:
        _derive_native_name(entity, _own(entity, said, "official_name"))
        links = _own(entity, said, "affiliated_with")
        entity.affiliations.set(row.object for row in links if row.object and not _is_ended(row, links))


def _is_ended(link: Statement, links: Iterable[Statement]) -> bool:
    """Whether any source ends a link of the same object and role; an earlier term does not end a later one."""
    ends = [row.end for row in links if row.end and (row.object_id, row.role) == (link.object_id, link.role)]
    return bool(link.end) or any(link.start is None or end.latest >= link.start.earliest for end in ends)


def _derive_policy_events(entities: list[PolicyEvent], said: dict[int, list[Statement]]) -> None:
    for entity in entities:
        occurred = _own(entity, said, "occurred")
        entity.date, entity.end_date = _starts(occurred), _ends(occurred)


def _derive_places(entities: list[Place], said: dict[int, list[Statement]]) -> None:
    ancestors = _ancestors([entity.pk for entity in entities])
    for entity in entities:
        entity.parents.set(ancestors[entity.pk] - {entity.pk})


_DERIVE = {
    Kind.INSTITUTION: _derive_institutions,
    Kind.DEPARTMENT: _derive_organizations,
    Kind.PERSON: _derive_people,
    Kind.POLICY_EVENT: _derive_policy_events,
    Kind.PLACE: _derive_places,
}


def _ancestors(places: Collection[int]) -> dict[int, set[int]]:
    """Follow the located_in links upward from each place; a circle of links ends where it began."""
    links = Statement.objects.filter(property="located_in", subject__kind=Kind.PLACE, object__status=Status.PUBLISHED)
    above: dict[int, set[int]] = defaultdict(set)
    visited: set[int] = set()
    frontier = set(places)
    while frontier:
        visited |= frontier
        for subject, parent in links.filter(subject__in=frontier).values_list("subject_id", "object_id"):
            above[subject].add(parent)
        frontier = {parent for parents in above.values() for parent in parents} - visited

    def climb(place: int, reached: set[int]) -> set[int]:
        for parent in above.get(place, set()) - reached:
            reached.add(parent)
            climb(parent, reached)
        return reached

    return {place: climb(place, set()) for place in places}


def _places_with_parents(ids: Iterable[int | None]) -> dict[int | None, list[Place]]:
    """Fetch places, each with itself first and then all that contain it."""
    known = [key for key in ids if key is not None]
    return {place.pk: [place, *place.parents.all()] for place in Place.objects.filter(pk__in=known).prefetch_related("parents")}


def _most_named(located: list[list[Place]], place_type: PlaceType) -> Place | None:
    """Choose the place of a type in which most statements put a thing; ties as entered."""
    named = Counter(place for places in located for place in places if place.type == place_type)
    return named.most_common(1)[0][0] if named else None
