"""Prose as readers will see it, below the box in which it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from kb.models.statement_checks import TEXT_LIMIT
from kb.prose import Links, links_in, render


@require_POST
def markdown_preview(request: HttpRequest) -> HttpResponse:
    """Render the posted ``text``; a text that could not be saved is answered by the reason, in words."""
    text = request.POST.get("text", "")
    if len(text) > TEXT_LIMIT:
        reason = f"The text has {len(text):,} characters; at most {TEXT_LIMIT:,} are kept."
        return HttpResponse(reason, status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(render(text, links_in([text], request.user)))


class MarkdownTextarea(AdminTextareaWidget):
    """A box for Markdown with a preview below it: rendered here at first, then by ``markdown.js`` as one types.

    ``links_of`` says to which records a text may link; whoever makes the form sets it.
    """

    links_of: Callable[[str], Links] = staticmethod(lambda text: {})

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Tell the script where the preview is made."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-preview-url": reverse("admin:markdown_preview")}

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Write the box and the preview of what it holds."""
        text = value or ""
        preview = render(text, self.links_of(text)) if text else ""
        context = {"box": super().render(name, value, attrs, renderer), "preview": preview}
        return render_to_string("admin/widgets/markdown.html", context)

    @property
    def media(self) -> forms.Media:
        """The script that keeps the preview up to date."""
        return forms.Media(js=["admin-kb/markdown.js"])
