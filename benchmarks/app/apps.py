"""The application of the search benchmark."""

from __future__ import annotations

from django.apps import AppConfig


class BenchmarksConfig(AppConfig):
    """Generated records, to be searched by the site's engines and by Wagtail's."""

    name = "benchmarks.app"
    label = "benchmarks"
