from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from kb.prose import LIMIT, links_in, render
from tests.factories import make_institution

LINKS = {"baai": ("Beijing Academy <AI>", "/institutions/baai/"), "star": ("A*STAR_x_*", "/institutions/star/")}
TAGS = {"a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong"}
TAGS |= {"table", "tbody", "td", "th", "thead", "tr", "ul"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One *sentence*.", "One <em>sentence</em>."),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("**Bold** and `code`", "<strong>Bold</strong> and <code>code</code>"),
        ("* a\n* b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("[words](https://example.org/)", '<a href="https://example.org/">words</a>'),
        ("[words](mailto:a@example.org)", '<a href="mailto:a@example.org">words</a>'),
        ("[words](/sources/)", '<a href="/sources/">words</a>'),
        ("[words](#note)", '<a href="#note">words</a>'),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("5 < 6 & 7 > 2", "5 &lt; 6 &amp; 7 &gt; 2"),
        ("智源*研究院*", "智源<em>研究院</em>"),
    ],
)
def test_markdown_becomes_html(text, html):
    rendered = render(text)
    assert rendered.strip() == html
    assert isinstance(rendered, SafeString)


def test_tables_are_rendered():
    assert "<td>2</td>" in render("| a | b |\n|---|---|\n| 1 | 2 |")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[[baai]]", '<a href="/institutions/baai/">Beijing Academy &lt;AI&gt;</a>'),
        ("[[baai|the academy]]", '<a href="/institutions/baai/">the academy</a>'),
        ("[[baai|<b>]]", '<a href="/institutions/baai/">&lt;b&gt;</a>'),
        ("[[star]]", '<a href="/institutions/star/">A*STAR_x_*</a>'),
        ("At [[baai]]'s gate", '<a href="/institutions/baai/">Beijing Academy &lt;AI&gt;</a>'),
        ("[[peking-university]]", "peking university"),
        ("[[peking-university|Peking]]", "Peking"),
        ("[[unknown|*x*]]", "*x*"),
        ("[[ baai ]]", "[[ baai ]]"),
        ("[[]]", "[[]]"),
    ],
)
def test_links_to_records_lead_there_or_are_plain_words(text, html):
    assert html in render(text, LINKS)
    assert ("<a" in render(text, LINKS)) is ("<a" in html)


@pytest.mark.parametrize("text", ["`[[baai]]`", "Code:\n\n    [[baai]]"])
def test_code_holds_no_links(text):
    assert "[[baai]]" in render(text, LINKS)


@pytest.mark.django_db
def test_records_are_looked_up_at_once_and_drafts_for_staff_only(django_assert_num_queries):
    make_institution("baai", name="Academy")
    make_institution("secret", name="Codename", status="draft")
    texts = ["[[baai]] and [[secret]]", "[[nowhere]]"]
    with django_assert_num_queries(2):  # the second for former addresses of what was not found
        links = links_in(texts, AnonymousUser())
    assert links == {"baai": ("Academy", "/institutions/baai/")}
    assert "Codename" not in render(texts[0], links)
    assert render("[[secret|that lab]]", links) == "that lab"
    assert set(links_in(texts, User(is_staff=True))) == {"baai", "secret"}
    with django_assert_num_queries(0):
        assert links_in(["no links"], AnonymousUser()) == {}


def test_a_record_that_changes_its_name_or_address_shows_it_at_once():
    assert "Old" in render("[[baai]]", {"baai": ("Old", "/institutions/baai/")})
    assert "New" in render("[[baai]]", {"baai": ("New", "/institutions/baai/")})
    assert render("[[baai]]") == "baai"


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='https://example.org/'></iframe>",
    "<style>body{display:none}</style>",
    "<a href='/' onclick='alert(1)' style='color:red' id='x' class='y'>x</a>",
    "<form action='/admin/'><input name=a></form>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/)",
    "[x](/\\evil.example/)",
    "[x](\\\\evil.example/)",
    "[x](/\t/evil.example/)",
    "[x](evil.html)",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.png)",
    '[x](https://example.org/ "\\" onmouseover=alert(1) x=\\"")',
    "[[baai|<script>alert(1)</script>]]",
    '[[baai|" onmouseover="alert(1)]]',
]


def is_harmless(html):
    tags = re.findall(r"<(/?)([a-z0-9]+)([^>]*)>", html)
    assert html.count("<") == len(tags), html
    for _, tag, attributes in tags:
        assert tag in TAGS, html
        names = re.findall(r'([a-z-]+)="[^"]*"', attributes)
        assert set(names) <= {"href", "title", "align"}, html
        assert not re.sub(r'[a-z-]+="[^"]*"', "", attributes).strip(" /"), html
        for address in re.findall(r'href="([^"]*)"', attributes):
            assert re.match(r"https?://|mailto:|#|/(?![/\\])", address), html
            assert not re.search(r"[\t\n\r\\]", address[:3]), html
    return True


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("around", ["{}", "words {} words", "* {}", "**{}**", "> {}", "| a |\n|---|\n| {} |"])
def test_nothing_hostile_comes_through(text, around):
    assert is_harmless(render(around.format(text), LINKS))


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "[", "](", ")", "<", ">", '"', "'", "`", "*", "\n", "[[baai]]", "&", "\\"]), max_size=8
    ).map("".join)
)
def test_nothing_hostile_comes_of_putting_pieces_together(text):
    assert is_harmless(render(text, LINKS))


@given(st.text(st.characters(), max_size=200))
def test_any_text_can_be_rendered(text):
    render(text, LINKS).encode()


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "]",
        "[[",
        "[[a",
        "[x](",
        "![",
        "(",
        "<",
        "<a ",
        "&",
        "*",
        "**a",
        "_",
        "`",
        "> ",
        "* ",
        "- ",
        "#",
        "\\",
        '"',
        "a|",
        "\n\n",
        "1. ",
        "\n    ",
    ],
)
def test_text_made_to_be_slow_is_rendered_all_the_same(piece):
    assert is_harmless(render(piece * 20_000, LINKS))


@pytest.mark.parametrize("piece", ["1. ", "* a\n\n    ", "> * "])
def test_text_of_too_many_levels_is_readable_and_does_not_spoil_the_next(piece):
    assert "words" in render(piece * 2000 + "words")
    assert render("* [a](/)\n* b") == '<ul>\n<li><a href="/">a</a></li>\n<li>b</li>\n</ul>'


def test_what_is_too_long_is_cut_with_a_mark():
    assert render("a" * LIMIT) == "a" * LIMIT
    assert render("a" * (LIMIT + 1)) == "a" * LIMIT + "…"


def test_many_brackets_stand_as_they_are_written():
    assert render("[x] " * 401).startswith("[x] [x]")


def test_one_text_does_not_leave_references_to_the_next():
    assert "<a" in render("[x][r]\n\n[r]: https://example.org/")
    assert "<a" not in render("[x][r]")
