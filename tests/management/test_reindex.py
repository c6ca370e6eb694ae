"""The command that rebuilds what is derived."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from kb.models import Institution
from kb.search.models import SearchDocument, SearchName


@pytest.mark.usefixtures("article")
def test_it_restores_emptied_columns_and_an_emptied_index():
    before = list(SearchDocument.objects.order_by("pk").values())
    names = SearchName.objects.count()
    SearchDocument.objects.all().delete()
    Institution.objects.update(founded="", country=None, statement_count=0)
    output = StringIO()
    call_command("reindex", stdout=output)
    assert "Indexed 40 records." in output.getvalue()
    assert list(SearchDocument.objects.order_by("pk").values()) == before
    assert SearchName.objects.count() == names
    academy = Institution.objects.get(slug="baai")
    assert (str(academy.founded), academy.country.slug, academy.statement_count) == ("2018", "china", 25)
