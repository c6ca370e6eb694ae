from __future__ import annotations

from random import Random

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings

from kb.models import Entity, Statement
from kb.models.derivation import refresh_all
from kb.search import index
from kb.search.models import SearchDocument, SearchName
from kb.search.results import search
from tests.factories import make_institution, make_person, rolled_back, say
from tests.models.changes import carry_out, changes, make_first_records

pytestmark = pytest.mark.django_db


def written():
    """Read the whole index; the keys of names are its own affair, their order is not."""
    documents = {row["entity_id"]: row for row in SearchDocument.objects.values()}
    names = {}
    for name in SearchName.objects.order_by("pk"):
        names.setdefault(name.entity_id, []).append((name.property, name.text, name.compact))
    return documents, names


@pytest.fixture
def first_records(db):
    make_first_records()


# The records are made once for all examples; each example is undone at its end.
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes)
def test_whatever_editors_do_the_index_is_as_if_built_anew(first_records, steps):
    with rolled_back():
        carry_out(steps)
        kept = written()
        index.rebuild()
        assert written() == kept


def test_a_rebuild_repeats_what_loading_wrote(article):
    loaded = written()
    assert index.rebuild() == Entity.objects.count() == len(loaded[0]) == len(loaded[1])
    assert written() == loaded
    refresh_all()
    assert written() == loaded


def test_a_lost_index_is_made_again_from_the_records(article):
    loaded = written()
    SearchName.objects.all().delete()
    SearchDocument.objects.all().delete()
    index.rebuild()
    assert written() == loaded


def test_a_rebuild_says_how_far_it_is(article):
    told = []
    total = index.rebuild(progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (total, total)


@pytest.mark.parametrize("chunk", [1, 7, 500])
def test_it_does_not_matter_how_many_are_written_at_once(article, monkeypatch, chunk):
    loaded = written()
    monkeypatch.setattr(index, "CHUNK", chunk)
    index.rebuild()
    assert written() == loaded
    index.update(Entity.objects.values_list("pk", flat=True))
    assert written() == loaded


def test_an_index_of_nothing_is_empty():
    assert index.rebuild() == 0
    index.update([])
    assert written() == ({}, {})


def test_what_is_gone_leaves_the_index():
    person = make_person("p")
    say(person, "alias", "P.")
    assert len(written()[0]) == 1
    person.delete()
    assert written() == ({}, {})


def test_what_was_changed_in_bulk_is_written_on_request():
    person = make_person("p", name="Before")
    Entity.objects.update(name="After")
    index.update([person.pk])
    assert SearchName.objects.get().compact == "after"
    assert "_after" in SearchDocument.objects.get().terms


def test_the_name_of_a_draft_is_in_no_document_but_its_own():
    draft, person = make_institution("secret-lab", name="Codename Zeta", status="draft"), make_person("p")
    say(person, "affiliated_with", object=draft, role="Dean")
    say(person, "description", "Once at [[secret-lab]].")
    assert not SearchDocument.objects.get(pk=draft.pk).published
    assert "zeta" not in SearchDocument.objects.get(pk=person.pk).terms
    draft.status = "published"
    draft.save()
    assert "zeta" in SearchDocument.objects.get(pk=person.pk).terms.split()
    assert SearchDocument.objects.get(pk=draft.pk).published


def test_a_new_name_of_a_record_reaches_the_documents_that_show_it():
    lab, person, mentioning = make_institution("lab", name="Alpha"), make_person("p"), make_person("q")
    say(person, "affiliated_with", object=lab)
    say(mentioning, "description", "Of [[lab]].")
    lab.name = "Omega"
    lab.save()
    for entity in (person, mentioning):
        found = SearchDocument.objects.get(pk=entity.pk).terms.split()
        assert "omega" in found
        assert "alpha" not in found


# Letters at random: a server packs repeated ones, and then even long text fits into its indexes.
@pytest.mark.parametrize(("first", "last"), [("a", "z"), ("а", "я"), ("ก", "ฮ"), ("一", "鿿"), ("𠀀", "𪛟")])
def test_long_names_and_words_can_be_indexed(first, last):
    letters = Random(1).choices(range(ord(first), ord(last) + 1), k=5000)
    long = "".join(map(chr, letters))
    person = make_person("p", name=long[:250])
    say(person, "alias", long)
    say(person, "description", long)
    assert [hit.entity.slug for hit in search(long[:20], AnonymousUser())[0:5]] == ["p"]
    Statement.objects.all().delete()
    assert SearchName.objects.count() == 1


# PostgreSQL keeps the length of a term in eleven bits.
@pytest.mark.parametrize("length", [2046, 2047, 2048, 2050, 20_000])
def test_a_word_of_any_length_is_found_by_its_beginning(length):
    say(make_person("p"), "description", "x" * length)
    assert [hit.entity.slug for hit in search("x" * 30, AnonymousUser())[0:5]] == ["p"]
