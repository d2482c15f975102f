"""The home application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The front page, the office's own pages and the demo content."""

    name = "home"
    label = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        """Connect the receivers."""
        from home import scheduling

        scheduling.connect()
