"""The filters of the lists of entities, one FilterSet for each kind."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.validators import RegexValidator
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Concat, Substr
from django.http import QueryDict
from django_filters import CharFilter, ChoiceFilter, Filter

from kb.filters.facets import FacetDefinition, FacetedFilterSet
from kb.filters.partial_dates import SinceFilter, UntilFilter
from kb.filters.sorting import Order, SortFilter, stated_first
from kb.models import Department, Entity, Institution, Person, Place, PolicyEvent
from kb.models.vocabularies import DepartmentType, InstitutionType, Kind, PlaceType, PolicyEventType, Status
from kb.search.results import Results, search
from kb.values.jurisdictions import jurisdiction_name

_TIES = ("sort_name", "pk")
BY_NAME: dict[str, Order] = {"name": ("Name", _TIES)}
BY_EVIDENCE: dict[str, Order] = {
    "statements": ("Most statements", ("-statement_count", *_TIES)),
    "sources": ("Most sources", ("-source_count", *_TIES)),
    "updated": ("Last changed", ("-updated_at", *_TIES)),
}
BY_FOUNDING: dict[str, Order] = {
    "founded": ("Oldest", (stated_first("founded"), *_TIES)),
    "-founded": ("Youngest", (stated_first("founded", descending=True), *_TIES)),
}


def _year_field(pattern: str) -> type[forms.Field]:
    class YearField(forms.CharField):
        default_validators = [RegexValidator(pattern)]  # noqa: RUF012  # as Django declares it

    return YearField


class YearFilter(Filter):
    """Keep what is dated in a year (2018)."""

    field_class = _year_field(r"\A[0-9]{4}\Z")

    def filter(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Apply the year; without one everything is kept."""
        return queryset.filter(**{f"{self.field_name}__startswith": value}) if value else queryset


