"""The admin as an application of its own, with this project's site."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class AdminSiteConfig(AdminConfig):
    """Use the knowledge base's own admin site."""

    default_site = "django.contrib.admin.AdminSite"
