"""Searching: one ranked list over every kind, with the reason for each hit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Case, Count, Q, QuerySet, When

from kb.models.entities import Entity, sees_drafts
from kb.models.statements import Statement
from kb.models.vocabularies import Kind
from kb.search.documents import Name, passage
from kb.search.models import SearchDocument, SearchName
from kb.search.queries import Query, parse
from kb.search.ranking import Fit, Match, answers, best_match
from kb.values.folding import words

CANDIDATES = 200  # the most prominent documents whose names fit are ranked; the rest follow by prominence
_EXACT = 100  # how many entities may share one exact name


@dataclass(frozen=True)
class Hit:
    """An entity that was found, and why: the name that answers, or else the statement in which the words stand."""

    entity: Entity
    match: Match
    statement: Statement | None = None


class Results(Sequence[Hit]):
    """The answer to a query for one user. Nothing is asked of the database before it is needed.

    Ordered by how well a name fits; then come entities whose statements hold the words. Ties by prominence, then by
    age of the record. A query of punctuation alone finds nothing.
    """

    def __init__(self, query: Query, user: AbstractBaseUser | AnonymousUser, kind: Kind | None = None) -> None:
        """Ask ``query`` as ``user``, who finds drafts if on the staff, among entities of one kind or of all."""
        self.query = query
        self._documents = SearchDocument.objects.all() if sees_drafts(user) else SearchDocument.objects.filter(published=True)
        self._statements = Statement.objects.visible_to(user)
        self._kind = kind

    @property
    def kind_counts(self) -> dict[Kind, int]:
        """How many entities of each kind answer, whatever kind was asked for; kinds without any are left out."""
        return self._answer[1]

    def __len__(self) -> int:
        """Count the hits."""
        return self.kind_counts.get(self._kind, 0) if self._kind else sum(self.kind_counts.values())

    def __getitem__(self, wanted: slice) -> list[Hit]:  # type: ignore[override]  # a paginator asks for slices only
        """Give the hits from ``wanted.start`` up to ``wanted.stop``, both counted from 0."""
        chosen = self._ranked[wanted.start : wanted.stop]
        missing = wanted.stop - wanted.start - len(chosen)
        if missing > 0 and len(self._ranked) < len(self):
            skip = max(0, wanted.start - len(self._ranked))
            others = self._of_kind(self._answer[0]).exclude(pk__in=[pk for pk, _ in self._ranked])
            chosen += [(pk, Match(Fit.TEXT, None)) for pk in others.values_list("pk", flat=True)[skip : skip + missing]]
        return self._hits(chosen)

    def keys(self) -> QuerySet:
        """Give a query for the keys of all hits, to be used inside another query."""
        return self._of_kind(self._answer[0]).order_by().values("pk")

    @cached_property
    def _answer(self) -> tuple[QuerySet[SearchDocument], dict[Kind, int]]:
        """Find the documents that answer, and count them by kind.

        They hold every word anywhere. If none does, they bear a name in which the query stands, be it inside a word.
        """
        if not self.query:
            return self._documents.none(), {}
        holding = self._documents.filter(Q(pk__in=self._exact) | Q(terms__match=self.query.terms(in_name=False)))
        counts = _count_by_kind(holding)
        if counts:
            return holding, counts
        inside = self._documents.filter(pk__in=SearchName.objects.filter(compact__contains=self.query.compact).values("entity"))
        return inside, _count_by_kind(inside)

    @cached_property
    def _exact(self) -> list[int]:
        rows = SearchName.objects.filter(compact=self.query.compact, entity__in=self._documents.values("pk"))
        return list(rows.order_by("-entity__prominence", "entity").values_list("entity", flat=True)[:_EXACT])

    @cached_property
    def _ranked(self) -> list[tuple[int, Match]]:
        """Rank the candidates: documents that a name may explain, the most prominent first."""
        by_name = Q(pk__in=self._exact) | Q(terms__match=self.query.terms(in_name=True))
        documents, _ = self._answer
        candidates = self._candidates(documents.filter(by_name)) or self._candidates(documents)
        names: dict[int, list[Name]] = defaultdict(list)
        for row in SearchName.objects.filter(entity__in=candidates).order_by("pk"):
            names[row.entity_id].append(Name(row.property, row.text, row.language))
        matches = [(pk, best_match(self.query, names[pk])) for pk in candidates]
        return sorted(matches, key=lambda pair: pair[1].merit, reverse=True)

    def _candidates(self, documents: QuerySet[SearchDocument]) -> list[int]:
        """Choose the most prominent; what bears the very name comes first, or a crowd of others could push it out."""
        rows = self._of_kind(documents)
        if self._exact:
            rows = rows.order_by(Case(When(pk__in=self._exact, then=0), default=1), "-prominence", "pk")
        return list(rows.values_list("pk", flat=True)[:CANDIDATES])

    def _of_kind(self, documents: QuerySet[SearchDocument]) -> QuerySet[SearchDocument]:
        return documents.filter(kind=self._kind) if self._kind else documents

    def _hits(self, chosen: Collection[tuple[int, Match]]) -> list[Hit]:
        entities = Entity.objects.with_specifics().in_bulk([pk for pk, _ in chosen])
        evidence = self._evidence([pk for pk, match in chosen if match.name is None])
        return [Hit(entities[pk], match, evidence.get(pk)) for pk, match in chosen]

    def _evidence(self, entity_ids: list[int]) -> dict[int, Statement]:
        """Choose for each entity the statement that holds most of the words; ties go to the one entered first."""
        if not entity_ids:
            return {}
        best: dict[int, tuple[int, Statement]] = {}
        statements = list(self._statements.filter(subject__in=entity_ids).with_ends().in_entry_order())
        headings = Entity.objects.published().headings_in(row.value for row in statements)
        for statement in statements:
            found = words(passage(statement, headings))
            score = sum(any(answers(word, asked) for word in found) for asked in self.query.words)
            if score > best.get(statement.subject_id, (0, None))[0]:
                best[statement.subject_id] = (score, statement)
        return {entity_id: statement for entity_id, (_, statement) in best.items()}


def _count_by_kind(documents: QuerySet[SearchDocument]) -> dict[Kind, int]:
    rows = documents.order_by().values_list("kind").annotate(count=Count("pk"))
    return {Kind(kind): count for kind, count in rows}


def search(typed: str, user: AbstractBaseUser | AnonymousUser, kind: Kind | None = None) -> Results:
    """Search for what was typed; see ``Results``."""
    return Results(parse(typed), user, kind)