class DecadeFilter(Filter):
    """Keep what is dated in a decade, named by its first year (2010)."""

    field_class = _year_field(r"\A[0-9]{3}0\Z")

    def filter(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Apply the decade; without one everything is kept."""
        return queryset.filter(**{f"{self.field_name}__startswith": value[:3]}) if value else queryset


def _if_published(relation: str, column: str) -> Case:
    published = When(**{f"{relation}__status": Status.PUBLISHED}, then=F(f"{relation}__{column}"))
    return Case(published, default=Value(""), output_field=CharField())


def year_facet(field: str) -> FacetDefinition:
    """Count by the year of a date."""
    return FacetDefinition("year", Substr(field, 1, 4), str, by_value=True)


def decade_facet(field: str) -> FacetDefinition:
    """Count by the decade of a date."""
    first_year = Case(
        When(**{field: ""}, then=Value("")), default=Concat(Substr(field, 1, 3), Value("0"), output_field=CharField())
    )
    return FacetDefinition("decade", first_year, lambda decade: f"{decade}s", by_value=True)


class EntityFilterSet(FacetedFilterSet):
    """What all lists of entities share: the search and the order."""

    KIND: ClassVar[Kind]

    q = CharFilter(label="Search", method="search_for")
    sort = SortFilter(BY_NAME | BY_EVIDENCE)

    def __init__(self, data: QueryDict, queryset: QuerySet[Entity], user: AbstractBaseUser | AnonymousUser) -> None:
        """Search as this user, who finds drafts if on the staff."""
        self.user = user
        super().__init__(data, queryset)

    def search_for(self, queryset: QuerySet[Entity], name: str, value: str) -> QuerySet[Entity]:
        """Keep what the site's search finds."""
        return queryset.filter(pk__in=self._found.keys())

    @cached_property
    def _found(self) -> Results:
        """The answer to the search, which every facet asks for again."""
        return search(self.form.cleaned_data["q"], self.user, self.KIND)


class InstitutionFilterSet(EntityFilterSet):
    """The list of institutions."""

    KIND = Kind.INSTITUTION

    type = ChoiceFilter(label="Type", choices=InstitutionType.choices)
    country = CharFilter(label="Country", field_name="country__slug", max_length=80)
    city = CharFilter(label="City", field_name="city__slug", max_length=80)
    decade = DecadeFilter(label="Founded", field_name="founded")
    founded_since = SinceFilter(label="Founded since", field_name="founded")
    founded_until = UntilFilter(label="Founded until", field_name="founded")
    sort = SortFilter(BY_NAME | BY_FOUNDING | BY_EVIDENCE)

    FACETS = (
        FacetDefinition("type", "type", lambda value: InstitutionType(value).label),
        FacetDefinition("country", "country__slug", "country__name"),
        FacetDefinition("city", "city__slug", "city__name"),
        decade_facet("founded"),
    )

    class Meta:
        """The model."""

        model = Institution
        fields: ClassVar[list[str]] = []


class DepartmentFilterSet(EntityFilterSet):
    """The list of departments."""

    KIND = Kind.DEPARTMENT

    type = ChoiceFilter(label="Type", choices=DepartmentType.choices)
    institution = CharFilter(label="Institution", method="of_institution", max_length=80)
    decade = DecadeFilter(label="Founded", field_name="founded")
    sort = SortFilter(BY_NAME | BY_FOUNDING | BY_EVIDENCE)

    FACETS = (
        FacetDefinition("type", "type", lambda value: DepartmentType(value).label),
        # A draft is not named to readers, though a part of it may be published.
        FacetDefinition("institution", _if_published("institution", "slug"), "institution__name"),
        decade_facet("founded"),
    )

    def of_institution(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Entity]:
        """Keep the parts of an institution that the user may see."""
        return queryset.filter(institution__in=Institution.objects.visible_to(self.user).filter(slug=value))

    class Meta:
        """The model."""

        model = Department
        fields: ClassVar[list[str]] = []


class PersonFilterSet(EntityFilterSet):
    """The list of people."""

    KIND = Kind.PERSON

    affiliation = CharFilter(label="Affiliation", field_name="affiliations__slug", max_length=80)

    FACETS = (FacetDefinition("affiliation", "affiliations__slug", "affiliations__name"),)

    class Meta:
        """The model."""

        model = Person
        fields: ClassVar[list[str]] = []


_BY_DATE: dict[str, Order] = {
    "-date": ("Latest", (stated_first("date", descending=True), stated_first("end_date", descending=True), *_TIES)),
    "date": ("Earliest", (stated_first("date"), stated_first("end_date"), *_TIES)),
}


class PolicyEventFilterSet(EntityFilterSet):
    """The list of policy events."""

    KIND = Kind.POLICY_EVENT

    type = ChoiceFilter(label="Type", choices=PolicyEventType.choices)
    jurisdiction = CharFilter(label="Jurisdiction", max_length=3)
    year = YearFilter(label="Year", field_name="date")
    since = SinceFilter(label="Since", field_name="date")
    until = UntilFilter(label="Until", field_name="date")
    sort = SortFilter(_BY_DATE | BY_NAME | BY_EVIDENCE)

    FACETS = (
        FacetDefinition("type", "type", lambda value: PolicyEventType(value).label),
        FacetDefinition("jurisdiction", "jurisdiction", jurisdiction_name),
        year_facet("date"),
    )

    class Meta:
        """The model."""

        model = PolicyEvent
        fields: ClassVar[list[str]] = []


class PlaceFilterSet(EntityFilterSet):
    """The list of places."""

    KIND = Kind.PLACE

    type = ChoiceFilter(label="Type", choices=PlaceType.choices)
    within = CharFilter(label="Within", field_name="parents__slug", max_length=80)

    FACETS = (
        FacetDefinition("type", "type", lambda value: PlaceType(value).label),
        FacetDefinition("within", "parents__slug", "parents__name"),
    )

    class Meta:
        """The model."""

        model = Place
        fields: ClassVar[list[str]] = []


ENTITY_FILTER_SETS: dict[Kind, type[EntityFilterSet]] = {
    filter_set.KIND: filter_set
    for filter_set in (InstitutionFilterSet, DepartmentFilterSet, PersonFilterSet, PolicyEventFilterSet, PlaceFilterSet)
}
