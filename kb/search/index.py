"""Writing the index: the documents and names of some entities, or of all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection

from django.db import transaction
from django.db.models import Q

from kb.models.entities import Entity
from kb.models.statements import Statement
from kb.models.vocabularies import Status
from kb.search.documents import document_terms, names, passage
from kb.search.models import SearchDocument, SearchName
from kb.values.folding import compact

CHUNK = 500  # entities written at once: bounds memory and the length of SQL


def update(ids: Collection[int]) -> None:
    """Write the index anew for these entities; what no longer exists leaves it."""
    keys = sorted(ids)
    with transaction.atomic(savepoint=False):
        for start in range(0, len(keys), CHUNK):
            _write(keys[start : start + CHUNK])


def rebuild(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Write the whole index anew in one transaction: readers keep the old one until the end.

    ``progress`` is told how many entities of how many are done. Returns the number of entities.
    """
    keys = list(Entity.objects.order_by("pk").values_list("pk", flat=True))
    with transaction.atomic():
        SearchName.objects.all().delete()
        SearchDocument.objects.all().delete()
        for start in range(0, len(keys), CHUNK):
            _write(keys[start : start + CHUNK])
            progress(min(start + CHUNK, len(keys)), len(keys))
    return len(keys)


def _write(ids: list[int]) -> None:
    SearchName.objects.filter(entity__in=ids).delete()
    SearchDocument.objects.filter(entity__in=ids).delete()
    statements = _statements(ids)
    headings = Entity.objects.published().headings_in(row.value for rows in statements.values() for row in rows)
    documents, name_rows = [], []
    for entity in Entity.objects.filter(pk__in=ids).order_by("pk"):
        own = statements[entity.pk]
        entity_names = names(entity, own)
        found_by = document_terms(entity_names, (passage(row, headings) for row in own))
        documents.append(
            SearchDocument(
                entity=entity,
                kind=entity.kind,
                published=entity.status == Status.PUBLISHED,
                prominence=entity.prominence,
                terms=found_by,
            )
        )
        for name in entity_names:
            name_rows.append(
                SearchName(
                    entity=entity,
                    property=name.property,
                    text=name.text[:1000],
                    language=name.language,
                    compact=compact(name.text),
                )
            )
    SearchDocument.objects.bulk_create(documents, batch_size=CHUNK)
    SearchName.objects.bulk_create(name_rows, batch_size=CHUNK)


def _statements(ids: list[int]) -> dict[int, list[Statement]]:
    """Group the statements of these subjects; a link to a draft stays out, so that no reader finds its name."""
    grouped: dict[int, list[Statement]] = defaultdict(list)
    open_ended = Q(object__isnull=True) | Q(object__status=Status.PUBLISHED)
    for statement in Statement.objects.filter(open_ended, subject__in=ids).select_related("object").in_entry_order():
        grouped[statement.subject_id].append(statement)
    return grouped
