"""Markdown to HTML, in exactly one function: ``render``.

Python-Markdown reads it, bleach cleans it, and nh3 has the last word. What comes out holds a small set of tags, links to
http, https, mailto and paths of this site only, and neither scripts, styles nor ids. ``[[slug]]`` and ``[[slug|words]]`` become
links to records; a slug that leads nowhere the reader may go is shown as plain words.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from functools import lru_cache
from xml.etree.ElementTree import Element

import bleach
import nh3
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from kb.models.entities import Entity
from kb.values import wikilinks
from kb.values.text import clean_block

LIMIT = 50_000  # characters that are rendered; the rest is left out, with a mark
_MOST_BRACKETS = 400  # above this the parser's search for their partners becomes slow, and they are taken as characters
_BRACKETS = {"[": "&#91;", "<": "&lt;"}
_ADDRESS = re.compile(r"(?:https?://|mailto:|#|/(?![/\\]))", re.IGNORECASE)

_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h2",
    "h3",
    "h4",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
_ATTRIBUTES = {"a": ["href", "title"], "td": ["align"], "th": ["align"]}
_PROTOCOLS = ["http", "https", "mailto"]

Links = Mapping[str, tuple[str, str]]


def links_in(texts: Iterable[str], user: AbstractBaseUser | AnonymousUser) -> Links:
    """Look up the records to which the texts link and which the user may see: slug as written to name and address."""
    entities = Entity.objects.visible_to(user).by_slugs_in(texts)
    return {slug: (entity.name, entity.get_absolute_url()) for slug, entity in entities.items()}


def render(text: str, links: Links | None = None) -> SafeString:
    """Render Markdown to HTML that is safe in a page.

    ``links`` are the records to which it may link, as ``links_in`` gives them. A single paragraph comes without ``<p>``, so
    that a footnote mark can follow in the line. Text beyond ``LIMIT`` characters is left out and "…" stands for it.
    """
    known = {slug: link for slug, link in (links or {}).items() if f"[[{slug}" in text}
    return mark_safe(_render(text, tuple(sorted(known.items()))))


class _Parser(Markdown):
    """A parser that knows to which records the text before it may link."""

    known_links: Links


class _WikiLinks(InlineProcessor):
    """``[[slug|words]]`` inside Markdown; reads the records that are known from the running ``Markdown``."""

    md: _Parser

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | str, int, int]:  # type: ignore[override]  # noqa: N802
        links, slug = self.md.known_links, m["slug"]
        words = wikilinks.words(slug, m["words"], {key: name for key, (name, _) in links.items()})
        if slug not in links:
            return AtomicString(words), m.start(0), m.end(0)
        anchor = Element("a", {"href": links[slug][1]})
        anchor.text = AtomicString(words)  # a name is no Markdown
        return anchor, m.start(0), m.end(0)


class _WikiLinksExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the library's name
        # Before the processor of references, which would read the brackets as its own.
        md.inlinePatterns.register(_WikiLinks(wikilinks.PATTERN.pattern, md), "wikilinks", 175)


_parsers = threading.local()  # a parser keeps state while it works


def _parser() -> _Parser:
    if not hasattr(_parsers, "markdown"):
        _parsers.markdown = _Parser(extensions=[_WikiLinksExtension(), "tables", "sane_lists"])
    return _parsers.markdown


def _keep_attribute(tag: str, attribute: str, value: str) -> str | None:
    return value if attribute != "href" or _ADDRESS.match(value.strip()) else None


def _convert(source: str, links: Links) -> str:
    """Run the parser; text nested deeper than it can follow is shown as it was written, in one paragraph."""
    parser = _parser()
    parser.known_links = links
    try:
        return parser.reset().convert(source)
    except RecursionError:
        del _parsers.markdown  # it stopped halfway and would spoil the next text
        return f"<p>{escape(source)}</p>"


@lru_cache(maxsize=8192)
def _render(text: str, links: tuple[tuple[str, tuple[str, str]], ...]) -> str:
    source = clean_block(text)
    if len(source) > LIMIT:
        source = source[:LIMIT] + "…"
    for bracket, entity in _BRACKETS.items():
        if source.count(bracket) > _MOST_BRACKETS:
            source = source.replace(bracket, entity)
    html = bleach.clean(_convert(source, dict(links)), tags=_TAGS, attributes=_ATTRIBUTES, protocols=_PROTOCOLS, strip=True)
    html = nh3.clean(
        html,
        tags=_TAGS,
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=set(_PROTOCOLS),
        link_rel=None,
        attribute_filter=_keep_attribute,
    )
    single = re.fullmatch(r"<p>(.*)</p>", html, re.DOTALL)
    return single.group(1) if single and "<p>" not in single.group(1) else html
