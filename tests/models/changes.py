"""Arbitrary sequences of what editors do, for property tests: whatever they do, nothing derived may be left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from hypothesis import strategies as st

from kb.models import Entity, Source, Statement
from kb.models.properties import Shape, properties_of_shape
from kb.models.vocabularies import PlaceType
from kb.values.dates import PartialDate
from tests.factories import make_institution, make_person, make_place, make_policy_event, make_source, say

WORDS = ["Alpha", "Beta Lab", "北京", "alpha", "Ωmega 2018", "[[baai]]", "[[beijing|the capital]] [[new]]"]
SLUGS = ["new", "newer", "baai", "beijing"]


class Change(NamedTuple):
    """One thing that an editor does; the numbers choose among the records that are there."""

    action: Callable[[Change], None]
    one: int
    other: int
    text: str


def make_first_records() -> None:
    """Save places in places, and an institution, a person and an event that are linked with them and each other."""
    china, beijing = make_place("china", type="country"), make_place("beijing")
    haidian, park = make_place("haidian", type="district"), make_place("park", type="district")
    baai, lab, person, event = make_institution("baai"), make_institution("lab"), make_person("huang"), make_policy_event("plan")
    first, second = make_source("first"), make_source("second")
    for inner, outer in ((beijing, china), (haidian, beijing), (park, haidian), (baai, park), (lab, haidian)):
        say(inner, "located_in", object=outer, source=first)
    say(baai, "founded", start="2018", source=first)
    say(baai, "acronym", "BAAI", source=second)
    say(baai, "official_name", "智源", "zh-Hans", source=second)
    say(person, "affiliated_with", object=baai, role="Codirector", source=first)
    say(event, "supports", object=lab, source=second)
    say(event, "description", "Of [[baai]], [[haidian]] and [[huang|others]].", source=second)


def carry_out(changes: Iterable[Change]) -> None:
    """Do one thing after another; what a form would refuse is left undone."""
    for change in changes:
        with suppress(ValidationError, IntegrityError, ProtectedError), transaction.atomic():
            change.action(change)


def _entity(number: int) -> Entity:
    """Choose an entity, now as a row of its own kind, now as one of the parent table, as the admin and programs do."""
    entities = Entity.objects.order_by("pk")
    chosen = entities[number % len(entities)]
    return chosen if number % 2 else chosen.specific


def _statement(number: int) -> Statement:
    statements = Statement.objects.order_by("pk")
    return statements[number % len(statements)]


def _check_and_save(record: Entity | Statement) -> None:
    record.full_clean()
    record.save()


def _make(change: Change) -> None:
    make = [make_institution, make_person, make_place, make_policy_event][change.one % 4]
    make(SLUGS[change.other % len(SLUGS)], name=change.text, status=["draft", "published"][change.one % 2])


def _rename(change: Change) -> None:
    entity = _entity(change.one)
    entity.name = change.text
    _check_and_save(entity)


def _move_to_another_address(change: Change) -> None:
    entity = _entity(change.one)
    entity.slug = SLUGS[change.other % len(SLUGS)]
    _check_and_save(entity)


def _publish_or_withdraw(change: Change) -> None:
    entity = _entity(change.one)
    entity.status = "draft" if entity.status == "published" else "published"
    _check_and_save(entity)


def _retype(change: Change) -> None:
    entity = _entity(change.one).specific
    entity.type = PlaceType.values[change.other % 4]
    _check_and_save(entity)


def _delete(change: Change) -> None:
    _entity(change.one).delete()


def _say_name(change: Change) -> None:
    say(
        _entity(change.one),
        ["alias", "official_name"][change.other % 2],
        change.text,
        ["en", "zh-Hans"][change.other % 2],
        source=_source(change),
    )


def _say_text(change: Change) -> None:
    say(_entity(change.one), "description", f"{change.text} [[{_entity(change.other).slug}]]", source=_source(change))


def _say_date(change: Change) -> None:
    date = ["2018", "2018-11", "2019"][change.other % 3]
    say(_entity(change.one), ["founded", "occurred"][change.other % 2], start=date, source=_source(change))


def _say_link(change: Change) -> None:
    one, other = _entity(change.one), _entity(change.other)
    allowed = [entry for entry in properties_of_shape(Shape.LINK) if one.kind in entry.subjects and other.kind in entry.objects]
    if allowed:
        end = PartialDate("2020") if change.other % 3 == 0 else None
        say(one, allowed[len(change.text) % len(allowed)].name, object=other, end=end, source=_source(change))


def _source(change: Change) -> Source:
    return Source.objects.get(key=["first", "second"][len(change.text) % 2])


def _reword(change: Change) -> None:
    statement = _statement(change.one)
    statement.value = change.text
    _check_and_save(statement)


def _lead_elsewhere(change: Change) -> None:
    statement = _statement(change.one)
    statement.object_id = _entity(change.other).pk
    _check_and_save(statement)


def _say_of_another(change: Change) -> None:
    statement = _statement(change.one)
    statement.subject_id = _entity(change.other).pk
    _check_and_save(statement)


def _say_otherwise(change: Change) -> None:
    statement = _statement(change.one)
    statement.property = "modeled_on" if statement.property == "located_in" else "located_in"
    _check_and_save(statement)


def _unsay(change: Change) -> None:
    _statement(change.one).delete()


ACTIONS = [
    _make,
    _rename,
    _move_to_another_address,
    _publish_or_withdraw,
    _retype,
    _delete,
    _say_name,
    _say_text,
    _say_date,
    _say_link,
    _reword,
    _lead_elsewhere,
    _say_of_another,
    _say_otherwise,
    _unsay,
]

changes = st.lists(
    st.builds(Change, st.sampled_from(ACTIONS), st.integers(0, 40), st.integers(0, 40), st.sampled_from(WORDS)),
    min_size=1,
    max_size=8,
)
