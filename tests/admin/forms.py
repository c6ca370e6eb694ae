"""Reading the admin's forms as a browser does, and sending them back with a few boxes changed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

GROUPS = ("names", "facts", "prose", "links")


class _Boxes(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, str] = {}
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name and given.get("type") not in {"submit", "checkbox", "radio", "button"}:
            self.values[name] = given.get("value") or ""
        elif tag == "textarea":
            self._textarea = name
            self.values[name] = ""
        elif tag == "select":
            self._select = name
            self.values[name] = ""
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] = (self.values[self._textarea] + data).removeprefix("\n")


def boxes(response: Any) -> dict[str, str]:
    """Give what a page's boxes hold, without the rows that scripts copy, and without search and sign-out."""
    reader = _Boxes()
    reader.feed(response.content.decode())
    left_out = {"csrfmiddlewaretoken", "q", "action", "select_across", "_selected_action"}
    return {name: value for name, value in reader.values.items() if "__prefix__" not in name and name not in left_out}


def save(client: Any, address: str, **changes: Any) -> Any:
    """Open a form, change some boxes (``links-0-value`` is written ``links_0_value=``), and send it."""
    posted = boxes(client.get(address))
    for name, value in changes.items():
        first, _, rest = name.partition("_")
        posted[f"{first}-{rest.replace('_', '-', 1)}" if first in GROUPS else name] = value
    return client.post(address, posted)


def add_row(client: Any, address: str, group: str, **columns: Any) -> Any:
    """Open a form, add a statement to one of its groups, and send it."""
    posted = boxes(client.get(address))
    row = int(posted[f"{group}-TOTAL_FORMS"])
    posted[f"{group}-TOTAL_FORMS"] = str(row + 1)
    posted |= {f"{group}-{row}-{name}": value for name, value in ({"basis": "stated"} | columns).items()}
    return client.post(address, posted)


def errors(response: Any) -> str:
    """Give every message of a form that was sent back, joined."""
    context = response.context
    messages = [str(message) for message in context["errors"]]
    return " ".join(messages)
