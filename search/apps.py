"""The search application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Vocabulary, index and queries; knows no domain model."""

    name = "search"
    verbose_name = _("Search")
