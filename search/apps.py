"""The search application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Vocabulary, index and queries; knows no domain model."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Watch the models of every source, and let the worker keep the index up to date.

        Raises ImproperlyConfigured.
        """
        from core.work.worker import register_slice
        from search.checks import register_checks
        from search.engines import check_setting
        from search.health import register_search_probe
        from search.reports.query_log import EVERY, fold_slice, forget_old
        from search.sources.registry import on_register
        from search.state.index_state import index_slice
        from search.state.signals import watch

        check_setting()
        register_checks()
        register_search_probe()
        on_register(watch)
        register_slice("search index", index_slice)
        register_slice("query log", fold_slice, every=EVERY)
        register_slice("query log: old counts", forget_old, every=3600, deletes=True)
