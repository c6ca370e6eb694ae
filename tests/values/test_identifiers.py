from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.values.identifiers import SCHEMES, parse_identifier

VALID = [
    ("ror:03cve4549", "ROR", "https://ror.org/03cve4549"),
    ("wikidata:Q16955", "Wikidata", "https://www.wikidata.org/wiki/Q16955"),
    ("geonames:1816670", "GeoNames", "https://www.geonames.org/1816670"),
    ("isni:000000012151962X", "ISNI", "https://isni.org/isni/000000012151962X"),
    ("grid:grid.12527.33", "GRID", "https://www.grid.ac/institutes/grid.12527.33"),
    ("orcid:0000-0002-1825-0097", "ORCID", "https://orcid.org/0000-0002-1825-0097"),
    ("fundref:501100001809", "Crossref Funder", "https://doi.org/10.13039/501100001809"),
    ("uscc:12100000400000624D", "Unified Social Credit Code", ""),
]


def test_every_scheme_is_tested():
    assert [text.partition(":")[0] for text, _, _ in VALID] == list(SCHEMES)


@pytest.mark.parametrize(("text", "label", "url"), VALID)
def test_an_identifier_knows_its_registry_and_its_page(text, label, url):
    identifier = parse_identifier(text)
    assert (identifier.scheme.label, identifier.url, str(identifier)) == (label, url, text)


@pytest.mark.parametrize("text", ["", ":", "03cve4549", "ROR:03cve4549", "doi:10.1/x", " ror:03cve4549", "wikidata Q1"])
def test_an_unknown_scheme_is_refused_with_the_known_ones(text):
    with pytest.raises(ValueError, match="has no known scheme: write one of ror, wikidata"):
        parse_identifier(text)


@pytest.mark.parametrize(
    "text",
    [
        "ror:",
        "ror:13cve4549",
        "ror:03cve454",
        "ror:03cve4549 ",
        "ror:03cve4549\n",
        "ror:https://ror.org/03cve4549",
        "wikidata:Q0",
        "wikidata:16955",
        "wikidata:Q１",
        "wikidata:Q1/../x",
        "geonames:0",
        "isni:0000 0001",
        "orcid:0000-0002-1825-009",
        "grid:12527.33",
        "fundref:x",
        "uscc:12100000400000624",
    ],
)
def test_a_value_of_another_form_is_refused_with_the_name_of_the_registry(text):
    scheme = SCHEMES[text.partition(":")[0]]
    with pytest.raises(ValueError, match=f"does not have the form of a {scheme.label} identifier"):
        parse_identifier(text)


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
@given(data=st.data())
def test_every_value_of_the_form_is_one_round_trip(scheme, data):
    text = f"{scheme.key}:{data.draw(st.from_regex(scheme.pattern, fullmatch=True, alphabet=st.characters(max_codepoint=127)))}"
    assert str(parse_identifier(text)) == text


@given(st.text())
def test_any_text_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"\.\Z"):
        parse_identifier(text)
