from __future__ import annotations

import pytest

from kb.models import Entity, Statement
from kb.search.documents import HEADING, Name, document_terms, names, passage
from kb.values.dates import PartialDate


def named(property_name, value):
    return Statement(property=property_name, value=value, language="en")


def test_an_entity_is_known_by_its_heading_and_by_every_name_that_sources_give():
    entity = Entity(name="Beijing Academy")
    said = [
        named("official_name", "Academy of Beijing"),
        named("acronym", "BA"),
        named("description", "Prose."),
        named("website", "x"),
    ]
    assert names(entity, said) == [
        Name(HEADING, "Beijing Academy"),
        Name("official_name", "Academy of Beijing", "en"),
        Name("acronym", "BA", "en"),
    ]


def test_each_spelling_is_listed_once():
    said = [named("official_name", "BA"), named("acronym", "BA"), named("alias", "Ba")]
    assert names(Entity(name="BA"), said) == [Name(HEADING, "BA"), Name("alias", "Ba", "en")]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            Statement(property="description", value="At [[baai]] and [[x-y|there]] and [[x-y]]."),
            "At Beijing Academy and there and x y.",
        ),
        (Statement(property="affiliated_with", object=Entity(name="Mila"), role="Dean"), "Mila Dean"),
        (Statement(property="founded", start=PartialDate("2018-11")), "2018-11"),
        (Statement(property="founded", end=PartialDate("2019"), note="About."), "2019 About."),
        (Statement(property="occurred", start=PartialDate("2018"), end=PartialDate("2019")), "2018 2019"),
        (Statement(property="alias", value="X", quote="not indexed", locator="page 1"), "X"),
    ],
)
def test_what_a_statement_says_in_plain_words(statement, expected):
    assert passage(statement, {"baai": "Beijing Academy"}) == expected


def test_a_document_holds_each_term_once_and_those_of_names_again():
    found = document_terms([Name(HEADING, "智源 AI"), Name("alias", "AI")], ["AI lab", "lab of 北京"]).split(" ")
    assert found == sorted(found)
    assert sorted(found) == sorted({"_ai", "_智源", "_源", "ai", "智源", "源", "lab", "of", "北京", "京"})


def test_a_document_without_words_is_empty():
    assert document_terms([Name(HEADING, "…")], ["?"]) == ""
