"""The practices application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    """What organisations do and know, and the registers of the network office."""

    name = "practices"
    verbose_name = _("Practices")

    def ready(self) -> None:
        """Add the application's part to the pages of organisations and to the search."""
        from members.profile import register
        from practices import search_index  # noqa: F401 # registers by itself
        from practices.profile import roles_of

        register(roles_of)
