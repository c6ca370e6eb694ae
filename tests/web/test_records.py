"""Pages of entities, sources and statements."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.models import Entity, Institution, Person, Source, Statement
from kb.models.receivers import batch
from tests.factories import make_institution, make_person, make_place, make_policy_event, make_source, say


def _text(response):
    """The words of a page, without tags, in single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def _fill(institution, start, count):
    """Say much of an institution, without the checks of a form."""
    with batch():
        for number in range(start, start + count):
            other = Institution.objects.create(slug=f"other-{number}", name=f"Other {number}", type="company", status="published")
            person = Person.objects.create(slug=f"person-{number}", name=f"Person {number}", status="published")
            rows = (
                {"property": "alias", "value": f"Alias {number}", "language": "en"},
                {"property": "description", "value": f"Sentence {number} on [[other-{number}]].", "language": "en"},
                {"property": "partner_of", "object": other},
                {"subject": other, "property": "funded_by", "object": institution},
                {"subject": person, "property": "affiliated_with", "object": institution},
            )
            source = Source.objects.create(key=f"source-{number}", title=f"Source {number}")
            for row in rows:
                Statement.objects.create(**{"subject": institution, "source": source, "locator": f"page {number}"} | row)


@pytest.mark.django_db
def test_an_entity_page_takes_as_many_queries_for_15_statements_as_for_300(client):
    institution = make_institution("center")
    _fill(institution, 0, 3)
    with CaptureQueriesContext(connection) as few:
        client.get("/institutions/center/")
    _fill(institution, 3, 57)
    with CaptureQueriesContext(connection) as many:
        assert client.get("/institutions/center/").context["page"].statement_count == 300
    assert len(many) == len(few) <= 6


@pytest.mark.django_db
def test_a_source_page_takes_as_many_queries_for_5_statements_as_for_305(client):
    institution, source = make_institution("center"), make_source("s1")
    _fill(institution, 0, 1)
    Statement.objects.update(source=source)
    with CaptureQueriesContext(connection) as few:
        client.get("/sources/s1/")
    _fill(institution, 1, 60)
    Statement.objects.update(source=source)
    with CaptureQueriesContext(connection) as many:
        assert client.get("/sources/s1/").context["page_obj"].paginator.count == 305
    assert len(many) == len(few) <= 6


@pytest.mark.usefixtures("article")
def test_every_page_of_the_article_opens_in_few_queries(client):
    records = [*Entity.objects.all(), *Source.objects.all(), *Statement.objects.all()]
    assert len(records) == 40 + 2 + 105
    for record in records:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(record.get_absolute_url()).status_code == 200
        assert len(queries) <= 6


@pytest.mark.usefixtures("article")
def test_every_statement_about_an_entity_stands_on_its_page_with_a_footnote(client):
    for entity in Entity.objects.all():
        page = client.get(entity.get_absolute_url())
        for statement in Statement.objects.about(entity):
            assert f'href="{statement.get_absolute_url()}"' in page.content.decode()
        footnotes = page.context["page"].footnotes
        assert sum(len(footnote.statements) for footnote in footnotes) == Statement.objects.about(entity).count()
        for footnote in footnotes:
            assert f'id="note-{footnote.number}"' in page.content.decode()
            assert f'href="#note-{footnote.number}"' in page.content.decode()


@pytest.mark.usefixtures("article")
def test_the_page_of_the_academy_says_what_the_article_says(client):
    words = _text(client.get("/institutions/baai/"))
    assert "25 statements from 1 source" in words
    assert "Founded 2018 derived 2" in words
    assert "The source says that it opened &quot;a year later&quot; than the national AI plan" in words
    assert "Will Knight, This Chinese Lab Is Aiming for Big AI Breakthroughs , WIRED, 2021 , paragraph 1." in words
    assert "Tiejun Huang · Codirector" in words or "Tiejun Huang Codirector" in words
    assert "Not stated official name, website, identifier, founded by" in words


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    ("address", "label", "name"),
    [
        ("/people/huang-tiejun/", "Affiliated with", "Beijing Academy of Artificial Intelligence"),
        ("/institutions/baai/", "People", "Tiejun Huang"),
        ("/institutions/huawei/", "Targeted by", "US cut-off of chip supplies to Huawei"),
        ("/policy-events/us-huawei-chip-cutoff/", "Targets", "Huawei"),
        ("/places/boston/", "Model for", "Zhongguancun"),
        ("/places/zhongguancun/", "Modeled on", "Boston"),
        ("/institutions/mila/", "Ties with", "Beijing Academy of Artificial Intelligence"),
        ("/institutions/government-of-the-united-states/", "Issued", "US cut-off of chip supplies to Huawei"),
    ],
)
def test_a_link_is_worded_for_each_of_its_ends(client, address, label, name):
    page = client.get(address).context["page"]
    groups = {group.label: group for group in (*page.facts, *page.listings, *page.links)}
    assert name in {line.other.name for line in groups[label].lines}


