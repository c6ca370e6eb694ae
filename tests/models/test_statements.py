from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from hypothesis import given
from hypothesis import strategies as st

from kb.models import Statement
from kb.models.properties import PROPERTIES, Shape
from kb.models.statement_checks import TEXT_LIMIT
from kb.models.vocabularies import Kind
from kb.values.dates import PartialDate
from kb.values.statement_ids import LENGTH
from tests.factories import (
    make_department,
    make_institution,
    make_person,
    make_place,
    make_policy_event,
    make_source,
    rolled_back,
    say,
)

pytestmark = pytest.mark.django_db

# What a statement of each shape holds at least.
FILLED = {
    Shape.NAME: {"property": "alias", "value": "X", "language": "en"},
    Shape.DATE: {"property": "founded", "start": PartialDate("2018")},
    Shape.TEXT: {"property": "description", "value": "X.", "language": "en"},
    Shape.LITERAL: {"property": "website", "value": "https://example.org/"},
    Shape.LINK: {"property": "part_of", "object": "other"},
}
# Changes that leave a statement of the shape without a column that it needs, or with one that it must not have.
MALFORMED = [
    (Shape.NAME, {"value": ""}, "value"),
    (Shape.NAME, {"language": ""}, "language"),
    (Shape.NAME, {"object": "other"}, "object"),
    (Shape.NAME, {"role": "as"}, "role"),
    (Shape.NAME, {"start": PartialDate("2018")}, "start"),
    (Shape.NAME, {"end": PartialDate("2018")}, "end"),
    (Shape.DATE, {"start": None}, "start"),
    (Shape.DATE, {"value": "X"}, "value"),
    (Shape.DATE, {"language": "en"}, "language"),
    (Shape.DATE, {"object": "other"}, "object"),
    (Shape.DATE, {"role": "as"}, "role"),
    (Shape.TEXT, {"value": ""}, "value"),
    (Shape.TEXT, {"language": ""}, "language"),
    (Shape.TEXT, {"object": "other"}, "object"),
    (Shape.TEXT, {"role": "as"}, "role"),
    (Shape.TEXT, {"start": PartialDate("2018")}, "start"),
    (Shape.TEXT, {"end": PartialDate("2018")}, "end"),
    (Shape.LITERAL, {"value": ""}, "value"),
    (Shape.LITERAL, {"language": "en"}, "language"),
    (Shape.LITERAL, {"object": "other"}, "object"),
    (Shape.LITERAL, {"role": "as"}, "role"),
    (Shape.LITERAL, {"start": PartialDate("2018")}, "start"),
    (Shape.LITERAL, {"end": PartialDate("2018")}, "end"),
    (Shape.LINK, {"object": None}, "object"),
    (Shape.LINK, {"object": "x"}, "object"),
    (Shape.LINK, {"value": "X"}, "value"),
    (Shape.LINK, {"language": "en"}, "language"),
    (Shape.LINK, {"start": PartialDate("2019"), "end": PartialDate("2018")}, "end"),
    (Shape.DATE, {"start": PartialDate("2018-11-14"), "end": PartialDate("2018-10")}, "end"),
]


@pytest.fixture
def institutions():
    return {"x": make_institution("x"), "other": make_institution("other")}


def build(institutions, **columns):
    """Build a statement about institution "x", unchecked and unsaved."""
    if columns.get("object"):
        columns["object"] = institutions[columns["object"]]
    return Statement(**{"subject": institutions["x"], "source": make_source(), "public_id": "0" * LENGTH} | columns)


@pytest.mark.parametrize("shape", FILLED)
def test_a_statement_with_the_columns_of_its_shape_is_accepted(institutions, shape):
    statement = build(institutions, **FILLED[shape])
    statement.full_clean()
    Statement.objects.bulk_create([statement])
    assert Statement.objects.get().shape is shape


@pytest.mark.parametrize(("shape", "change", "column"), MALFORMED)
def test_a_statement_with_other_columns_is_refused(institutions, shape, change, column):
    with pytest.raises(ValidationError) as refusal:
        build(institutions, **FILLED[shape] | change).clean()
    assert column in refusal.value.message_dict
    assert all(message.endswith(".") for messages in refusal.value.message_dict.values() for message in messages)


