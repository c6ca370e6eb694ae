"""The command that finds links in prose that lead nowhere."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_institution, say


@pytest.mark.usefixtures("article")
def test_the_article_has_no_faults():
    output = StringIO()
    call_command("check_content", stdout=output)
    assert "All links in prose lead to a record." in output.getvalue()


@pytest.mark.django_db
def test_unknown_slugs_and_drafts_are_reported_with_the_statement():
    make_institution("hidden", status="draft")
    statement = say(make_institution("x"), "description", value="[[nowhere]], [[x]] and [[hidden|that]].")
    output = StringIO()
    with pytest.raises(CommandError, match="2 links in prose to be mended"):
        call_command("check_content", stdout=output)
    assert output.getvalue().splitlines() == [
        f"x, statement {statement.public_id}: [[hidden]] leads to a draft",
        f"x, statement {statement.public_id}: [[nowhere]] leads to no record",
    ]
