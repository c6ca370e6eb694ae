from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.models import Entity, Statement
from kb.models.properties import Shape
from kb.models.vocabularies import Kind
from kb.search import results as results_module
from kb.search.documents import HEADING, passage
from kb.search.models import SearchName
from kb.search.ranking import Fit
from kb.search.results import search
from kb.values.folding import words
from tests.factories import make_institution, make_person, make_place, rolled_back, say

pytestmark = pytest.mark.django_db

READER, STAFF = AnonymousUser(), User(is_staff=True)


def slugs(typed, user=READER, kind=None, upto=50):
    return [hit.entity.slug for hit in search(typed, user, kind)[0:upto]]


class TestTheArticle:
    """Every record that was drawn from the article is found by all that is known of it."""

    def test_every_record_is_found_first_by_each_of_its_names(self, article):
        asked = 0
        for row in SearchName.objects.select_related("entity"):
            sharing = set(SearchName.objects.filter(compact=row.compact).values_list("entity__slug", flat=True))
            for typed in (row.text, row.text.upper(), f"  {row.text.lower()} !"):
                hit = search(typed, READER)[0:1][0]
                assert hit.entity.slug in sharing, typed
                assert hit.match.fit is Fit.EXACT
                asked += 1
        assert asked > 3 * Entity.objects.count()

    @pytest.mark.parametrize(
        ("typed", "slug", "property_name"),
        [
            ("BAAI", "baai", "acronym"),
            ("MILA", "mila", HEADING),
            ("uc berkeley", "uc-berkeley", "alias"),
            ("Peking", "peking-university", "alias"),
            ("US Defense Advanced Research Projects Agency", "darpa", "official_name"),
            ("Huang Tiejun", "huang-tiejun", HEADING),
            ("academy of artificial intelligence beijing", "baai", HEADING),
            ("beijing acad", "baai", HEADING),
            ("turing", "alan-turing-institute", "alias"),
            ("guancun ic", None, None),
        ],
    )
    def test_the_name_that_answers_is_given_as_the_reason(self, article, typed, slug, property_name):
        hits = search(typed, READER)[0:1]
        assert [(hit.entity.slug, hit.match.name.property) for hit in hits] == ([(slug, property_name)] if slug else [])

    def test_every_record_is_found_by_a_part_of_each_of_its_names(self, article):
        for row in SearchName.objects.select_related("entity"):
            for word in words(row.text):
                for part in {word, word[:3], word[1:4]} - {""}:
                    hits = search(part, READER)
                    if part == word or word.startswith(part):
                        assert row.entity.slug in [hit.entity.slug for hit in hits[0:100]], part
                    else:
                        assert len(hits), part

    def test_every_record_is_found_by_the_words_of_its_statements(self, article):
        headings = dict(Entity.objects.values_list("slug", "name"))
        for statement in Statement.objects.with_ends():
            said = words(passage(statement, headings))
            for typed in (" ".join(said[:4]), " ".join(said[-3:])):
                assert statement.subject.slug in slugs(typed, upto=100), typed

    def test_a_hit_by_text_shows_the_statement_in_which_the_words_stand(self, article):
        hit = search("plaques reception", READER)[0:1][0]
        assert hit.entity.slug == "baai"
        assert hit.match.name is None
        assert "Plaques in its reception" in hit.statement.value

    def test_the_counts_agree_with_the_hits(self, article):
        results = search("china", READER)
        hits = results[0:100]
        assert len(results) == len(hits) == sum(results.kind_counts.values())
        for kind in Kind:
            of_kind = search("china", READER, kind)
            assert len(of_kind) == results.kind_counts.get(kind, 0)
            assert of_kind.kind_counts == results.kind_counts
            assert {hit.entity.slug for hit in of_kind[0:100]} == {hit.entity.slug for hit in hits if hit.entity.kind == kind}
        assert set(results.keys().values_list("pk", flat=True)) == {hit.entity.pk for hit in hits}

    @pytest.mark.parametrize("typed", ["china", "a", "2018", "of the", "baai", "zhongguancun"])
    def test_the_same_question_has_the_same_answer(self, article, typed):
        assert slugs(typed) == slugs(typed)


class TestOrder:
    def test_better_fits_come_first_whatever_the_prominence(self):
        names = {
            "exact": "Tsinghua AI",
            "same-words": "AI Tsinghua",
            "start": "Tsinghua AI Lab",
            "words": "Lab of AI at Tsinghua",
        }
        for slug, name in names.items():
            make_institution(slug, name=name)
        in_text = make_institution("in-text", name="Elsewhere")
        say(in_text, "description", "Worked with Tsinghua on AI.")
        for number in range(3):
            say(in_text, "partner_of", object=make_institution(f"partner-{number}"))
        hits = search("Tsinghua AI", READER)[0:10]
        assert [hit.entity.slug for hit in hits] == [*names, "in-text"]
        assert [hit.match.fit for hit in hits[:4]] == [Fit.EXACT, Fit.SAME_WORDS, Fit.START, Fit.WORDS]
        assert hits[4].match.name is None

    def test_words_that_stand_in_different_names_find_a_record_after_those_in_one(self):
        scattered = make_institution("scattered", name="Alpha")
        say(scattered, "alias", "Beta")
        make_institution("together", name="Beta of Gamma and Alpha")
        assert slugs("alpha beta") == ["together", "scattered"]

    def test_ties_go_by_prominence_then_by_age(self):
        for slug in ("first", "second", "famous"):
            make_person(slug, name="Li Wei")
        say(Entity.objects.get(slug="famous"), "description", "Known.")
        assert slugs("Li Wei") == ["famous", "first", "second"]

    def test_a_part_inside_a_word_is_found_when_nothing_else_is(self):
        make_place("beijing", name="Beijing")
        hits = search("ijin", READER)[0:5]
        assert [(hit.entity.slug, hit.match.fit) for hit in hits] == [("beijing", Fit.INSIDE)]
        make_person("ijin", name="Ijin")
        assert slugs("ijin") == ["ijin"]

    @pytest.mark.parametrize("typed", ["智源", "源", "京智", "北京智源研究院", "智源 北京", "北京智源人工智能"])
    def test_two_han_characters_find_a_longer_name(self, typed):
        say(
            make_institution("baai"), "official_name", "北京智源人工智能研究院" if typed != "北京智源研究院" else typed, "zh-Hans"
        )
        assert slugs(typed) == ["baai"]

    @pytest.mark.parametrize("typed", ["académie d’état", "ACADEMIE DETAT", "academie d'etat", "d’Etat académie"])
    def test_spelling_does_not_matter_where_folding_hears_no_difference(self, typed):
        make_institution("x", name="Académie d'État")
        assert slugs(typed) == ["x"]