@pytest.mark.parametrize(("shape", "change", "column"), MALFORMED)
def test_the_database_itself_refuses_other_columns(institutions, shape, change, column):
    statement = build(institutions, **FILLED[shape] | change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.bulk_create([statement])


@pytest.mark.parametrize(
    "change",
    [{"property": "likes"}, {"property": ""}, {"basis": "guess"}, {"basis": ""}, {"source": None}, {"subject": None}],
    ids=str,
)
def test_the_database_itself_refuses_a_statement(institutions, change):
    statement = build(institutions, **FILLED[Shape.NAME] | change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.bulk_create([statement])


@pytest.mark.parametrize(
    "change",
    [{"property": "likes"}, {"property": ""}, {"basis": "guess"}, {"source": None}, {"subject": None}],
    ids=str,
)
def test_a_form_refuses_what_the_database_refuses(institutions, change):
    with pytest.raises(ValidationError) as refusal:
        build(institutions, **FILLED[Shape.NAME] | change).full_clean()
    assert set(change) & set(refusal.value.message_dict)


def test_two_statements_cannot_share_an_id(institutions):
    statement = say(institutions["x"], "alias", "X")
    twin = Statement(
        subject=statement.subject,
        property="alias",
        value="Y",
        language="en",
        source=statement.source,
        public_id=statement.public_id,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.bulk_create([twin])


@pytest.mark.parametrize("column", ["subject_id", "object_id", "source_id"])
def test_a_statement_cannot_lead_nowhere(institutions, column):
    say(institutions["x"], "partner_of", object=institutions["other"])
    with transaction.atomic():
        Statement.objects.update(**{column: 10**9})
        with pytest.raises(IntegrityError):
            connection.check_constraints()  # as the end of the outermost transaction does
        transaction.set_rollback(True)


ENTITIES = {
    Kind.INSTITUTION: make_institution,
    Kind.DEPARTMENT: lambda slug: make_department(slug, make_institution(f"of-{slug}")),
    Kind.PERSON: make_person,
    Kind.POLICY_EVENT: make_policy_event,
    Kind.PLACE: make_place,
}
EXAMPLES = {"founded": "2018", "website": "https://example.org/", "identifier": "wikidata:Q1"}


@pytest.mark.parametrize("name", PROPERTIES)
@pytest.mark.parametrize("kind", Kind)
def test_a_property_is_said_only_of_the_kinds_that_have_it(name, kind):
    entry = PROPERTIES[name]
    columns = {"start": "2018"} if entry.shape is Shape.DATE else {}
    if entry.shape is Shape.LINK:
        columns["object"] = ENTITIES[min(entry.objects)]("the-object")
    value = EXAMPLES.get(name, "X") if entry.shape in {Shape.NAME, Shape.TEXT, Shape.LITERAL} else ""
    if kind in entry.subjects:
        assert say(ENTITIES[kind]("the-subject"), name, value, **columns).pk
    else:
        with pytest.raises(ValidationError, match=f"“{entry.label}” cannot be said of an? {kind.label.lower()}"):
            say(ENTITIES[kind]("the-subject"), name, value, **columns)


@pytest.mark.parametrize("name", [entry.name for entry in PROPERTIES.values() if entry.shape is Shape.LINK])
@pytest.mark.parametrize("kind", Kind)
def test_a_link_leads_only_to_the_kinds_that_it_allows(name, kind):
    entry = PROPERTIES[name]
    subject, linked = ENTITIES[min(entry.subjects)]("the-subject"), ENTITIES[kind]("the-object")
    if kind in entry.objects:
        assert say(subject, name, object=linked).pk
    else:
        with pytest.raises(ValidationError, match="“The Object” is a"):
            say(subject, name, object=linked)


@pytest.mark.parametrize(
    ("name", "value", "column"),
    [
        ("website", "example.org", "value"),
        ("website", "javascript:alert(1)", "value"),
        ("website", "ftp://example.org/", "value"),
        ("identifier", "ROR 03cve4549", "value"),
        ("identifier", "ror:03cve454", "value"),
        ("alias", "\u200b\u202e", "value"),
        ("description", " \n ", "value"),
        ("description", "x" * (TEXT_LIMIT + 1), "value"),
    ],
)
def test_a_value_must_have_the_form_that_its_property_asks_for(institutions, name, value, column):
    with pytest.raises(ValidationError) as refusal:
        say(institutions["x"], name, value)
    assert column in refusal.value.message_dict


@pytest.mark.parametrize("tag", ["EN", "zh_CN", "chinese", "xx"])
def test_a_language_must_be_a_tag(institutions, tag):
    with pytest.raises(ValidationError, match="not a language tag"):
        say(institutions["x"], "alias", "X", tag)


def test_text_is_tidied_and_prose_keeps_its_lines(institutions):
    name = say(institutions["x"], "alias", " The\n Academy\u200b ")
    assert name.value == "The Academy"
    prose = say(
        institutions["x"], "description", "\nOne.\r\n\r\nTwo.\x00\n", note=" a\r\nb ", quote="\u202eq ", locator=" page\t1 "
    )
    assert (prose.value, prose.note, prose.quote, prose.locator) == ("One.\n\nTwo.", "a\nb", "q", "page 1")
    link = say(institutions["x"], "partner_of", object=institutions["other"], role=" lead \n partner")
    assert link.role == "lead partner"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2018", "2018"),
        ("2018-12-31", "2018"),
        ("2018-12", "2018"),
        ("2018", "2018-01"),
        ("2018-11-14", "2018-11"),
        ("", "2018"),
        ("2018", ""),
    ],
)
def test_a_period_may_begin_and_end_on_dates_that_can_mean_the_same_day(institutions, start, end):
    assert say(institutions["x"], "partner_of", object=institutions["other"], start=start, end=end).pk


isos = st.dates().flatmap(
    lambda day: st.sampled_from(
        [f"{year:04}{rest}" for year in (day.year, 2018) for rest in ("", f"-{day.month:02}", f"-{day.month:02}-01")]
    )
)


@given(start=isos, end=isos)
def test_database_and_form_agree_on_every_period(start, end):
    with rolled_back():
        linked = {"x": make_institution("x"), "other": make_institution("other")}
        statement = build(linked, property="part_of", object="other", start=PartialDate(start), end=PartialDate(end))
        try:
            statement.clean()
            accepted = True
        except ValidationError:
            accepted = False
        try:
            with transaction.atomic():
                Statement.objects.bulk_create([statement])
            stored = True
        except IntegrityError:
            stored = False
        assert stored is accepted is (PartialDate(start).earliest <= PartialDate(end).latest)


@pytest.mark.parametrize(
    ("name", "start", "end", "expected"),
    [
        ("founded", "2018", "", "2018"),
        ("founded", "2018", "2019", "2018/2019"),
        ("founded", "", "2019", "../2019"),
        ("part_of", "2018", "", "2018/.."),
        ("part_of", "2018-11", "2019", "2018-11/2019"),
        ("part_of", "", "2019", "../2019"),
        ("part_of", "", "", ""),
    ],
)
def test_a_period_is_written_as_an_interval_with_open_ends(institutions, name, start, end, expected):
    linked = institutions["other"] if name == "part_of" else None
    assert say(institutions["x"], name, object=linked, start=start, end=end).period_text == expected


def test_an_id_is_kept_when_the_statement_changes(institutions):
    statement = say(institutions["x"], "alias", "First")
    first_id = statement.public_id
    statement.value = "Second"
    statement.save()
    statement.subject.slug = "renamed"
    statement.subject.save()
    statement.save()
    assert Statement.objects.get().public_id == first_id


def test_the_id_of_a_fact_does_not_depend_on_where_it_is_entered(institutions):
    first = say(institutions["x"], "alias", "First")
    first_id = first.public_id
    first.delete()
    say(institutions["other"], "alias", "Another")
    assert say(institutions["x"], "alias", "First").public_id == first_id


def test_statements_that_agree_in_all_but_the_role_have_ids_of_their_own(institutions):
    ids = {say(institutions["x"], "partner_of", object=institutions["other"], role=role).public_id for role in ("a", "b", "c")}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("name", "columns"),
    [("alias", {"value": "X"}), ("founded", {"start": "2018"}), ("partner_of", {"object": True}), ("founded", {"end": "2018"})],
)
def test_what_is_said_decides_the_id(institutions, name, columns):
    if "object" in columns:
        columns = {"object": institutions["other"]}
    ids = {say(institutions["x"], name, source=make_source(key), **columns).public_id for key in ("a", "b")}
    assert len(ids) == 2


