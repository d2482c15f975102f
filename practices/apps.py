"""The practices application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    """What organisations do and know, and the registers of the network office."""

    name = "practices"
    verbose_name = _("Practices")

    def ready(self) -> None:
        """Show funders of public projects."""
        from core.network.funder import shown_where
        from practices.selectors.project import of_public_projects

        shown_where(of_public_projects)
