"""The map application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MapsConfig(AppConfig):
    """Located points, geocoding and the public map; has no table of its own."""

    name = "maps"
    verbose_name = _("Map")

    def ready(self) -> None:
        """Keep exact points out of old drafts."""
        from maps import secrecy

        secrecy.connect()
