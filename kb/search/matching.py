"""Matching terms in the database: the one place where SQL differs between SQLite (FTS5) and PostgreSQL (tsvector).

Both engines see the same terms, cut by ``kb.values.folding``; neither analyzes text, ranks, or sees a query as typed.
``documents.filter(terms__match=[Term("beijing"), …])`` keeps the documents that have every term.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.lookups import Lookup

_CREATE = {
    "sqlite": (
        # detail=none and columnsize=0: no positions and no lengths are kept, since neither is ever asked for.
        """CREATE VIRTUAL TABLE search_document_fts USING fts5(terms, content='search_searchdocument', content_rowid='entity_id',
           detail=none, columnsize=0, tokenize="ascii tokenchars '_'", prefix='2 3 4')""",
        """CREATE TRIGGER search_document_inserted AFTER INSERT ON search_searchdocument BEGIN
           INSERT INTO search_document_fts(rowid, terms) VALUES (new.entity_id, new.terms); END""",
        """CREATE TRIGGER search_document_deleted AFTER DELETE ON search_searchdocument BEGIN
           INSERT INTO search_document_fts(search_document_fts, rowid, terms) VALUES ('delete', old.entity_id, old.terms); END""",
        """CREATE TRIGGER search_document_updated AFTER UPDATE ON search_searchdocument BEGIN
           INSERT INTO search_document_fts(search_document_fts, rowid, terms) VALUES ('delete', old.entity_id, old.terms);
           INSERT INTO search_document_fts(rowid, terms) VALUES (new.entity_id, new.terms); END""",
        # Takes in the documents that are there already.
        "INSERT INTO search_document_fts(search_document_fts) VALUES ('rebuild')",
    ),
    "postgresql": (
        """ALTER TABLE search_searchdocument ADD COLUMN vector tsvector
           GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(terms, ' '), ''))) STORED""",
        "CREATE INDEX search_document_vector ON search_searchdocument USING gin (vector) WITH (fastupdate = off)",
    ),
}
_DROP = {
    "sqlite": (
        "DROP TRIGGER search_document_updated",
        "DROP TRIGGER search_document_deleted",
        "DROP TRIGGER search_document_inserted",
        "DROP TABLE search_document_fts",
    ),
    "postgresql": ("ALTER TABLE search_searchdocument DROP COLUMN vector",),
}


def create_text_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the engine's own index to the table of documents; a step of a migration."""
    for statement in _CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop_text_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take away what ``create_text_index`` made."""
    for statement in _DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


@dataclass(frozen=True)
class Term:
    """A term to be matched; ``in_name`` asks for it in a name, ``prefix`` lets longer terms match too."""

    text: str
    in_name: bool = False
    prefix: bool = False

    @property
    def indexed(self) -> str:
        """The form under which the index holds it."""
        return f"_{self.text}" if self.in_name else self.text


class TermsField(models.TextField):
    """Terms separated by single spaces, matched as a set."""


@TermsField.register_lookup
class HasTerms(Lookup):
    """Keep the documents that hold every one of the terms; an empty list keeps none."""

    lookup_name = "match"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Ask FTS5."""
        if not self.rhs:
            return "1 = 0", []
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        expression = " AND ".join(f'"{term.indexed}"{" *" if term.prefix else ""}' for term in self.rhs)
        return f"{table}.entity_id IN (SELECT rowid FROM search_document_fts WHERE search_document_fts MATCH %s)", [expression]

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Ask the tsvector."""
        if not self.rhs:
            return "1 = 0", []
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        expression = " & ".join(f"'{term.indexed}'{':*' if term.prefix else ''}" for term in self.rhs)
        return f"{table}.vector @@ %s::tsquery", [expression]
