"""What is wrong with a statement, in words for the editor; the database refuses the same, without words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from kb.models.properties import Shape
from kb.models.vocabularies import Kind
from kb.values.identifiers import parse_identifier
from kb.values.languages import is_language_tag

if TYPE_CHECKING:
    from kb.models.statements import Statement

TEXT_LIMIT = 20_000  # characters of prose in one statement

_REQUIRED = {
    Shape.NAME: ("value", "language"),
    Shape.DATE: (),
    Shape.TEXT: ("value", "language"),
    Shape.LITERAL: ("value",),
    Shape.LINK: ("object",),
}
_OPTIONAL = {Shape.DATE: ("start", "end"), Shape.LINK: ("role", "start", "end")}


def problems(statement: Statement) -> Iterator[tuple[str, str]]:
    """Give each fault as the column that is wrong and a sentence; the property must be a known one."""
    yield from _of_shape(statement)
    yield from _of_kinds(statement)
    yield from _of_value(statement)
    if statement.start and statement.end and statement.start.earliest > statement.end.latest:
        yield "end", f"The end ({statement.end}) lies before the start ({statement.start})."


def _of_shape(statement: Statement) -> Iterator[tuple[str, str]]:
    label, required = statement.definition.label, _REQUIRED[statement.shape]
    allowed = (*required, *_OPTIONAL.get(statement.shape, ()))
    filled: dict[str, Any] = {name: getattr(statement, name) for name in ("value", "language", "role", "start", "end")}
    filled["object"] = statement.object_id
    for name, content in filled.items():
        if name in required and not content:
            yield name, f"“{label}” needs {_with_article(name)}."
        if content and name not in allowed:
            yield name, f"“{label}” takes no {name}; leave it empty."
    if statement.shape is Shape.DATE and not (statement.start or statement.end):
        yield "start", f"“{label}” needs a date."


def _of_kinds(statement: Statement) -> Iterator[tuple[str, str]]:
    definition = statement.definition
    if statement.subject_id and Kind(statement.subject.kind) not in definition.subjects:
        yield "property", f"“{definition.label}” cannot be said of {_with_article(statement.subject.get_kind_display().lower())}."
    if statement.object and definition.objects and Kind(statement.object.kind) not in definition.objects:
        allowed = " or ".join(_with_article(kind.label.lower()) for kind in Kind if kind in definition.objects)
        found = _with_article(statement.object.get_kind_display().lower())
        yield "object", f"“{definition.label}” leads to {allowed}; “{statement.object}” is {found}."
    if statement.object_id and statement.object_id == statement.subject_id:
        yield "object", "A record cannot be linked to itself."


def _of_value(statement: Statement) -> Iterator[tuple[str, str]]:
    value = statement.value
    if statement.language and not is_language_tag(statement.language):
        yield "language", f"“{statement.language}” is not a language tag: write en, zh-Hans, zh-Hant or the like."
    if len(value) > TEXT_LIMIT:
        yield "value", f"The text has {len(value):,} characters; at most {TEXT_LIMIT:,} are kept."
    if value and statement.property == "identifier":
        try:
            parse_identifier(value)
        except ValueError as error:
            yield "value", str(error)
    if value and statement.property == "website":
        try:
            URLValidator(["http", "https"])(value)
        except ValidationError:
            yield "value", f"“{value}” is not a web address."


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
