"""The map application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class MapsConfig(AppConfig):
    """Located points, geocoding and the public map; has no table of its own."""

    name = "maps"
    verbose_name = _("Map")

    def ready(self) -> None:
        """Let every application register its layers, and keep exact points out of old drafts."""
        from maps import secrecy
        from maps.checks import register_checks

        autodiscover_modules("map_layer")
        secrecy.connect()
        register_checks()
