"""Entities on the editors' desk: one list and one form for each kind, and all kinds together for the boxes that choose."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ORDER_VAR
from django.db import models
from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kb.admin.record_choices import ChoosesRecords, is_key
from kb.admin.saving import SavesAtOnce
from kb.admin.statement_inlines import STATEMENT_INLINES
from kb.models import Entity, Person, Place
from kb.models.statements import Statement
from kb.models.vocabularies import Status
from kb.search.results import search

_RANKED = 100  # hits that stand in the order of the search; those after them stand by prominence
_LAST_COLUMNS = ("statements", "sources", "status", "updated_at")  # of every list
_SHOWN = 200  # links to a record that its form lists
_COMMON_DERIVED = ("statement_count", "source_count", "prominence", "created_at", "updated_at")


class FindsBySearch(admin.ModelAdmin):
    """A list of entities, or a box that chooses one, that finds as the public search does."""

    search_fields = ("name",)  # only says that there is a search; ``get_search_results`` does it
    search_help_text = "A name in any script and spelling, or words of what is said. Punctuation does not matter."

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Keep the hits, the best first unless the editor has chosen a column to sort by."""
        if not search_term.strip():
            return queryset, False
        hits = search(search_term, request.user, self.model.KIND)
        found = queryset.filter(pk__in=hits.keys())
        if ORDER_VAR in request.GET:
            return found, False
        ranks = [When(pk=hit.entity.pk, then=Value(rank)) for rank, hit in enumerate(hits[0:_RANKED])]
        if not ranks:
            return found, False
        rank = Case(*ranks, default=Value(_RANKED), output_field=models.IntegerField())
        return found.order_by(rank, "-prominence", "pk"), False


