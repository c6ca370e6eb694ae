"""Saving as one: whatever one click changes is changed in one transaction, with all that is derived from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kb.models.receivers import batch


class SavesAtOnce(admin.ModelAdmin):
    """An admin whose every change is one batch: derived columns and the index are refreshed once, at its end."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form, or save it with all its inlines."""
        view = super().changeform_view
        return self._at_once(request, lambda: view(request, object_id, form_url, extra_context))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Ask before deleting, or delete."""
        view = super().delete_view
        return self._at_once(request, lambda: view(request, object_id, extra_context))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, or do to many records what was chosen."""
        view = super().changelist_view
        return self._at_once(request, lambda: view(request, extra_context))

    def _at_once(self, request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
        if request.method != "POST":
            return view()
        try:
            with batch():
                return view()
        except IntegrityError:
            # The forms have checked all that they can see; what is left is a change made elsewhere in the same moment.
            self.message_user(
                request, "Nothing was saved: somebody else changed these records at the same moment. Try again.", messages.ERROR
            )
            return HttpResponseRedirect(request.get_full_path())
