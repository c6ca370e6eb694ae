"""The admin as an application of its own, with this project's site."""

from __future__ import annotations

from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class AdminSiteConfig(AdminConfig):
    """Use the knowledge base's own admin site.

    This module is imported before any model is, and with it the package around it. So nothing is registered by the
    package itself, as autodiscovery expects; the registrations are a module that is imported once the models are there.
    """

    default_site = "kb.admin.site.EditorsDesk"

    def ready(self) -> None:
        """Let other applications register, then the knowledge base."""
        super().ready()
        import_module("kb.admin.registrations")
