"""The boxes in which a record is chosen, and the search that lists and boxes share."""

from __future__ import annotations

import pytest

from tests.factories import make_institution, make_person, make_source, say


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def _choices(desk, term, field="object"):
    asked = {"app_label": "kb", "model_name": "statement", "field_name": field, "term": term}
    return [choice["text"] for choice in desk.get("/admin/autocomplete/", asked).json()["results"]]


def test_any_kind_is_chosen_by_any_of_its_names_and_shown_with_its_kind(desk):
    say(make_institution("baai", name="Beijing Academy"), "official_name", "北京智源人工智能研究院", "zh-Hans")
    make_person("zhi-yuan", name="Zhi Yuan", status="draft")
    assert _choices(desk, "智源") == ["Beijing Academy (Institution)"]
    assert _choices(desk, "zhi") == ["Zhi Yuan (Person, draft)"]


def test_choices_stand_in_the_order_of_the_search(desk):
    make_institution("a", name="Alpha Beta Institute of Gamma")
    make_institution("b", name="Gamma")
    assert _choices(desk, "gamma") == ["Gamma (Institution)", "Alpha Beta Institute of Gamma (Institution)"]
    page = desk.get("/admin/kb/institution/?q=gamma").content.decode()
    assert page.index(">Gamma<") < page.index(">Alpha Beta Institute of Gamma<")


def test_without_a_word_the_most_prominent_come_first(desk):
    make_person("a")
    say(make_person("b"), "alias", "B")
    assert _choices(desk, "")[0] == "B (Person)"


def test_a_source_is_chosen_by_key_or_title(desk):
    make_source("wired-2021", title="Chinese Lab", publisher="WIRED", published="2021")
    assert _choices(desk, "wired-2021", "source") == _choices(desk, "lab", "source") == ["WIRED, Chinese Lab, 2021"]


@pytest.mark.parametrize("term", ["", "!!!", "\x00", "x" * 5000, "%", "' OR 1=1 --", "[[x]]"])
def test_no_search_fails(desk, term):
    make_institution("x")
    for field in ("object", "source"):
        _choices(desk, term, field)


def test_entities_of_all_kinds_are_not_in_the_index_and_lead_to_the_form_of_their_kind(desk):
    person = make_person("ada")
    assert b"/admin/kb/entity/" not in desk.get("/admin/").content
    for page in ("change", "delete", "history"):
        answer = desk.get(f"/admin/kb/entity/{person.pk}/{page}/?_popup=1")
        assert answer.headers["Location"] == f"/admin/kb/person/{person.pk}/{page}/?_popup=1"
    assert desk.get("/admin/kb/entity/add/").status_code == 403
    assert desk.get("/admin/kb/entity/999/change/").status_code == 404


def test_the_index_has_sections_and_leads_to_the_site(desk):
    page = desk.get("/admin/").content.decode()
    assert page.index("Records") < page.index("Institutions") < page.index("Evidence") < page.index("Sources")
    assert 'href="/"' in page
    assert desk.get("/admin/kb/").status_code == 200
