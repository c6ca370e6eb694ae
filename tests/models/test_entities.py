from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kb.models import ENTITY_MODELS, Department, Entity, FormerSlug, Institution, Person, Place, PolicyEvent
from kb.models.entities import SPECIFICS
from kb.models.vocabularies import Kind
from tests.factories import make_department, make_institution, make_person, make_place, make_policy_event, say

pytestmark = pytest.mark.django_db


def one_of_each_kind():
    institution = make_institution("institution")
    department = make_department("department", institution)
    return [institution, department, make_person("person"), make_policy_event("event"), make_place("place")]


def test_every_kind_has_a_model_and_every_model_its_kind():
    assert list(ENTITY_MODELS) == list(Kind)
    assert [model.KIND for model in ENTITY_MODELS.values()] == list(Kind)
    assert [entity.kind for entity in one_of_each_kind()] == list(Kind)


def test_an_entity_gives_the_row_of_its_kind_without_further_queries(django_assert_num_queries):
    saved = one_of_each_kind()
    with django_assert_num_queries(1):
        specifics = [entity.specific for entity in Entity.objects.with_specifics().order_by("pk")]
    assert specifics == saved
    assert [type(entity) for entity in specifics] == [Institution, Department, Person, PolicyEvent, Place]
    assert specifics[0].specific is specifics[0]
    assert set(SPECIFICS) == set(Kind)


def test_the_kind_comes_from_the_class():
    person = make_person("li-fei", kind="place")
    person.refresh_from_db()
    assert person.kind == Kind.PERSON


@pytest.mark.parametrize("slug", ["a", "a-b", "2018", "tsinghua-university", "a" * 80])
def test_slugs_are_latin_letters_digits_and_single_hyphens(slug):
    assert make_person(slug).slug == slug


@pytest.mark.parametrize("slug", ["", "A", "a_b", "a--b", "-a", "a-", "a b", "智源", "a/b", "a.json", "a\n", "a" * 81])
def test_other_slugs_are_refused(slug):
    with pytest.raises(ValidationError) as refusal:
        Person(slug=slug, name="A").full_clean()
    assert "slug" in refusal.value.message_dict


@pytest.mark.parametrize("name", ["", " ", "\u200b\u202e", "\x00"])
def test_a_name_must_have_a_visible_character(name):
    with pytest.raises(ValidationError) as refusal:
        Person(slug="a", name=name).full_clean()
    assert "name" in refusal.value.message_dict


def test_a_name_is_tidied():
    assert make_person("a", name="  Tiejun\u00a0\u200b Huang\n").name == "Tiejun Huang"


def test_the_former_address_of_one_record_is_not_given_to_another():
    person = make_person("old")
    person.slug = "new"
    person.save()
    with pytest.raises(ValidationError, match="former address of “Old”"):
        Person(slug="old", name="Another").full_clean()
    person.slug = "old"
    person.full_clean()


@pytest.mark.parametrize(("typed", "kept"), [("CN", "CN"), ("eu", "EU"), ("int", "INT"), ("", "")])
def test_a_jurisdiction_is_a_country_the_union_or_international(typed, kept):
    assert make_policy_event("plan", jurisdiction=typed).jurisdiction == kept


@pytest.mark.parametrize("code", ["XX", "CHN", "1"])
def test_an_unknown_jurisdiction_is_refused(code):
    with pytest.raises(ValidationError, match="not a country code"):
        make_policy_event("plan", jurisdiction=code)


def test_a_jurisdiction_has_a_name():
    assert make_policy_event("plan", jurisdiction="CN").jurisdiction_name == "China"
    assert make_policy_event("other").jurisdiction_name == ""


@pytest.mark.parametrize(
    "columns", [{"latitude": 1}, {"longitude": 1}, {"latitude": 91, "longitude": 0}, {"latitude": 0, "longitude": -181}]
)
def test_coordinates_come_in_pairs_and_lie_on_the_globe(columns):
    with pytest.raises(ValidationError):
        make_place("nowhere", **columns)
    make_place("equator", latitude=0, longitude=0)


@pytest.mark.parametrize("model", [Institution, Department, PolicyEvent, Place])
def test_a_type_is_one_of_its_list(model):
    with pytest.raises(ValidationError) as refusal:
        model(slug="x", name="X", type="nonsense").full_clean()
    assert "type" in refusal.value.message_dict


@pytest.mark.parametrize(
    "columns",
    [{"kind": "river"}, {"status": "secret"}, {"name": ""}, {"slug": ""}, {"slug": "taken"}, {"kind": ""}],
    ids=lambda columns: "-".join(columns),
)
def test_the_database_itself_refuses_an_entity(columns):
    make_person("taken")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entity.objects.bulk_create([Entity(**{"slug": "x", "kind": "person", "name": "X", "status": "draft"} | columns)])


def test_the_database_itself_refuses_a_department_without_institution():
    entity = Entity.objects.create(slug="x", kind="department", name="X")
    with pytest.raises(IntegrityError), transaction.atomic():
        Department(entity=entity, type="laboratory").save_base(raw=True)


def test_an_institution_that_has_departments_cannot_be_deleted():
    institution = make_institution()
    make_department("lab", institution)
    with pytest.raises(ProtectedError):
        institution.delete()


def test_readers_see_what_is_published_and_staff_sees_drafts():
    make_person("seen")
    make_person("hidden", status="draft")
    for reader in (AnonymousUser(), User(username="reader")):
        assert [entity.slug for entity in Entity.objects.visible_to(reader)] == ["seen"]
    assert {entity.slug for entity in Entity.objects.visible_to(User(is_staff=True))} == {"seen", "hidden"}
    assert [entity.slug for entity in Entity.objects.published()] == ["seen"]


def test_a_record_is_a_draft_unless_it_is_published():
    assert Person(slug="x", name="X").status == "draft"


def test_lists_sort_by_the_folded_name():
    for slug, name in (("a", "Zhang"), ("b", "École"), ("c", "eagle"), ("d", "Łódź"), ("e", "li"), ("f", "智源")):
        make_person(slug, name=name)
    assert [entity.name for entity in Entity.objects.all()] == ["eagle", "École", "li", "Łódź", "Zhang", "智源"]


def test_the_most_prominent_come_first_and_ties_go_by_name():
    famous, linked, _, _ = make_person("famous"), make_institution("linked"), make_person("b-person"), make_person("a-person")
    say(famous, "affiliated_with", object=linked)
    say(famous, "description", "Known.")
    assert [entity.slug for entity in Entity.objects.most_prominent_first()] == ["famous", "linked", "a-person", "b-person"]


def test_an_entity_is_found_by_its_natural_key():
    person = make_person("li-fei")
    assert Entity.objects.get_by_natural_key("li-fei").natural_key() == ("li-fei",)
    assert Person.objects.get_by_natural_key("li-fei") == person


def test_records_are_shown_to_editors_by_their_names():
    person = make_person("li-fei")
    person.slug = "fei-li"
    person.save()
    assert str(person) == "Li Fei"
    assert [str(former) for former in FormerSlug.objects.all()] == ["li-fei"]
