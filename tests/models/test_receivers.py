from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from kb.models import Entity, FormerSlug, Institution, Statement
from kb.models.derivation import entities_changed
from kb.models.receivers import batch
from kb.values.dates import PartialDate
from tests.factories import make_institution, make_person, make_place, make_source, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def refreshed():
    """The slugs of the entities of which listeners were told, one set for each time that they were told."""
    told = []

    def listen(sender, ids, **_):
        told.append(set(Entity.objects.filter(pk__in=ids).values_list("slug", flat=True)))

    entities_changed.connect(listen)
    yield told
    entities_changed.disconnect(listen)


def counts(*entities):
    return [Entity.objects.get(pk=entity.pk).statement_count for entity in entities]


class TestBatch:
    def test_a_batch_refreshes_once_at_its_end(self, refreshed):
        with batch():
            institution, other = make_institution("x"), make_institution("other")
            say(institution, "founded", start="2018")
            say(institution, "partner_of", object=other)
            assert refreshed == []
            assert Institution.objects.get(pk=institution.pk).founded is None
        assert refreshed == [{"x", "other"}]
        assert Institution.objects.get(pk=institution.pk).founded == PartialDate("2018")
        assert counts(institution, other) == [2, 1]

    def test_nested_batches_refresh_with_the_outermost(self, refreshed):
        with batch():
            with batch():
                make_institution("x")
            assert refreshed == []
            make_institution("y")
        assert refreshed == [{"x", "y"}]

    def test_a_batch_that_fails_leaves_nothing_behind(self, refreshed):
        def fail():
            make_institution("x")
            raise ValueError("a bad row")

        with pytest.raises(ValueError, match="a bad row"), batch():
            fail()
        assert not Entity.objects.exists()
        assert refreshed == []
        make_institution("y")
        assert refreshed == [{"y"}]

    def test_a_batch_in_which_nothing_happens_tells_nobody(self, refreshed):
        with batch():
            pass
        assert refreshed == []

    def test_a_batch_sees_what_was_deleted_in_it(self):
        with batch():
            institution, other = make_institution("x"), make_institution("other")
            statement = say(institution, "partner_of", object=other)
            statement.delete()
            institution.delete()
        assert counts(other) == [0]


class TestStatements:
    def test_deleting_a_statement_refreshes_both_ends(self):
        one, other = make_institution("one"), make_institution("other")
        statement = say(one, "partner_of", object=other)
        assert counts(one, other) == [1, 1]
        statement.delete()
        assert counts(one, other) == [0, 0]

    def test_deleting_many_at_once_refreshes_all(self):
        one, other = make_institution("one"), make_institution("other")
        say(one, "partner_of", object=other)
        say(one, "alias", "One")
        Statement.objects.all().delete()
        assert counts(one, other) == [0, 0]

    def test_deleting_an_entity_refreshes_what_it_was_linked_to(self):
        one, other = make_institution("one"), make_institution("other")
        say(one, "partner_of", object=other)
        one.delete()
        assert counts(other) == [0]

    @pytest.mark.parametrize("reread", [True, False], ids=["as read", "as saved"])
    @pytest.mark.parametrize("column", ["subject", "object"])
    def test_the_end_that_a_statement_leaves_is_refreshed(self, column, reread):
        before, after, rest = make_institution("before"), make_institution("after"), make_institution("rest")
        subject, linked = (before, rest) if column == "subject" else (rest, before)
        statement = say(subject, "partner_of", object=linked)
        if reread:
            statement = Statement.objects.get()
        for entity in (after, before, after):
            setattr(statement, column, Entity.objects.get(pk=entity.pk))
            statement.save()
        assert counts(before, after, rest) == [0, 1, 1]

    def test_a_statement_sorts_by_where_it_stands_in_the_source(self):
        person = make_person("p")
        statement = say(person, "alias", "P", locator="Paragraph 10")
        assert statement.locator_order == "paragraph 00000010"
        statement.locator = "page 2"
        statement.save()
        assert Statement.objects.get().locator_order == "page 00000002"