@pytest.mark.usefixtures("article")
def test_an_end_without_a_start_is_worded_no_later_than(client):
    assert "no later than January 2021" in _text(client.get("/policy-events/us-huawei-chip-cutoff/"))


@pytest.mark.django_db
def test_two_sources_for_one_fact_are_one_line_with_two_footnotes(client):
    institution = make_institution("x")
    for key in ("s1", "s2"):
        say(institution, "founded", start="2018", source=make_source(key))
    (group,) = client.get("/institutions/x/").context["page"].facts
    (line,) = group.lines
    assert [footnote.number for footnote in line.footnotes] == [1, 2]


@pytest.mark.django_db
def test_two_sources_that_disagree_are_two_lines(client):
    institution = make_institution("x")
    say(institution, "founded", start="2018", source=make_source("s1"))
    say(institution, "founded", start="2019", source=make_source("s2"))
    (group,) = client.get("/institutions/x/").context["page"].facts
    assert [str(line.statement.start) for line in group.lines] == ["2018", "2019"]


@pytest.mark.django_db
def test_an_open_end_is_never_called_current(client):
    say(make_person("p"), "affiliated_with", object=make_institution("x"), role="Dean", start="2018")
    words = _text(client.get("/people/p/"))
    assert "from 2018" in words
    assert not re.search(r"current|present|today|since", words, re.IGNORECASE)


@pytest.mark.django_db
def test_the_derived_counts_of_an_entity_agree_with_its_page(client):
    institution, draft = make_institution("x"), make_institution("draft", status="draft")
    say(institution, "partner_of", object=draft, source=make_source("s9"))
    say(make_person("p"), "affiliated_with", object=institution)
    say(institution, "alias", value="Y", source=make_source("s1"))
    page = client.get("/institutions/x/").context["page"]
    institution.refresh_from_db()
    assert (page.statement_count, page.source_count) == (institution.statement_count, institution.source_count) == (2, 2)


@pytest.mark.django_db
def test_prose_links_to_published_records_only_and_shows_the_rest_as_words(client, editor):
    make_institution("open", name="Open Institute")
    make_institution("hidden-lab", name="Hidden Laboratory", status="draft")
    say(make_institution("x"), "description", value="[[open]], [[open|that one]], [[hidden-lab]] and [[not-here]].")
    page = client.get("/institutions/x/").content.decode()
    assert (
        '<a href="/institutions/open/">Open Institute</a>, <a href="/institutions/open/">that one</a>, hidden lab and not here.'
        in page
    )
    client.force_login(editor)
    assert "Hidden Laboratory</a>" in client.get("/institutions/x/").content.decode()


@pytest.mark.django_db
def test_a_hostile_value_is_harmless_wherever_it_is_shown(client):
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    institution = make_institution("x", name=evil)
    source = make_source("s1", title=evil, publisher=evil, authors=evil, note=evil)
    prose = f"{evil} [a](javascript:alert(1)) [b](data:text/html,x)"
    statement = say(institution, "description", value=prose, source=source, locator=evil, note=evil, quote=evil)
    say(institution, "alias", value=evil, source=source)
    say(make_person("p"), "affiliated_with", object=institution, role=evil, source=source)
    for address in (
        "/institutions/x/",
        "/sources/s1/",
        statement.get_absolute_url(),
        "/search/?q=alert",
        "/institutions/",
        "/",
        "/people/p/",
    ):
        page = client.get(address).content.decode()
        assert "<script" not in page
        assert "<img src=x" not in page
        assert "javascript:" not in page
        assert "data:text" not in page


@pytest.mark.django_db
def test_a_draft_and_what_is_said_of_it_are_for_staff_only(client, editor):
    draft = make_institution("draft", name="Quiet Institute", status="draft")
    statement = say(draft, "alias", value="Hush", source=make_source("s1"))
    link = say(make_person("p"), "affiliated_with", object=draft)
    hidden = ["/institutions/draft/", statement.get_absolute_url(), link.get_absolute_url()]
    for address in hidden:
        assert client.get(address).status_code == 404
    for address in ("/people/p/", "/sources/s1/", "/search/?q=hush", "/search/?q=quiet", "/", "/people/"):
        assert not re.search("Quiet Institute|Hush", _text(client.get(address)))
    client.force_login(editor)
    for address in hidden:
        assert client.get(address).status_code == 200


@pytest.mark.usefixtures("article")
def test_a_source_page_lists_its_statements_in_the_order_of_the_source(client):
    first, second = (client.get(f"/sources/wired-baai-2021/?page={page}").context["lines"] for page in (1, 2))
    places = [int(line.statement.locator.removeprefix("paragraph ")) for line in first + second]
    assert places == sorted(places)
    assert len(places) == 104


