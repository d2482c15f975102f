"""The search application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Vocabulary, index and queries; knows no domain model."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Watch the models of every source. Raises ImproperlyConfigured."""
        from search.engines import check_setting
        from search.sources.registry import on_register
        from search.state.signals import watch

        check_setting()
        on_register(watch)