class TestWhatIsNotFound:
    @pytest.mark.parametrize("typed", ["", "  ", "?!", "*", "\x00"])
    def test_punctuation_finds_nothing(self, article, typed):
        results = search(typed, READER)
        assert (len(results), results[0:10], results.kind_counts) == (0, [], {})
        assert not results.keys().exists()

    @pytest.mark.parametrize("typed", ["xyzzy", "baai xyzzy", "智能体", "%", "_"])
    def test_what_stands_nowhere_is_not_found(self, article, typed):
        assert slugs(typed) == []


class TestDrafts:
    @pytest.fixture
    def draft(self):
        draft = make_institution("secret-lab", name="Codename Zeta", status="draft")
        say(draft, "alias", "Zeta Works")
        say(draft, "description", "Hidden facility.")
        return draft

    @pytest.mark.parametrize("typed", ["codename zeta", "zeta", "zeta works", "zet", "odename", "hidden facility"])
    def test_drafts_are_found_by_staff_only(self, draft, typed):
        assert slugs(typed) == []
        assert search(typed, READER).kind_counts == {}
        assert slugs(typed, STAFF) == ["secret-lab"]
        assert search(typed, STAFF).kind_counts == {Kind.INSTITUTION: 1}

    def test_what_is_linked_with_a_draft_is_not_found_by_its_name(self, draft):
        person = make_person("p")
        say(person, "affiliated_with", object=draft)
        say(person, "description", "Once at [[secret-lab]].")
        assert slugs("zeta") == []
        assert slugs("once") == ["p"]
        evidence = search("once", READER)[0:1][0].statement
        assert evidence.shape is Shape.TEXT

    def test_published_records_do_not_hide_behind_drafts_of_the_same_name(self, draft):
        make_institution("open", name="Codename Zeta")
        assert slugs("Codename Zeta") == ["open"]
        assert set(slugs("Codename Zeta", STAFF)) == {"open", "secret-lab"}


class TestPaging:
    @pytest.fixture
    def many(self):
        with rolled_back():
            for number in range(23):
                person = make_person(f"p{number}", name=f"Li Number {number}" if number % 3 else f"Person {number}")
                say(person, "description", "Li wrote a paper." if number % 2 else "A friend of Li.")
            yield

    @pytest.mark.parametrize("size", [1, 5, 10, 50])
    @pytest.mark.parametrize("candidates", [200, 7, 1])
    def test_pages_together_hold_every_hit_once(self, many, monkeypatch, size, candidates):
        monkeypatch.setattr(results_module, "CANDIDATES", candidates)
        results = search("li", READER)
        assert len(results) == 23
        paged = [hit.entity.slug for start in range(0, 23 + size, size) for hit in search("li", READER)[start : start + size]]
        assert len(paged) == len(set(paged)) == 23
        assert paged == [hit.entity.slug for hit in results[0:100]]

    def test_beyond_the_last_page_there_is_nothing(self, many):
        assert search("li", READER)[23:46] == search("li", READER)[1000:1010] == []

    def test_a_kind_is_paged_on_its_own(self, many):
        make_place("li", name="Li")
        assert len(slugs("li", kind=Kind.PERSON)) == 23
        assert slugs("li", kind=Kind.PLACE) == ["li"]


@pytest.mark.parametrize("typed", ["baai", "china", "of", "plaques", "ijin", "nothing at all", "tsinghua university"])
def test_an_answer_takes_a_bounded_number_of_queries_however_much_is_found(article, typed):
    def ask():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            results = search(typed, READER)
            len(results), results[0:20]
        return len(asked)

    before = ask()
    for number in range(30):
        say(make_person(f"p{number}", name=f"{typed} {number}"), "description", f"{typed} in China.")
    assert ask() <= before + 3
    assert before <= 9


def test_nothing_is_asked_of_the_database_before_it_is_needed(django_assert_num_queries):
    with django_assert_num_queries(0):
        search("baai", READER)


def test_the_very_name_is_first_however_many_more_prominent_records_contain_it(monkeypatch):
    monkeypatch.setattr(results_module, "CANDIDATES", 3)
    target = make_institution("target", name="Peking")
    for number in range(6):
        other = make_institution(f"other-{number}", name=f"Peking Institute {number}")
        say(other, "partner_of", object=make_institution(f"partner-{number}", name="Ally"))
    assert slugs("peking")[0] == target.slug
    assert sorted(slugs("peking")) == sorted({"target", *(f"other-{number}" for number in range(6))})


def test_the_statement_that_is_shown_has_a_word_that_begins_as_asked():
    institution = make_institution("x")
    say(institution, "description", "A place of rest.")
    fitting = say(institution, "description", "An academy of rest.")
    (hit,) = search("ac", READER)[0:5]
    assert hit.statement == fitting