@pytest.mark.usefixtures("article")
def test_a_renamed_record_and_a_wrong_kind_redirect_for_ever(client):
    academy = Entity.objects.get(slug="baai")
    academy.slug = "beijing-academy-of-ai"
    academy.save()
    for address in ("/institutions/baai/", "/people/beijing-academy-of-ai/", "/people/baai/"):
        response = client.get(address)
        assert (response.status_code, response.url) == (301, "/institutions/beijing-academy-of-ai/")


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    "address",
    [
        "/institutions/nope/",
        "/people/nope/",
        "/sources/nope/",
        "/statements/nope/",
        "/nope/",
        "/institutions/%00/",
        "/institutions/智源/",
    ],
)
def test_an_unknown_address_gives_a_404_page_with_the_search_box(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert 'role="search"' in response.content.decode()


@pytest.mark.usefixtures("article")
def test_a_statement_page_gives_everything_needed_to_cite_it(client):
    statement = Statement.objects.get(subject__slug="baai", property="founded")
    words = _text(client.get(statement.get_absolute_url()))
    for wanted in (
        "Founded",
        "2018",
        "WIRED",
        "paragraph 1",
        "Derived from what the source says",
        "a year later",
        statement.public_id,
    ):
        assert wanted in words


@pytest.mark.django_db
def test_a_statement_page_shows_what_other_sources_say_of_the_same(client):
    institution = make_institution("x")
    first = say(institution, "founded", start="2018", source=make_source("s1"))
    second = say(institution, "founded", start="2019", source=make_source("s2"))
    page = client.get(first.get_absolute_url()).content.decode()
    assert second.get_absolute_url() in page


@pytest.mark.django_db
def test_a_native_name_is_marked_with_its_language(client):
    say(make_institution("x"), "official_name", value="智源研究院", language="zh-Hans")
    for address in ("/institutions/x/", "/institutions/", "/search/?q=智源研究院", "/"):
        assert re.search(r'lang="zh-Hans">智源研究院<', client.get(address).content.decode()), address


@pytest.mark.django_db
def test_a_place_shows_what_lies_in_it(client):
    place = make_place("beijing")
    say(make_policy_event("summit"), "located_in", object=place)
    assert "Located here" in _text(client.get("/places/beijing/"))


@pytest.mark.django_db
def test_footnotes_are_numbered_in_the_order_in_which_they_stand_on_the_page(client):
    center = make_institution("center")
    for number, other in enumerate(("a", "b", "c")):
        say(center, "partner_of", object=make_institution(other), source=make_source(f"s{number}"))
    say(center, "member_of", object=make_institution("d"), source=make_source("s8"))
    say(make_institution("e"), "partner_of", object=center, source=make_source("s9"))
    page = client.get("/institutions/center/").content.decode()
    marks = [int(number) for number in re.findall(r'href="#note-(\d+)"', page)]
    assert marks == sorted(marks)


@pytest.mark.django_db
@pytest.mark.parametrize("bases", [("stated", "judgement"), ("judgement", "stated")])
def test_what_one_source_states_outright_is_not_called_a_judgment(client, bases):
    institution = make_institution("x")
    for number, basis in enumerate(bases):
        say(institution, "description", value="So it is.", source=make_source(f"s{number}"), basis=basis)
    (line,) = client.get("/institutions/x/").context["page"].prose
    assert line.caveat == ""


@pytest.mark.django_db
def test_prose_still_links_to_a_record_that_was_renamed(client):
    lab = make_institution("old-slug", name="The Laboratory")
    say(make_institution("x"), "description", value="Near [[old-slug]].")
    lab.slug = "new-slug"
    lab.save()
    assert '<a href="/institutions/new-slug/">The Laboratory</a>' in client.get("/institutions/x/").content.decode()
    lab.slug = "newest-slug"
    lab.save()
    assert '<a href="/institutions/newest-slug/">' in client.get("/institutions/x/").content.decode()


@pytest.mark.django_db
def test_the_lasting_address_of_a_statement_is_without_a_query_string(client):
    statement = say(make_institution("x"), "alias", value="Y")
    page = client.get(f"{statement.get_absolute_url()}?utm=1").content.decode()
    assert f"<code>http://testserver{statement.get_absolute_url()}</code>" in page
    assert "utm" not in page


@pytest.mark.django_db
def test_a_statement_page_says_how_many_others_it_leaves_out(client):
    institution = make_institution("x")
    first, *_ = [say(institution, "alias", value=f"Alias {number}") for number in range(54)]
    assert "and 3 more on its page" in _text(client.get(first.get_absolute_url()))
