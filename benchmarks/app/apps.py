"""The application of the search benchmark."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class BenchmarksConfig(AppConfig):
    """Generated records, to be searched by the site's engines and by Wagtail's."""

    name = "benchmarks.app"
    label = "benchmarks"

    def ready(self) -> None:
        """Let the search know the records."""
        import_module("benchmarks.app.search_index")
