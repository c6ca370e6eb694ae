"""Footnotes: shared by statements from one place, numbered as they come."""

from __future__ import annotations

from kb.models import Source, Statement
from kb.web.footnotes import Footnotes


def _statement(source, **columns):
    return Statement(source=source, source_id=source.pk, **columns)


def test_statements_from_one_place_share_a_footnote():
    source, footnotes = Source(pk=1), Footnotes()
    first = footnotes.cite(_statement(source, locator="paragraph 1"))
    assert footnotes.cite(_statement(source, locator="paragraph 1")) is first
    assert len(first.statements) == 2
    assert len(footnotes) == 1


def test_another_locator_basis_note_or_quotation_is_another_footnote():
    source, footnotes = Source(pk=1), Footnotes()
    for columns in ({}, {"locator": "p. 1"}, {"basis": "derived"}, {"note": "As of 2021."}, {"quote": "so"}):
        footnotes.cite(_statement(source, **columns))
    assert [footnote.number for footnote in footnotes] == [1, 2, 3, 4, 5]


def test_only_what_is_not_stated_outright_carries_a_caveat():
    footnotes = Footnotes()
    assert footnotes.cite(_statement(Source(pk=1), basis="stated")).caveat == ""
    assert footnotes.cite(_statement(Source(pk=1), basis="derived")).caveat == "Derived from what the source says"


def test_a_locator_that_is_an_address_is_a_link_and_no_other_is():
    footnotes = Footnotes()
    assert footnotes.cite(_statement(Source(pk=1), locator="https://ror.org/1")).locator_url == "https://ror.org/1"
    assert footnotes.cite(_statement(Source(pk=1), locator="javascript:alert(1)")).locator_url == ""
