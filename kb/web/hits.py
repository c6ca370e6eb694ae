"""Why a search found a record, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from kb.models import Entity, Statement
from kb.models.properties import PROPERTIES
from kb.prose import Links, render
from kb.search.documents import HEADING
from kb.search.ranking import Fit, Match
from kb.search.results import Hit

_HOW = {
    Fit.EXACT: "",
    Fit.SAME_WORDS: ", words in another order",
    Fit.START: ", beginning",
    Fit.WORDS: ", words in it",
    Fit.INSIDE: ", part of it",
}


@dataclass(frozen=True)
class ExplainedHit:
    """A hit with the reason for it: the name that answers, or the statement that holds the words."""

    entity: Entity
    match: Match
    reason: str
    statement: Statement | None
    html: SafeString | None


def explain(hit: Hit, links: Links) -> ExplainedHit:
    """Word the reason for a hit; ``links`` are the records to which its statement may link."""
    html = render(hit.statement.value, links) if hit.statement and hit.statement.property == "description" else None
    return ExplainedHit(hit.entity, hit.match, _reason(hit.match), hit.statement, html)


def _reason(match: Match) -> str:
    if match.name is None:
        return "Words of its names" if match.fit is Fit.SCATTERED else "Words of its statements"
    label = "Name" if match.name.property == HEADING else PROPERTIES[match.name.property].label
    return f"{label}{_HOW[match.fit]}"
