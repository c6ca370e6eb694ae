"""The admin site: its titles, the order of its index, and the two addresses of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path

from kb.admin.markdown_preview import markdown_preview
from kb.admin.record_choices import RecordAutocompleteView

# The index in sections: heading, then the models in the order in which one enters them.
_SECTIONS = {
    "Records": ("Institution", "Department", "Person", "PolicyEvent", "Place"),
    "Evidence": ("Source", "Statement"),
}


class EditorsDesk(admin.AdminSite):
    """Where the staff enter and correct what the knowledge base says."""

    site_title = "Editors' desk"
    site_header = "Knowledge base: editors' desk"
    index_title = "Editors' desk"

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Add the preview of Markdown, before the parent's address that catches all others."""
        return [path("markdown-preview/", self.admin_view(markdown_preview), name="markdown_preview"), *super().get_urls()]

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """Answer the boxes in which a record is chosen."""
        return RecordAutocompleteView.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """List the knowledge base in its sections, then the other applications."""
        apps = super().get_app_list(request, app_label)
        sections = [section for app in apps if app["app_label"] == "kb" for section in _sections(app)]
        return sections + [app for app in apps if app["app_label"] != "kb"]


def _sections(app: dict[str, Any]) -> list[dict[str, Any]]:
    models = {model["object_name"]: model for model in app["models"]}
    named = {heading: [models[name] for name in names if name in models] for heading, names in _SECTIONS.items()}
    return [app | {"name": heading, "models": found} for heading, found in named.items() if found]
