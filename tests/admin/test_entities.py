"""Entering and correcting entities with their statements."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from kb.models import ENTITY_MODELS, FormerSlug, Institution, Source, Statement
from kb.models.vocabularies import Kind
from kb.search.results import search
from tests.admin.forms import add_row, boxes, errors, save
from tests.factories import make_department, make_institution, make_person, make_place, make_policy_event, make_source, say

ADD = "/admin/kb/institution/add/"


def _address(entity, page="change"):
    return f"/admin/kb/{type(entity)._meta.model_name}/{entity.pk}/{page}/"


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_list_a_search_and_an_empty_form(desk, kind):
    name = ENTITY_MODELS[kind]._meta.model_name
    for page in ("", "?q=x", "?q=%00", "?status__exact=draft", "?o=1&q=x", "add/"):
        assert desk.get(f"/admin/kb/{name}/{page}").status_code == 200


def test_every_record_of_the_article_opens_in_its_form(desk, article):
    for model in ENTITY_MODELS.values():
        for entity in model.objects.all():
            assert desk.get(_address(entity)).status_code == 200


def test_what_is_saved_is_on_the_page_and_in_the_search_at_once(desk):
    source, place = make_source("s1"), make_place("beijing")
    entity = make_institution("x")
    assert add_row(
        desk, _address(entity), "names", property="official_name", value="智源研究院", language="zh-Hans", source=source.pk
    )
    add_row(desk, _address(entity), "facts", property="founded", start="2018-11", source=source.pk)
    add_row(desk, _address(entity), "links", property="located_in", object=place.pk, source=source.pk)
    add_row(
        desk, _address(entity), "prose", value="It trains **models**.", property="description", language="en", source=source.pk
    )
    entity.refresh_from_db()
    assert (entity.native_name, str(entity.founded), entity.city_id, entity.statement_count) == (
        "智源研究院",
        "2018-11",
        place.pk,
        4,
    )
    page = desk.get("/institutions/x/").content.decode()
    assert "智源研究院" in page
    assert "<strong>models</strong>" in page
    assert [hit.entity.pk for hit in search("智源", entity)[0:5]] == [entity.pk]


def test_a_record_is_entered_with_its_first_statements_in_one_go(desk):
    source = make_source("s1")
    posted = boxes(desk.get(ADD)) | {"name": "New", "slug": "new", "type": "company", "status": "published"}
    posted |= {"names-0-property": "acronym", "names-0-value": "NEW", "names-0-language": "en", "names-0-source": source.pk}
    assert desk.post(ADD, posted).status_code == 302
    entity = Institution.objects.get(slug="new")
    assert [str(row.value) for row in entity.statements.all()] == ["NEW"]
    assert (entity.status, entity.statement_count) == ("published", 1)


def test_a_form_that_was_only_looked_at_changes_nothing(desk, article):
    entity = Institution.objects.get(slug="baai")
    before = list(Statement.objects.values())
    assert desk.post(_address(entity), boxes(desk.get(_address(entity)))).status_code == 302
    assert list(Statement.objects.values()) == before


def test_each_group_offers_only_the_properties_that_the_kind_may_have(desk):
    page = desk.get("/admin/kb/person/add/").content.decode()
    assert 'value="affiliated_with"' in page
    assert 'value="founded"' not in page
    assert 'value="targets"' not in page


def test_a_statement_shows_its_lasting_address_in_the_form(desk):
    entity = make_institution("x")
    statement = say(entity, "acronym", "X")
    assert f'href="/statements/{statement.public_id}/"' in desk.get(_address(entity)).content.decode()


def test_what_links_to_a_record_is_listed_below_its_form(desk):
    institution, person = make_institution("x"), make_person("ada")
    statement = say(person, "affiliated_with", object=institution, role="Codirector")
    page = desk.get(_address(institution)).content.decode()
    assert "Links to this record (1)" in page
    assert "Codirector" in page
    assert f"/admin/kb/statement/{statement.pk}/change/" in page


def test_deleting_a_statement_in_the_form_corrects_what_was_derived(desk):
    entity = make_institution("x")
    say(entity, "founded", start="2018")
    save(desk, _address(entity), **{"facts-0-DELETE": "on"})
    entity.refresh_from_db()
    assert (entity.founded, entity.statement_count) == (None, 0)


def test_a_new_slug_leaves_a_redirect_behind(desk):
    entity = make_institution("x")
    save(desk, _address(entity), slug="y")
    assert FormerSlug.objects.get(slug="x").entity_id == entity.pk


@pytest.mark.parametrize(
    ("group", "columns", "message"),
    [
        ("facts", {"property": "founded", "start": "2018-13"}, "“2018-13” is not a date: there is no month 13."),
        ("facts", {"property": "founded", "start": "someday\x00"}, "is not a date"),
        ("facts", {"property": "founded", "start": "2019", "end": "2018"}, "The end (2018) lies before the start (2019)."),
        ("facts", {"property": "website", "value": "javascript:alert(1)"}, "is not a web address"),
        ("facts", {"property": "identifier", "value": "ror:x"}, "does not have the form of a ROR identifier"),
        ("facts", {"property": "website", "start": "2018"}, "“Website” takes no start"),
        ("facts", {"property": "targets", "start": "2018"}, "is not one of the available choices"),
        ("names", {"property": "alias", "value": "X", "language": "chinese"}, "is not a language tag"),
        ("names", {"property": "alias", "value": "\u200b", "language": "en"}, "“Also known as” needs a value."),
        ("names", {"property": "alias", "value": "x\x00", "language": "en"}, "Null characters are not allowed."),
        ("prose", {"property": "description", "value": "x" * 20_001, "language": "en"}, "at most 20000 characters"),
        ("links", {"property": "located_in", "object": "other"}, "“Located in” leads to a place; “Other” is a"),
        ("links", {"property": "located_near", "object": "self"}, "A record cannot be linked to itself."),
        ("links", {"property": "located_in"}, "“Located in” needs"),
        ("links", {"property": "located_in", "object": "no-number"}, "Select a valid choice"),
        ("links", {"property": "located_in", "object": "9" * 40}, "Select a valid choice"),
    ],
)
def test_bad_input_is_answered_in_words(desk, group, columns, message):
    entity, source = make_institution("x"), make_source("s1")
    known = {"self": entity.pk, "other": make_institution("other").pk}
    columns = {name: known.get(value, value) for name, value in columns.items()}
    response = add_row(desk, _address(entity), group, source=source.pk, **columns)
    assert response.status_code == 200
    assert message in errors(response)
    assert not Statement.objects.exists()


def test_no_statement_is_taken_without_a_source(desk):
    entity = make_institution("x")
    response = add_row(desk, _address(entity), "names", property="alias", value="X", language="en")
    assert "Choose a source: nothing is said here without one." in errors(response)


def test_a_source_that_is_no_key_is_answered_in_words(desk):
    response = add_row(
        desk, _address(make_institution("x")), "names", property="alias", value="X", language="en", source="x' OR 1=1"
    )
    assert response.status_code == 200
    assert "Select a valid choice" in errors(response)


def test_a_slug_is_unique_over_all_kinds_and_the_message_says_whose_it_is(desk):
    make_person("ada", name="Ada")
    response = save(desk, ADD, name="New", slug="ada", type="company")
    assert "“ada” is already the address of “Ada” (person). Choose another." in errors(response)


def test_a_former_slug_of_another_record_is_refused_in_words(desk):
    entity = make_institution("x", name="Ex")
    save(desk, _address(entity), slug="y")
    response = save(desk, ADD, name="New", slug="x", type="company")
    assert "“x” is the former address of “Ex” and still leads there." in errors(response)


@pytest.mark.parametrize("slug", ["Ünï", "a b", "-a", "a--b", "a" * 81, ""])
def test_a_slug_that_is_no_address_is_refused_in_words(desk, slug):
    response = save(desk, ADD, name="New", slug=slug, type="company")
    assert response.status_code == 200
    assert errors(response)


def test_a_jurisdiction_and_coordinates_are_checked(desk):
    event = save(desk, "/admin/kb/policyevent/add/", name="E", slug="e", type="plan", jurisdiction="XQ")
    assert "“XQ” is not a country code of two letters, EU or INT." in errors(event)
    place = save(desk, "/admin/kb/place/add/", name="P", slug="p", type="city", latitude="91")
    assert "90" in errors(place)


def test_script_in_prose_is_shown_as_harmless_text(desk):
    entity, source = make_institution("x"), make_source("s1")
    bad = "<script>alert(1)</script> [a](javascript:alert(1)) [b](data:text/html,x) <img src=x onerror=alert(1)>"
    response = add_row(desk, _address(entity), "prose", property="description", value=bad, language="en", source=source.pk)
    assert response.status_code == 302
    page = desk.get(_address(entity)).content.decode()
    preview = page.split('class="markdown-preview-text">')[1].split("</div>")[0]
    assert "alert(1)" in preview
    assert not [found for found in ("<script", "javascript:", "data:", "<img", "onerror") if found in preview]


def test_a_row_that_is_gone_meanwhile_is_answered_in_words(desk):
    entity = make_institution("x")
    statement = say(entity, "alias", "X")
    posted = boxes(desk.get(_address(entity)))
    statement.delete()
    response = desk.post(_address(entity), posted | {"names-0-value": "Y"})
    assert response.status_code == 200
    assert errors(response)


def test_a_change_elsewhere_in_the_same_moment_is_answered_in_words(desk, monkeypatch):
    entity = make_institution("x")

    def collide(*_, **__):
        raise IntegrityError

    monkeypatch.setattr(Institution, "save", collide)
    response = save(desk, _address(entity), name="Other")
    assert response.status_code == 302
    assert "Nothing was saved" in desk.get("/admin/").content.decode()


def test_what_others_point_at_cannot_be_deleted_and_the_page_says_why(desk):
    institution, person = make_institution("x"), make_person("ada")
    say(person, "affiliated_with", object=institution)
    answers = [
        desk.post(_address(institution, "delete"), {"post": "yes"}),
        desk.post("/admin/kb/institution/", {"action": "delete_selected", "_selected_action": [institution.pk], "post": "yes"}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert "would require deleting the following protected related objects" in answer.content.decode()
    assert Institution.objects.filter(pk=institution.pk).exists()


def test_a_record_is_deleted_with_its_statements_and_leaves_the_search(desk):
    institution, person = make_institution("x"), make_person("ada")
    say(person, "affiliated_with", object=institution)
    assert desk.post(_address(person, "delete"), {"post": "yes"}).status_code == 302
    assert not Statement.objects.exists()
    assert len(search("ada", person)) == 0
    institution.refresh_from_db()
    assert institution.statement_count == 0


def test_an_editor_may_not_delete(client, editor):
    client.force_login(editor)
    assert client.get(_address(make_institution("x"), "delete")).status_code == 403


def _say_of_each_shape(entity, others, numbers):
    for i in numbers:
        source = Source.objects.filter(key=f"s{i % 3}").first() or make_source(f"s{i % 3}")
        say(entity, "alias", f"Name {i}", source=source)
        say(entity, "website", f"https://example.org/{i}", source=source)
        say(entity, "description", f"See [[o{i}]].", source=source)
        say(entity, "partner_of", object=others[i], source=source)


def _queries(ask):
    with CaptureQueriesContext(connection) as asked:
        assert ask().status_code in {200, 302}
    return len(asked)


def test_showing_a_form_takes_no_more_queries_for_a_hundred_statements_than_for_four(desk):
    entity, others = make_institution("x"), [make_institution(f"o{i}") for i in range(25)]
    _say_of_each_shape(entity, others, range(1))
    few = _queries(lambda: desk.get(_address(entity)))
    _say_of_each_shape(entity, others, range(1, 25))
    assert _queries(lambda: desk.get(_address(entity))) == few <= 20


def test_saving_an_unchanged_form_takes_no_more_queries_for_many_statements_than_for_few(desk):
    entity, others = make_institution("x"), [make_institution(f"o{i}") for i in range(15)]

    def saving():
        posted = boxes(desk.get(_address(entity)))
        return _queries(lambda: desk.post(_address(entity), posted))

    _say_of_each_shape(entity, others, range(1))
    few = saving()
    _say_of_each_shape(entity, others, range(1, 15))
    assert saving() == few


def test_a_record_of_two_hundred_statements_can_be_saved(desk):
    entity, others = make_institution("x"), [make_institution(f"o{i}") for i in range(50)]
    _say_of_each_shape(entity, others, range(50))
    assert save(desk, _address(entity), name="Renamed").status_code == 302


def test_lists_ask_no_more_often_for_many_rows(desk):
    home = make_institution("home")

    def fill(numbers):
        for i in numbers:
            say(make_person(f"p{i}"), "affiliated_with", object=home)
            make_department(f"d{i}", home)
            make_policy_event(f"e{i}")
            make_source(f"s{i}")

    addresses = [f"/admin/kb/{name}/" for name in ("person", "department", "policyevent", "source", "statement", "entity")]
    fill(range(2))
    few = [_queries(lambda address=address: desk.get(address)) for address in addresses]
    fill(range(2, 12))
    assert [_queries(lambda address=address: desk.get(address)) for address in addresses] == few


@pytest.mark.parametrize("key", ["99999999999999999999999", "abc", "0"])
def test_a_key_that_cannot_be_leads_back_to_the_index(client, administrator, key):
    client.force_login(administrator)
    assert client.get(f"/admin/kb/institution/{key}/change/").status_code == 302
