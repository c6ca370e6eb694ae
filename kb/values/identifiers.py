"""Identifiers that other registries give to a thing, written ``scheme:value`` (``ror:03cve4549``)."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Scheme:
    """A registry of identifiers: how it is called, what its values look like, and where a value has its page."""

    key: str
    label: str
    pattern: str
    address: str


SCHEMES = {
    scheme.key: scheme
    for scheme in (
        Scheme("ror", "ROR", r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}", "https://ror.org/{}"),
        Scheme("wikidata", "Wikidata", r"Q[1-9][0-9]*", "https://www.wikidata.org/wiki/{}"),
        Scheme("geonames", "GeoNames", r"[1-9][0-9]*", "https://www.geonames.org/{}"),
        Scheme("isni", "ISNI", r"[0-9]{15}[0-9X]", "https://isni.org/isni/{}"),
        Scheme("grid", "GRID", r"grid\.[0-9]+\.[0-9a-f]+", "https://www.grid.ac/institutes/{}"),
        Scheme("orcid", "ORCID", r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]", "https://orcid.org/{}"),
        Scheme("fundref", "Crossref Funder", r"[0-9]+", "https://doi.org/10.13039/{}"),
        Scheme("uscc", "Unified Social Credit Code", r"[0-9A-Z]{18}", ""),
    )
}


@dataclass(frozen=True)
class Identifier:
    """One identifier in one of the known schemes."""

    scheme: Scheme
    value: str

    @property
    def url(self) -> str:
        """Where the registry shows the thing; empty where it has no public page for each value."""
        return self.scheme.address.format(self.value) if self.scheme.address else ""

    def __str__(self) -> str:
        """Give the form in which the statement stores it."""
        return f"{self.scheme.key}:{self.value}"


def parse_identifier(text: str) -> Identifier:
    """Read ``scheme:value``.

    Raises:
        ValueError: the scheme is not known or the value has not its form; the message is fit for an editor.
    """
    key, _, value = text.partition(":")
    scheme = SCHEMES.get(key)
    if scheme is None:
        raise ValueError(
            f"“{text}” has no known scheme: write one of {', '.join(SCHEMES)}, a colon and the value (ror:03cve4549)."
        )
    if re.fullmatch(scheme.pattern, value, re.ASCII) is None:
        raise ValueError(f"“{value}” does not have the form of a {scheme.label} identifier.")
    return Identifier(scheme, value)
