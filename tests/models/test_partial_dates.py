from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from kb.models import Source
from kb.models.partial_dates import PartialDateField, PartialDateFormField, to_partial_date
from kb.values.dates import PartialDate
from tests.factories import make_person, make_source

isos = st.dates().flatmap(lambda day: st.sampled_from([f"{day.year:04}", f"{day.year:04}-{day.month:02}", day.isoformat()]))


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_text_is_no_date(nothing):
    assert to_partial_date(nothing) is None


def test_text_and_dates_are_read():
    assert to_partial_date("2018") == to_partial_date(PartialDate("2018")) == to_partial_date(" 2018 ") == PartialDate("2018")


@pytest.mark.parametrize("text", [" ", "soon", "2018-13"])
def test_text_that_is_no_date_is_a_validation_error(text):
    with pytest.raises(ValidationError, match="not a date"):
        to_partial_date(text)


@pytest.mark.django_db
@pytest.mark.parametrize("iso", ["2018", "2018-11", "2018-11-14", "0001"])
def test_a_date_comes_back_from_the_database_as_it_went_in(iso):
    make_source(published=iso)
    source = Source.objects.get()
    assert source.published == PartialDate(iso)
    assert Source._meta.get_field("published").value_to_string(source) == iso


@pytest.mark.django_db
def test_no_date_is_stored_as_empty_text():
    make_source()
    assert Source.objects.get().published is None
    assert Source.objects.filter(published="").exists()
    assert Source.objects.filter(published=None).exists()
    assert Source._meta.get_field("published").value_to_string(Source.objects.get()) == ""


@pytest.mark.django_db
def test_text_that_is_no_date_does_not_reach_the_database():
    source = make_source()
    source.published = "soon"
    with pytest.raises(ValidationError):
        source.save()
    with pytest.raises(ValidationError):
        Source.objects.update(published="2018-13")
    with pytest.raises(ValidationError):
        Source.objects.filter(published__gt="soon").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lookup", "value", "found"),
    [
        ("published", "2018", ["y"]),
        ("published", PartialDate("2018-11"), ["m"]),
        ("published__lt", "2018-11", ["none", "early", "y"]),
        ("published__lte", PartialDate("2018-11"), ["none", "early", "y", "m"]),
        ("published__gt", "2018-11", ["d", "late"]),
        ("published__gte", "2018", ["y", "m", "d", "late"]),
        ("published__in", ["2018", PartialDate("2019-01")], ["y", "late"]),
        ("published__startswith", "2018", ["y", "m", "d"]),
        ("published__range", ("2018", "2018-12-31"), ["y", "m", "d"]),
    ],
)
def test_dates_are_compared_in_queries(lookup, value, found):
    for key, iso in (
        ("none", ""),
        ("early", "2017-12-31"),
        ("y", "2018"),
        ("m", "2018-11"),
        ("d", "2018-11-14"),
        ("late", "2019-01"),
    ):
        make_source(key, published=iso)
    assert list(Source.objects.filter(**{lookup: value}).order_by("published").values_list("key", flat=True)) == found


@pytest.mark.django_db
def test_dates_and_names_sort_by_code_point_whatever_the_locale():
    in_order = ["", "2017", "2018", "2018-01", "2018-01-01", "2018-01-31", "2018-02", "2018-10", "2019"]
    for iso in in_order[::-1]:
        make_source(f"s{iso}", published=iso)
    assert [str(source.published or "") for source in Source.objects.order_by("published")] == in_order
    for slug, name in (("a", "a b"), ("b", "ab"), ("c", "a-c"), ("d", "zz"), ("e", "智")):
        make_person(slug, name=name)
    assert [person.slug for person in type(make_person("f", name="a")).objects.order_by("sort_name")] == [
        "f",
        "a",
        "c",
        "b",
        "d",
        "e",
    ]


@pytest.mark.django_db
def test_the_collation_is_part_of_the_column():
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, Source._meta.db_table)
    collation = {column.name: column.collation for column in columns}["published"]
    assert collation == ("C" if connection.vendor == "postgresql" else None)


@pytest.mark.django_db
def test_a_column_can_be_copied_to_another_in_the_database():
    make_source(published="2018")
    Source.objects.update(published=F("published"))
    assert Source.objects.get().published == PartialDate("2018")


class DateForm(forms.Form):
    date = PartialDateFormField(required=False)


@pytest.mark.parametrize(
    ("typed", "cleaned"), [("", None), ("  ", None), (" 2018-11 ", PartialDate("2018-11")), ("2018", PartialDate("2018"))]
)
def test_a_form_reads_dates(typed, cleaned):
    form = DateForm({"date": typed})
    assert form.is_valid()
    assert form.cleaned_data["date"] == cleaned


@pytest.mark.parametrize(
    ("typed", "message"), [("2018-13", "there is no month 13"), ("x" * 200, "write a year"), ("2018\x00", "write a year")]
)
def test_a_form_says_what_is_wrong_with_a_date(typed, message):
    form = DateForm({"date": typed})
    assert not form.is_valid()
    assert message in str(form.errors["date"])


def test_a_date_can_be_required():
    field = PartialDateFormField(required=True)
    with pytest.raises(ValidationError, match="required"):
        field.clean("")
    assert field.clean("2018") == PartialDate("2018")


def test_a_form_shows_the_date_it_was_given():
    html = str(DateForm(initial={"date": PartialDate("2018-11")})["date"])
    assert 'value="2018-11"' in html
    assert "placeholder" in html


def test_the_form_of_a_model_offers_the_text_box_for_dates():
    assert isinstance(PartialDateField().formfield(), PartialDateFormField)
    assert not PartialDateField().formfield().required


def test_an_unchanged_date_is_no_change_to_a_form():
    assert not DateForm({"date": "2018-11"}, initial={"date": PartialDate("2018-11")}).has_changed()
    assert DateForm({"date": "2018"}, initial={"date": PartialDate("2018-11")}).has_changed()


def test_migrations_hold_no_options_that_the_field_fixes():
    _, path, args, options = PartialDateField(help_text="When.").deconstruct()
    assert (path, args, options) == ("kb.models.partial_dates.PartialDateField", [], {"help_text": "When."})


@given(isos)
def test_field_and_form_agree_on_every_date(iso):
    assert PartialDateFormField().clean(iso) == PartialDateField().to_python(iso) == PartialDate(iso)
    assert PartialDateField().get_prep_value(PartialDate(iso)) == iso
