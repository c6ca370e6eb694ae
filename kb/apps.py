"""The application that holds the models."""

from __future__ import annotations

from django.apps import AppConfig


class KnowledgeBaseConfig(AppConfig):
    """The knowledge base itself; ``kb.search`` is an application of its own on top of it."""

    name = "kb"
    verbose_name = "Knowledge base"
    default_auto_field = "django.db.models.BigAutoField"