class TestTimes:
    @pytest.fixture
    def long_ago(self):
        return timezone.now() - timedelta(days=365)

    def updated(self, *entities):
        return [Entity.objects.get(pk=entity.pk).updated_at.year for entity in entities]

    def test_a_change_shows_on_what_was_changed_and_on_both_ends_of_a_statement(self, long_ago):
        one, other, third = make_institution("one"), make_institution("other"), make_institution("third")
        say(third, "description", "Near [[one]].")
        Entity.objects.update(updated_at=long_ago, created_at=long_ago)
        say(one, "partner_of", object=other)
        now, then = timezone.now().year, long_ago.year
        assert self.updated(one, other, third) == [now, now, then]
        one.refresh_from_db()
        one.name = "Uno"
        one.save()
        assert self.updated(third) == [then]
        assert Entity.objects.get(pk=one.pk).created_at == long_ago


class TestAddresses:
    def rename(self, entity, slug):
        entity.slug = slug
        entity.save()

    def redirects(self):
        return {former.slug: former.entity.slug for former in FormerSlug.objects.all()}

    @pytest.mark.parametrize("reread", [lambda pk: Entity.objects.get(pk=pk), lambda pk: Institution.objects.get(pk=pk)])
    def test_a_renamed_record_leaves_a_redirect(self, reread):
        self.rename(reread(make_institution("a").pk), "b")
        assert self.redirects() == {"a": "b"}

    def test_every_former_address_leads_to_the_present_one(self):
        institution = make_institution("a")
        for slug in ("b", "c"):
            self.rename(institution, slug)
        assert self.redirects() == {"a": "c", "b": "c"}

    def test_an_address_that_is_taken_back_redirects_no_more(self):
        institution = make_institution("a")
        for slug in ("b", "a"):
            self.rename(institution, slug)
        assert self.redirects() == {"b": "a"}

    def test_saving_without_a_new_address_leaves_no_redirect(self):
        institution = make_institution("a")
        institution.name = "B"
        institution.save()
        assert self.redirects() == {}

    def test_redirects_go_with_the_record(self):
        institution = make_institution("a")
        self.rename(institution, "b")
        institution.delete()
        assert self.redirects() == {}


class TestHeadings:
    def test_a_new_name_is_told_for_every_record_that_shows_it(self, refreshed):
        renamed = make_institution("renamed")
        subject, linked, mentioning = make_institution("subject"), make_institution("linked"), make_person("mentioning")
        make_person("unrelated")
        say(subject, "partner_of", object=renamed)
        say(renamed, "partner_of", object=linked)
        say(mentioning, "description", "Once at [[renamed|the lab]].")
        refreshed.clear()
        renamed.name = "New"
        renamed.save()
        assert set().union(*refreshed) == {"renamed", "subject", "linked", "mentioning"}

    def test_records_that_mention_a_record_before_it_is_entered_are_told_of_it(self, refreshed):
        say(make_person("mentioning"), "description", "Once at [[late]].")
        refreshed.clear()
        make_institution("late")
        assert set().union(*refreshed) == {"late", "mentioning"}

    def test_records_that_mention_a_record_are_told_that_it_is_gone(self, refreshed):
        gone = make_institution("gone")
        say(make_person("mentioning"), "description", "Once at [[gone]].")
        refreshed.clear()
        gone.delete()
        assert "mentioning" in set().union(*refreshed)

    def test_saving_without_change_tells_of_the_record_alone(self, refreshed):
        institution = make_institution("x")
        say(make_institution("other"), "partner_of", object=institution)
        refreshed.clear()
        Institution.objects.get(pk=institution.pk).save()
        assert refreshed == [{"x"}]


def test_a_change_that_is_rolled_back_leaves_nothing_behind():
    institution = make_institution("x")
    with transaction.atomic():
        say(institution, "founded", start="2018", source=make_source())
        transaction.set_rollback(True)
    assert counts(institution) == [0]
    assert Institution.objects.get().founded is None


def test_what_lies_in_a_place_is_told_of_the_place(refreshed):
    country, city, institution = make_place("country", type="country"), make_place("city"), make_institution("inside")
    say(city, "located_in", object=country)
    say(institution, "located_in", object=city)
    refreshed.clear()
    country.type = "region"
    country.save()
    assert set().union(*refreshed) == {"country", "city", "inside"}
    assert Institution.objects.get().country is None


@pytest.mark.django_db
def test_the_address_of_a_draft_that_changes_leaves_no_redirect():
    draft = make_institution("tpyo", status="draft")
    draft.slug = "typo"
    draft.save()
    assert not FormerSlug.objects.exists()


@pytest.mark.django_db
def test_a_save_that_leaves_the_address_out_leaves_no_redirect():
    institution = make_institution("x")
    institution.slug = "y"
    institution.save(update_fields=["status"])
    assert not FormerSlug.objects.exists()
