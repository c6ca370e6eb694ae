from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.documents import HEADING, Name
from kb.search.queries import parse
from kb.search.ranking import Fit, best_match


@pytest.mark.parametrize(
    ("typed", "name", "fit"),
    [
        ("BAAI", "BAAI", Fit.EXACT),
        ("baai", "B.A.A.I.", Fit.EXACT),
        ("academie detat", "Académie d'État", Fit.EXACT),
        ("wen jirong", "Wen Ji-Rong", Fit.EXACT),
        ("北京智源", "北京智源", Fit.EXACT),
        ("Huang Tiejun", "Tiejun Huang", Fit.SAME_WORDS),
        ("Beijing Acad", "Beijing Academy", Fit.START),
        ("beijingacademy of", "Beijing Academy of Artificial Intelligence", Fit.START),
        ("北京", "北京智源", Fit.START),
        ("academy beijing", "Beijing Academy of Artificial Intelligence", Fit.WORDS),
        ("intell art", "Beijing Academy of Artificial Intelligence", Fit.WORDS),
        ("智源", "北京智源", Fit.WORDS),
        ("源 北京", "北京智源", Fit.WORDS),
        ("ijing", "Beijing", Fit.INSIDE),
        ("jing aca", "Beijing Academy", Fit.INSIDE),
        ("Shanghai", "Beijing", Fit.SCATTERED),
        ("Beijing Shanghai", "Beijing", Fit.SCATTERED),
        ("Beijing", "Bei", Fit.SCATTERED),
    ],
)
def test_how_a_name_fits_a_query(typed, name, fit):
    match = best_match(parse(typed), [Name("alias", name)])
    assert match.fit is fit
    assert (match.name is None) is (fit is Fit.SCATTERED)


def test_the_fits_are_in_order():
    assert sorted(Fit) == [Fit.TEXT, Fit.SCATTERED, Fit.INSIDE, Fit.WORDS, Fit.START, Fit.SAME_WORDS, Fit.EXACT]


@pytest.mark.parametrize(
    ("typed", "names", "chosen"),
    [
        ("baai", [Name(HEADING, "Beijing Academy"), Name("acronym", "BAAI")], Name("acronym", "BAAI")),
        ("baai", [Name("acronym", "BAAI"), Name(HEADING, "Baai")], Name(HEADING, "Baai")),
        ("baai", [Name("acronym", "BAAI"), Name("alias", "baai")], Name("acronym", "BAAI")),
        ("beijing", [Name("alias", "Beijing Academy of AI"), Name("alias", "Beijing AI")], Name("alias", "Beijing AI")),
        (
            "beijing",
            [Name(HEADING, "Academy of Beijing"), Name("alias", "Beijing Academy of Sciences")],
            Name("alias", "Beijing Academy of Sciences"),
        ),
        ("beijing x", [Name(HEADING, "Beijing")], None),
        ("beijing", [], None),
    ],
)
def test_the_best_name_explains_the_hit(typed, names, chosen):
    assert best_match(parse(typed), names).name == chosen


def test_a_name_of_which_the_query_covers_more_is_better():
    query = parse("tsinghua")
    short, long = ([Name(HEADING, text)] for text in ("Tsinghua AI", "Tsinghua University Press"))
    assert best_match(query, short).merit > best_match(query, long).merit


def test_the_heading_is_better_than_another_name_that_fits_as_well():
    query = parse("tsinghua")
    assert best_match(query, [Name(HEADING, "Tsinghua")]).merit > best_match(query, [Name("alias", "Tsinghua")]).merit


NAMES = st.lists(
    st.builds(Name, st.sampled_from([HEADING, "alias"]), st.text(alphabet="ab 北京-", min_size=1, max_size=8)), max_size=4
)


@given(st.text(alphabet="ab 北京-", max_size=6).map(parse), NAMES)
def test_the_choice_is_one_of_the_names_and_none_is_better(query, names):
    best = best_match(query, names)
    assert best.name is None or best.name in names
    assert all(best_match(query, [name]).merit <= best.merit for name in names)
    assert 0 <= best.coverage <= 1


@given(st.text(min_size=1))
def test_every_name_fits_itself_exactly(text):
    query = parse(text)
    if query and not query.truncated:
        assert best_match(query, [Name("alias", query.text)]).fit is Fit.EXACT