class AnyEntityAdmin(FindsBySearch):
    """Entities of every kind: what the boxes choose from. To be changed, each goes to the form of its own kind."""

    ordering = ("-prominence", "sort_name", "pk")
    list_display = ("name", "kind", "status", "slug")
    list_filter = ("kind", "status")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Stay out of the index, where each kind has its own place."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: an entity is always of a kind."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Refuse: the form of the kind is the place."""
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer none."""
        return {}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the form of the kind."""
        return self._to_its_kind(request, object_id, "change")

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the page of the kind that deletes."""
        return self._to_its_kind(request, object_id, "delete")

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the history kept under the kind."""
        return self._to_its_kind(request, object_id, "history")

    def _to_its_kind(self, request: HttpRequest, object_id: str, page: str) -> HttpResponse:
        entity = self.get_object(request, unquote(object_id))
        if entity is None:
            raise Http404("There is no such record.")
        address = reverse(f"admin:kb_{entity.kind.replace('_', '')}_{page}", args=[entity.pk])
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)


class EntityForm(forms.ModelForm):
    """What the editors decide about an entity."""

    def clean_slug(self) -> str:
        """Say which record has the slug already; slugs are unique over all kinds."""
        slug: str = self.cleaned_data["slug"]
        other = Entity.objects.filter(slug=slug).exclude(pk=self.instance.pk).first()
        if other:
            kind = other.get_kind_display().lower()
            raise forms.ValidationError(f"“{slug}” is already the address of “{other}” ({kind}). Choose another.")
        return slug


class EntityAdmin(FindsBySearch, SavesAtOnce, ChoosesRecords):
    """One kind of entity: its columns, its statements by group, and what is derived from them."""

    form = EntityForm
    inlines = STATEMENT_INLINES
    change_form_template = "admin/entity_change_form.html"
    save_on_top = True
    ordering = ("sort_name", "pk")
    list_per_page = 50
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    actions = ("publish", "take_back")

    decided: ClassVar[tuple[str | tuple[str, ...], ...]] = ()  # columns of the kind that editors fill
    derived: ClassVar[tuple[str, ...]] = ()  # columns of the kind that follow from statements

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Find the record; ``None`` for what cannot be a key."""
        return super().get_object(request, object_id, from_field) if is_key(object_id) else None

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Give what the editors decide, and, once there is something, what is derived."""
        decided = (None, {"fields": [("name", "slug"), ("status", *self.decided)]})
        derived = {
            "classes": ["collapse"],
            "description": "Worked out from the published statements; never typed in.",
            "fields": [self.derived, _COMMON_DERIVED] if self.derived else [_COMMON_DERIVED],
        }
        return [decided, ("Derived", derived)] if obj else [decided]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        """Keep what is derived from being typed, and the status from whoever may not publish."""
        derived = (*self.derived, *_COMMON_DERIVED)
        return derived if self.has_publish_permission(request) else ("status", *derived)

    @admin.display(ordering="statement_count")
    def statements(self, entity: Entity) -> int:
        """Count the published statements about it, from either end."""
        return entity.statement_count

    @admin.display(ordering="source_count")
    def sources(self, entity: Entity) -> int:
        """Count the sources on which these rest."""
        return entity.source_count

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether this user publishes records and takes them back."""
        return request.user.has_perm("kb.publish_entity")

    @admin.action(permissions=["publish"], description="Publish selected %(verbose_name_plural)s")
    def publish(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Show the chosen records to everyone."""
        self._set_status(request, queryset, Status.PUBLISHED)

    @admin.action(permissions=["publish"], description="Take selected %(verbose_name_plural)s back to draft")
    def take_back(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Hide the chosen records from everyone but the staff."""
        self._set_status(request, queryset, Status.DRAFT)

    def _set_status(self, request: HttpRequest, queryset: models.QuerySet, status: Status) -> None:
        changed = list(queryset.exclude(status=status))
        for entity in changed:
            entity.status = status
            entity.save(update_fields=["status"])
            self.log_change(request, entity, [{"changed": {"fields": ["Status"]}}])
        noun = self.opts.verbose_name if len(changed) == 1 else self.opts.verbose_name_plural
        self.message_user(request, f"{len(changed)} {noun} set to “{status.label.lower()}”.", messages.SUCCESS)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Show below the form what is said of the record elsewhere."""
        if obj:
            links = Statement.objects.filter(object=obj.pk).with_ends().in_entry_order()
            context |= {"links_to_this": links[:_SHOWN], "links_to_this_count": links.count()}
        return super().render_change_form(request, context, add, change, form_url, obj)


class InstitutionAdmin(EntityAdmin):
    """Institutions."""

    decided = ("type",)
    derived = ("native_name", "founded", "dissolved", "city", "country")
    list_display = ("name", "native_name", "type", "city", "country", "founded", *_LAST_COLUMNS)
    list_filter = ("status", "type", ("country", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("city", "country")


class DepartmentAdmin(EntityAdmin):
    """Parts of institutions."""

    decided = ("type", "institution")
    derived = ("native_name", "founded")
    list_display = ("name", "native_name", "institution", "type", "founded", *_LAST_COLUMNS)
    list_filter = ("status", "type")
    list_select_related = ("institution",)


class PersonAdmin(EntityAdmin):
    """People."""

    derived = ("native_name", "current_affiliations")
    list_display = ("name", "native_name", "current_affiliations", *_LAST_COLUMNS)
    list_filter = ("status",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Person]:
        """Fetch the affiliations for the whole list at once."""
        return super().get_queryset(request).prefetch_related("affiliations")

    @admin.display(description="affiliations")
    def current_affiliations(self, person: Person) -> str:
        """Name where the person is, as far as no source states an end."""
        return "; ".join(entity.name for entity in person.affiliations.all())


class PolicyEventAdmin(EntityAdmin):
    """Policy events."""

    decided = ("type", "jurisdiction")
    derived = ("date", "end_date")
    list_display = ("name", "type", "jurisdiction", "date", "end_date", *_LAST_COLUMNS)
    list_filter = ("status", "type", "jurisdiction")


class PlaceAdmin(EntityAdmin):
    """Places."""

    decided = ("type", "latitude", "longitude", "geonames_id")
    derived = ("lies_in",)
    list_display = ("name", "type", "lies_in", "latitude", "longitude", *_LAST_COLUMNS)
    list_filter = ("status", "type")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Place]:
        """Fetch the containing places for the whole list at once."""
        return super().get_queryset(request).prefetch_related("parents")

    @admin.display(description="lies in")
    def lies_in(self, place: Place) -> str:
        """Name the places that contain it, near and far."""
        return "; ".join(parent.name for parent in place.parents.all())
