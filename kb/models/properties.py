"""The properties a statement can have: the one table that checks, forms, pages and search all read.

A property has a shape, which says which columns of a statement it fills, and the kinds of entity that may be its
subject and its object. Names follow schema.org, W3C ORG and Wikidata where these have one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kb.models.vocabularies import Kind


class Shape(StrEnum):
    """Which columns of a statement carry what it says."""

    NAME = "name"  # value and language
    DATE = "date"  # start, end, or both
    TEXT = "text"  # value in Markdown and language
    LITERAL = "literal"  # value
    LINK = "link"  # object; role, start and end where the source gives them


@dataclass(frozen=True)
class Property:
    """One thing that can be said of an entity.

    ``label`` heads it on the page of its subject, ``inverse_label`` on the page of its object. ``expected`` lists
    the kinds whose page says "not stated" when no source says it.
    """

    name: str
    shape: Shape
    label: str
    subjects: frozenset[Kind]
    objects: frozenset[Kind] = frozenset()
    inverse_label: str = ""
    expected: frozenset[Kind] = frozenset()

    @property
    def is_symmetric(self) -> bool:
        """Whether a link reads the same from both of its ends, as ties do."""
        return self.label == self.inverse_label


_I, _D, _P, _E, _L = Kind.INSTITUTION, Kind.DEPARTMENT, Kind.PERSON, Kind.POLICY_EVENT, Kind.PLACE
_ALL = frozenset(Kind)
_ORGANIZATION = frozenset({_I, _D})


def _name(name: str, label: str, *expected: Kind) -> Property:
    return Property(name, Shape.NAME, label, _ALL, expected=frozenset(expected))


def _link(name: str, label: str, inverse: str, subjects: set[Kind], objects: set[Kind], *expected: Kind) -> Property:
    return Property(name, Shape.LINK, label, frozenset(subjects), frozenset(objects), inverse, frozenset(expected))


# In the order in which a page shows them.
PROPERTIES: dict[str, Property] = {
    entry.name: entry
    for entry in (
        _name("official_name", "Official name", _I, _D, _P),
        _name("acronym", "Acronym"),
        _name("alias", "Also known as"),
        _name("former_name", "Former name"),
        Property("founded", Shape.DATE, "Founded", _ORGANIZATION, expected=frozenset({_I})),
        Property("dissolved", Shape.DATE, "Dissolved", _ORGANIZATION),
        Property("occurred", Shape.DATE, "Date", frozenset({_E}), expected=frozenset({_E})),
        Property("website", Shape.LITERAL, "Website", frozenset({_I, _D, _P, _E}), expected=frozenset({_I})),
        Property("identifier", Shape.LITERAL, "Identifier", _ALL, expected=frozenset({_I})),
        Property("description", Shape.TEXT, "As reported", _ALL, expected=_ALL),
        _link("located_in", "Located in", "Located here", {_I, _D, _E, _L}, {_L}, _I, _L),
        _link("located_near", "Located near", "Located near", {_I}, {_I}),
        _link("part_of", "Part of", "Parts", {_I, _D}, {_I, _D}, _D),
        _link("affiliated_with", "Affiliated with", "People", {_P}, {_I, _D}, _P),
        _link("founded_by", "Founded by", "Founder of", {_I, _D}, {_I, _D, _P}, _I),
        _link("funded_by", "Funded by", "Funder of", {_I, _D}, {_I, _D, _P}),
        _link("partner_of", "Ties with", "Ties with", {_I, _D}, {_I, _D}),
        _link("member_of", "Member of", "Members", {_I, _D, _P}, {_I}),
        _link("modeled_on", "Modeled on", "Model for", {_I, _D, _L}, {_I, _L}),
        _link("studied_at", "Studied at", "Alumni", {_P}, {_I, _D}, _P),
        _link("advised_by", "Advised by", "Adviser of", {_P}, {_P}),
        _link("issued_by", "Issued by", "Issued", {_E}, {_I, _D, _P}, _E),
        _link("targets", "Targets", "Targeted by", {_E}, {_I, _D, _P}),
        _link("affects", "Affects", "Affected by", {_E}, {_I, _D, _P}),
        _link("participated_in", "Took part in", "Participants", {_I, _D, _P}, {_E}),
        _link("supports", "Supports", "Supported by", {_I, _E}, {_I, _D}),
        _link("predecessor_of", "Predecessor of", "Successor of", {_I, _D}, {_I, _D}),
    )
}

PROPERTY_CHOICES = [(entry.name, entry.label) for entry in PROPERTIES.values()]


def properties_of_shape(shape: Shape) -> list[Property]:
    """List the properties of a shape in the order of the table."""
    return [entry for entry in PROPERTIES.values() if entry.shape is shape]


def properties_about(kind: Kind) -> list[Property]:
    """List the properties whose subject may be of this kind, in the order of the table."""
    return [entry for entry in PROPERTIES.values() if kind in entry.subjects]


def properties_expected_of(kind: Kind) -> list[Property]:
    """List the properties that a page of this kind reports as "not stated" when no source gives them."""
    return [entry for entry in PROPERTIES.values() if kind in entry.expected]