def test_readers_see_statements_between_published_records():
    published, other, draft = make_institution("x"), make_institution("other"), make_institution("draft", status="draft")
    seen = [say(published, "alias", "X"), say(published, "partner_of", object=other)]
    hidden = [say(draft, "alias", "D"), say(published, "partner_of", object=draft), say(draft, "partner_of", object=published)]
    assert list(Statement.objects.visible_to(AnonymousUser())) == list(Statement.objects.visible_to(User())) == seen
    assert list(Statement.objects.visible_to(User(is_staff=True))) == seen + hidden
    assert list(Statement.objects.published()) == seen


def test_statements_are_asked_for_by_entity_shape_and_order(institutions, django_assert_num_queries):
    x, other = institutions.values()
    late = say(x, "alias", "X", locator="paragraph 10")
    early = say(other, "partner_of", object=x, locator="paragraph 9")
    elsewhere = say(other, "alias", "O", locator="paragraph 9")
    assert list(Statement.objects.about(x).in_entry_order()) == [late, early]
    assert list(Statement.objects.of_shape(Shape.NAME)) == [late, elsewhere]
    assert list(Statement.objects.in_reading_order()) == [early, elsewhere, late]
    with django_assert_num_queries(1):
        assert [str(row.subject) + str(row.object) + str(row.source.key) for row in Statement.objects.with_ends()] == [
            "XNonesource",
            "OtherXsource",
            "OtherNonesource",
        ]


def test_a_record_to_which_others_are_linked_cannot_be_deleted(institutions):
    say(institutions["x"], "partner_of", object=institutions["other"])
    with pytest.raises(ProtectedError):
        institutions["other"].delete()
    institutions["x"].delete()
    assert not Statement.objects.exists()


def test_a_statement_is_found_by_its_natural_key(institutions):
    statement = say(institutions["x"], "alias", "X")
    assert Statement.objects.get_by_natural_key(*statement.natural_key()) == statement


def test_editors_see_a_statement_in_short(institutions):
    assert str(say(institutions["x"], "alias", "The X")) == "X: Also known as: The X"
    assert str(say(institutions["x"], "partner_of", object=institutions["other"])) == "X: Ties with: Other"
    assert str(say(institutions["x"], "founded", start="2018")) == "X: Founded: 2018"


def test_a_statement_knows_its_language(institutions):
    assert say(institutions["x"], "alias", "智源", "zh-Hans").language_name == "Simplified Chinese"
    assert say(institutions["x"], "founded", start="2018").language_name == ""
