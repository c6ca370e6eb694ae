"""Query strings of links that change one thing and keep the rest."""

from __future__ import annotations

from django.http import QueryDict


def changed(parameters: QueryDict, **changes: str | None) -> str:
    """Write the query string with some parameters set, or dropped where the value is ``None`` or empty.

    Empty parameters and the page number are left out, because another selection starts at its first page; to keep
    a page, name it among the changes. Starts with ``?``, and is ``?`` alone when nothing is left.
    """
    new = QueryDict(mutable=True)
    for name, values in parameters.lists():
        if name not in changes and name != "page" and any(values):
            new.setlist(name, [value for value in values if value])
    for name, value in changes.items():
        if value:
            new[name] = value
    return "?" + new.urlencode()
