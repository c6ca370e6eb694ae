"""Filters over vague dates keep what can lie within the bound."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kb.filters.entities import PolicyEventFilterSet
from kb.models import PolicyEvent
from kb.values.dates import PartialDate
from tests.factories import make_policy_event, rolled_back, say

DATES = st.dates(min_value=PartialDate("1990").earliest, max_value=PartialDate("2030").latest)
PARTIAL = st.builds(lambda day, length: day.isoformat()[:length], DATES, st.sampled_from([4, 7, 10]))


@pytest.mark.django_db
@given(happened=PARTIAL, bound=PARTIAL)
def test_since_and_until_agree_with_the_days_that_a_date_can_mean(happened, bound):
    with rolled_back():
        say(make_policy_event("event"), "occurred", start=happened)
        date, limit = PartialDate(happened), PartialDate(bound)
        for name, expected in (("since", date.latest >= limit.earliest), ("until", date.earliest <= limit.latest)):
            filter_set = PolicyEventFilterSet(QueryDict(f"{name}={bound}"), PolicyEvent.objects.all(), None)
            assert filter_set.qs.exists() == expected, (name, happened, bound)


@pytest.mark.django_db
def test_an_event_without_a_date_is_left_out_by_a_bound():
    make_policy_event("undated")
    for name in ("since", "until"):
        assert not PolicyEventFilterSet(QueryDict(f"{name}=2018"), PolicyEvent.objects.all(), None).qs.exists()
