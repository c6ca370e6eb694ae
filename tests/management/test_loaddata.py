from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from kb.models import Entity, FormerSlug, Institution, LoadedFixture, Source, Statement
from kb.search.models import SearchDocument
from kb.values.dates import PartialDate
from tests.factories import make_institution, say

ARTICLE = Path(settings.BASE_DIR) / "fixtures" / "article.jsonl"


def rows_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def load(*labels):
    call_command("loaddata", *labels, verbosity=0)


def dump():
    """Read every column of every table of the project, derived ones and times included."""
    tables = {}
    for app in ("kb", "search"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            columns = [column.name for column in model._meta.concrete_fields if column.name != "loaded_at"]
            rows = list(model.objects.order_by("pk").values(*columns))
            if model._meta.auto_created or model._meta.model_name == "searchname":
                rows = sorted((row | {"id": None} for row in rows), key=str)  # written anew: their keys are their own affair
            tables[model._meta.label] = rows
    return tables


@pytest.fixture
def fixture_file(tmp_path):
    """Write rows, or text as it is, to a file of fixtures."""

    def write(*rows, name="bad.jsonl"):
        file = tmp_path / name
        file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
        return str(file)

    return write


def entity(slug="lab", kind="institution", **fields):
    return {"model": "kb.entity", "fields": {"slug": slug, "kind": kind, "name": slug.title(), "status": "published"} | fields}


def institution(slug="lab", **fields):
    return {"model": "kb.institution", "fields": {"entity": [slug], "type": "company"} | fields}


def source(key="s", **fields):
    return {"model": "kb.source", "fields": {"key": key, "title": "Title", "kind": "news"} | fields}


def statement(**fields):
    said = {
        "public_id": "0123456789",
        "subject": ["lab"],
        "property": "alias",
        "value": "The Lab",
        "language": "en",
        "source": ["s"],
    }
    return {"model": "kb.statement", "fields": said | fields}


def person(slug="li", **fields):
    return [entity(slug, "person", **fields), {"model": "kb.person", "fields": {"entity": [slug]}}]


@pytest.mark.django_db
class TestTheArticle:
    def test_every_column_of_every_row_is_kept(self, article):
        checked = 0
        for row in rows_of(ARTICLE):
            model = apps.get_model(row["model"])
            natural = next(iter(row["fields"].values()))
            natural = natural if isinstance(natural, list) else [natural]
            stored = model.objects.get_by_natural_key(*natural)
            for name, value in row["fields"].items():
                column = model._meta.get_field(name)
                if column.is_relation:
                    assert list(getattr(stored, name).natural_key()) == value
                else:
                    assert column.value_to_string(stored) == str(value), (natural, name)
                checked += 1
        assert checked > 1000

    def test_there_are_no_rows_but_those_of_the_file(self, article):
        rows = rows_of(ARTICLE)
        for model in (Entity, Source, Statement, Institution):
            assert model.objects.count() == sum(row["model"] == model._meta.label_lower for row in rows) > 0

    def test_derived_columns_follow(self, article):
        academy = Institution.objects.get(slug="baai")
        assert academy.founded == PartialDate("2018")
        assert (academy.city.slug, academy.country.slug) == ("beijing", "china")
        assert academy.statement_count > 10
        assert SearchDocument.objects.count() == Entity.objects.count()

    def test_loading_twice_changes_nothing(self, article):
        before = dump()
        load("article")
        assert dump() == before
        assert sum(map(len, before.values())) > 250

    def test_the_set_is_noted_once(self, article):
        load("article")
        assert [str(loaded) for loaded in LoadedFixture.objects.all()] == ["article"]

    def test_loading_again_restores_what_was_changed_and_leaves_the_rest(self, article):
        before = dump()
        changed = Statement.objects.get(subject__slug="baai", property="founded")
        changed.start = PartialDate("1900")
        changed.save()
        added = say(Entity.objects.get(slug="mila"), "alias", "Added")
        load("article")
        assert Institution.objects.get(slug="baai").founded == PartialDate("2018")
        assert Statement.objects.filter(pk=added.pk).exists()
        added.delete()
        added.source.delete()
        times = {"updated_at", "terms"}
        unlike = [
            {name for name in now if now[name] != then[name]}
            for table, rows in dump().items()
            for now, then in zip(rows, before[table], strict=True)
            if now != then
        ]
        assert all(columns <= times for columns in unlike)

    def test_what_is_dumped_is_what_was_loaded(self, article, tmp_path):
        file = tmp_path / "dump.jsonl"
        kinds = ["source", "entity", "place", "institution", "department", "person", "policyevent", "statement"]
        options = {"natural_foreign": True, "natural_primary": True, "format": "jsonl", "output": str(file)}
        call_command("dumpdata", *[f"kb.{kind}" for kind in kinds], verbosity=0, **options)
        loaded, dumped = ([{"model": row["model"]} | filled(row["fields"]) for row in rows_of(path)] for path in (ARTICLE, file))
        assert all(row in dumped for row in loaded)
        assert len(dumped) == len(loaded)


def filled(fields):
    """Leave out what is empty: the article's file does not write it."""
    return {name: value for name, value in fields.items() if value not in ("", None)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "number", "reason"),
    [
        ([entity(), institution(), source(), statement(source=["nowhere"])], 4, "nowhere"),
        ([entity(), institution(), source(), statement(subject=["nobody"])], 4, "nobody"),
        (
            [entity(), institution(), source(), statement(property="partner_of", value="", language="", object=["nobody"])],
            4,
            "nobody",
        ),
        ([entity(), institution("nobody")], 2, "nobody"),
        ([entity(), institution(), source(published="2018-13")], 3, "there is no month 13"),
        (
            [entity(), institution(), source(), statement(property="founded", value="", language="", start="soon")],
            4,
            "“soon” is not a date",
        ),
        (
            [source(), *person(), statement(subject=["li"], property="founded", value="", language="", start="2018")],
            4,
            "cannot be said of a person",
        ),
        ([source(), *person(), statement(property="likes", subject=["li"])], 4, "property"),
        ([source(), *person(), statement(subject=["li"], value="")], 4, "needs a value"),
        ([source(), *person(), statement(subject=["li"], start="2018")], 4, "takes no start"),
        ([source(), *person(), statement(subject=["li"], language="chinese")], 4, "not a language tag"),
        ([source(), *person(), statement(subject=["li"], basis="guess")], 4, "basis"),
        ([source(), *person(), statement(subject=["li"], property="website", value="x", language="")], 4, "not a web address"),
        ([entity(kind="river")], 1, "kind"),
        ([entity(slug="Not A Slug")], 1, "slug"),
        ([entity(name="")], 1, "name"),
        ([entity(status="secret")], 1, "secret"),
        ([entity(), institution(type="circus")], 2, "circus"),
        ([*person(), institution("li")], 3, "person"),
        (
            [
                entity("plan", "policy_event"),
                {"model": "kb.policyevent", "fields": {"entity": ["plan"], "type": "plan", "jurisdiction": "XX"}},
            ],
            2,
            "XX",
        ),
        (
            [
                entity("p", "place"),
                {"model": "kb.place", "fields": {"entity": ["p"], "type": "city", "latitude": "91", "longitude": "0"}},
            ],
            2,
            "90",
        ),
        ([entity("p", "place"), {"model": "kb.place", "fields": {"entity": ["p"], "type": "city", "latitude": "9"}}], 2, "both"),
        ([source(title="")], 1, "title"),
        ([source(url="javascript:alert(1)")], 1, "url"),
        ([source(), source(None)], 2, "key"),
        ([source(), {"model": "kb.river", "fields": {}}], 2, "river"),
        ([source(), {"model": "kb.source", "fields": {"key": "s2", "titel": "x"}}], 2, "titel"),
        ([source(), '{"model": "kb.source", "fields": {'], 2, ""),
        ([source(), "not JSON"], 2, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_left(fixture_file, rows, number, reason):
    file = fixture_file(*rows)
    with pytest.raises(CommandError) as refusal:
        load(file)
    message = str(refusal.value)
    assert message.startswith(f"{file}, row {number}: ")
    assert reason in message.removeprefix(f"{file}, row {number}: ")
    assert message.endswith("Nothing was loaded.")
    assert not any(map(len, dump().values()))


@pytest.mark.django_db
def test_rows_that_can_be_taken_are(fixture_file):
    load(fixture_file(entity(), institution(), source(), statement(), *person()))
    assert Statement.objects.get().subject.name == "Lab"
    assert set(SearchDocument.objects.values_list("entity__slug", flat=True)) == {"lab", "li"}


@pytest.mark.django_db
def test_what_was_there_before_a_bad_file_is_left_as_it_was(article, fixture_file):
    before = dump()
    with pytest.raises(CommandError):
        load(fixture_file(entity("mila", name="Changed"), entity("new"), entity(name="")))
    assert dump() == before


@pytest.mark.django_db
def test_a_bad_second_file_undoes_the_first(fixture_file):
    with pytest.raises(CommandError, match=r"bad\.jsonl, row 1"):
        load("article", fixture_file(entity(name="")))
    assert not any(map(len, dump().values()))


@pytest.mark.django_db
def test_a_set_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="nonesuch"):
        load("nonesuch")
    assert not LoadedFixture.objects.exists()


@pytest.mark.django_db
def test_a_former_address_is_not_given_to_another_record(fixture_file):
    renamed = make_institution("old")
    renamed.slug = "new"
    renamed.save()
    with pytest.raises(CommandError, match="former address of “Old”"):
        load(fixture_file(entity("old")))
    assert [former.entity.slug for former in FormerSlug.objects.all()] == ["new"]


@pytest.mark.django_db
def test_text_is_tidied_as_in_a_form(fixture_file):
    load(
        fixture_file(entity(name="  The\u200b  Lab "), institution(), source(title=" A\ttitle "), statement(value="Lab \u202e 1"))
    )
    assert (Entity.objects.get().name, Source.objects.get().title, Statement.objects.get().value) == (
        "The Lab",
        "A title",
        "Lab 1",
    )


@pytest.mark.django_db
def test_a_record_keeps_its_time_of_entry_when_it_is_loaded_again(fixture_file):
    load(fixture_file(entity(), institution()))
    entered = Entity.objects.get()
    load(fixture_file(entity(name="Changed"), institution()))
    again = Entity.objects.get()
    assert (again.pk, again.created_at, again.name) == (entered.pk, entered.created_at, "Changed")
    assert again.updated_at > entered.updated_at
    assert again.sort_name == "changed"


@pytest.mark.django_db
def test_what_lies_in_a_place_follows_when_the_place_is_loaded_with_another_type(fixture_file):
    located = {"public_id": "1", "subject": ["lab"], "property": "located_in", "object": ["p"], "source": ["s"]}
    rows = [entity(), institution(), entity("p", "place"), source(), {"model": "kb.statement", "fields": located}]
    for place_type, city, country in (("city", "p", None), ("country", None, "p")):
        load(fixture_file(*rows[:3], {"model": "kb.place", "fields": {"entity": ["p"], "type": place_type}}, *rows[3:]))
        lab = Institution.objects.get()
        assert (lab.city and lab.city.slug, lab.country and lab.country.slug) == (city, country)


@pytest.mark.django_db
def test_an_entity_without_the_row_of_its_kind_is_named_and_nothing_is_left(fixture_file):
    with pytest.raises(CommandError, match=r"The entity “\w+” lacks its row of kb.institution. Nothing was loaded."):
        load(fixture_file(entity()))
    assert not any(map(len, dump().values()))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{"value": None}, {"public_id": ""}, {"start": 2018}, {"property": None}], ids=lambda fields: next(iter(fields))
)
def test_a_statement_with_a_column_of_the_wrong_sort_is_named_with_its_row(fixture_file, fields):
    with pytest.raises(CommandError, match=r"row 4: .* Nothing was loaded\."):
        load(fixture_file(source(), *person(), statement(subject=["li"], **fields)))
    assert not any(map(len, dump().values()))


@pytest.mark.django_db
def test_a_reference_by_number_to_nothing_is_refused_in_words(fixture_file):
    with pytest.raises(CommandError, match=r"Nothing was loaded\."):
        load(fixture_file(source(), *person(), statement(subject=["li"], source=999)))
    assert not any(map(len, dump().values()))
