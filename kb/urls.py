"""The whole site on one page."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from kb.models.vocabularies import Kind
from kb.web import lists, records, site

# The name of an entity's address is the value of its kind, so that a model can name it without knowing any URL.
_SEGMENTS = {
    Kind.INSTITUTION: "institutions",
    Kind.DEPARTMENT: "departments",
    Kind.PERSON: "people",
    Kind.POLICY_EVENT: "policy-events",
    Kind.PLACE: "places",
}

urlpatterns = [
    path("", site.home, name="home"),
    path("search/", site.search_results, name="search"),
    path("about/", site.about, name="about"),
    *[path(f"{segment}/", lists.EntityList.as_view(kind=kind), name=f"{kind.value}_list") for kind, segment in _SEGMENTS.items()],
    *[path(f"{segment}/<slug:slug>/", records.entity, {"kind": kind}, name=kind.value) for kind, segment in _SEGMENTS.items()],
    path("sources/", lists.SourceList.as_view(), name="source_list"),
    path("sources/<slug:key>/", records.source, name="source"),
    path("statements/<slug:public_id>/", records.statement, name="statement"),
    path("admin/", admin.site.urls),
]
