from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.values.dates import PartialDate, Precision

isos = st.dates().flatmap(lambda day: st.sampled_from([f"{day:%Y}".zfill(4), f"{day.year:04}-{day.month:02}", day.isoformat()]))
dates = isos.map(PartialDate)


@pytest.mark.parametrize(
    ("iso", "precision", "earliest", "latest"),
    [
        ("2018", Precision.YEAR, "2018-01-01", "2018-12-31"),
        ("2018-11", Precision.MONTH, "2018-11-01", "2018-11-30"),
        ("2020-02", Precision.MONTH, "2020-02-01", "2020-02-29"),
        ("1900-02", Precision.MONTH, "1900-02-01", "1900-02-28"),
        ("2018-11-14", Precision.DAY, "2018-11-14", "2018-11-14"),
        ("0001", Precision.YEAR, "0001-01-01", "0001-12-31"),
        ("9999-12", Precision.MONTH, "9999-12-01", "9999-12-31"),
    ],
)
def test_a_date_knows_its_precision_and_the_days_it_can_mean(iso, precision, earliest, latest):
    date = PartialDate(iso)
    assert date.precision is precision
    assert date.earliest == datetime.date.fromisoformat(earliest)
    assert date.latest == datetime.date.fromisoformat(latest)
    assert date.year == int(iso[:4])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "write a year"),
        ("18", "write a year"),
        ("2018-1", "write a year"),
        ("2018-11-", "write a year"),
        ("2018/11", "write a year"),
        ("20181114", "write a year"),
        ("2018-11-14T00:00", "write a year"),
        ("November 2018", "write a year"),
        ("２０１８", "write a year"),
        ("٢٠١٨", "write a year"),
        ("-2018", "write a year"),
        ("2018\n", "write a year"),
        ("0000", "years run from 0001"),
        ("2018-00", "there is no month 00"),
        ("2018-13", "there is no month 13"),
        ("2018-11-31", "November 2018 has no day 31"),
        ("2018-11-00", "November 2018 has no day 00"),
        ("2019-02-29", "February 2019 has no day 29"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text, reason):
    with pytest.raises(ValueError, match=reason) as refusal:
        PartialDate(text)
    assert f"“{text}”" in str(refusal.value)


def test_white_space_around_typed_text_is_forgiven():
    assert PartialDate.parse(" 2018-11\n") == PartialDate("2018-11")


def test_a_leap_day_is_a_date_in_leap_years_only():
    assert PartialDate("2000-02-29").earliest == datetime.date(2000, 2, 29)
    with pytest.raises(ValueError, match="has no day 29"):
        PartialDate("2100-02-29")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2018", "2018-11", True),
        ("2018", "2018-11-14", True),
        ("2018-11", "2018-11-14", True),
        ("2018", "2018", True),
        ("2018", "2019", False),
        ("2018-10", "2018-11", False),
        ("2018-11-13", "2018-11-14", False),
        ("2018-10", "2018-11-14", False),
    ],
)
def test_a_year_overlaps_its_months_and_their_days(one, other, expected):
    assert PartialDate(one).overlaps(PartialDate(other)) is expected


def test_a_year_comes_before_its_months_and_a_month_before_its_days():
    in_order = ["2017-12-31", "2018", "2018-01", "2018-01-01", "2018-01-31", "2018-02", "2019"]
    assert [date.iso for date in sorted(map(PartialDate, reversed(in_order)))] == in_order


def test_dates_are_values():
    assert PartialDate("2018") == PartialDate("2018")
    assert len({PartialDate("2018"), PartialDate("2018"), PartialDate("2018-01")}) == 2
    assert PartialDate("2018") != "2018"


@given(isos)
def test_text_and_date_are_one_round_trip(iso):
    assert str(PartialDate.parse(iso)) == iso


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date(day):
    assert PartialDate(day.isoformat()).earliest == PartialDate(day.isoformat()).latest == day


@given(st.text(alphabet="0123456789-", max_size=11))
def test_text_is_refused_or_kept_as_it_is(text):
    try:
        date = PartialDate(text)
    except ValueError:
        return
    assert date.iso == text
    assert date.earliest <= date.latest


@given(dates, dates)
def test_the_order_agrees_with_the_days_that_dates_can_mean(one, other):
    if one < other:
        assert one.earliest <= other.earliest
        assert one.latest >= other.latest or one.latest < other.earliest
    assert (one < other) + (other < one) + (one == other) == 1


@given(dates, dates)
def test_overlap_is_sharing_a_day_and_is_symmetric(one, other):
    shares_a_day = one.earliest <= other.latest and other.earliest <= one.latest
    assert one.overlaps(other) is other.overlaps(one) is shares_a_day


@given(dates)
def test_a_date_overlaps_itself_and_every_less_precise_form_of_it(date):
    assert all(date.overlaps(PartialDate(date.iso[:length])) for length in (4, 7, 10) if length <= len(date.iso))
