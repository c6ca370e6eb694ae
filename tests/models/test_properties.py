from __future__ import annotations

import pytest

from kb.models.properties import (
    PROPERTIES,
    PROPERTY_CHOICES,
    Shape,
    properties_about,
    properties_expected_of,
    properties_of_shape,
)
from kb.models.vocabularies import Kind

SHAPES = {
    Shape.NAME: {"official_name", "alias", "acronym", "former_name"},
    Shape.DATE: {"founded", "dissolved", "occurred"},
    Shape.TEXT: {"description"},
    Shape.LITERAL: {"website", "identifier"},
}

# The kinds that the links of the published sets join: subjects -> objects.
LINKS = [
    ("located_in", "institution department policy_event place", "place"),
    ("located_near", "institution", "institution"),
    ("part_of", "department", "institution department"),
    ("part_of", "institution", "institution"),
    ("affiliated_with", "person", "institution department"),
    ("founded_by", "institution department", "institution person"),
    ("funded_by", "institution department", "institution person"),
    ("partner_of", "institution department", "institution department"),
    ("member_of", "institution", "institution"),
    ("modeled_on", "place institution", "place institution"),
    ("studied_at", "person", "institution"),
    ("advised_by", "person", "person"),
    ("issued_by", "policy_event", "institution"),
    ("targets", "policy_event", "institution person"),
    ("affects", "policy_event", "institution person"),
    ("participated_in", "institution person", "policy_event"),
    ("supports", "institution policy_event", "institution department"),
]


@pytest.mark.parametrize("shape", SHAPES)
def test_properties_have_the_shape_of_the_exchange_form(shape):
    assert {entry.name for entry in properties_of_shape(shape)} == SHAPES[shape]


def test_every_property_is_a_link_or_of_another_shape():
    links = {name for name, _, _ in LINKS} | {"predecessor_of"}
    assert {entry.name for entry in properties_of_shape(Shape.LINK)} == links
    assert set(PROPERTIES) == links.union(*SHAPES.values())


@pytest.mark.parametrize(("name", "subjects", "objects"), LINKS)
def test_the_links_of_the_published_sets_are_allowed(name, subjects, objects):
    assert set(map(Kind, subjects.split())) <= PROPERTIES[name].subjects
    assert set(map(Kind, objects.split())) <= PROPERTIES[name].objects


@pytest.mark.parametrize("entry", PROPERTIES.values(), ids=PROPERTIES)
def test_every_property_is_consistent(entry):
    assert PROPERTIES[entry.name] is entry
    assert entry.label
    assert entry.subjects
    assert entry.expected <= entry.subjects
    is_link = entry.shape is Shape.LINK
    assert bool(entry.objects) is bool(entry.inverse_label) is is_link
    assert len(entry.name) <= 30
    assert (entry.name, entry.label) in PROPERTY_CHOICES


def test_labels_tell_properties_apart():
    labels = [label for _, label in PROPERTY_CHOICES]
    assert len(set(labels)) == len(labels) == len(PROPERTIES)


@pytest.mark.parametrize("kind", Kind)
def test_the_properties_of_a_kind_come_in_the_order_of_the_table(kind):
    about, expected = properties_about(kind), properties_expected_of(kind)
    order = list(PROPERTIES.values())
    assert about == [entry for entry in order if kind in entry.subjects]
    assert expected == [entry for entry in about if kind in entry.expected]
    assert PROPERTIES["description"] in expected
