"""The core application: base pages, languages, forms, files, mail, worker."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Reads what every application adds, and connects what watches all of them."""

    name = "core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Read what every application adds, connect receivers. Raises ImproperlyConfigured."""
        from core import discovery, redirects
        from core.editing import text_boxes, wagtail_words
        from core.files import pictures, standing
        from core.files.intake import guard
        from core.showing import exports
        from core.translation.engines import current_engine

        current_engine()  # settings that make no sense stop the start
        discovery.discover()
        exports.connect()
        redirects.connect()
        standing.connect()  # before guard: nothing is made of a file that may not come
        guard.connect()  # before pictures: nothing is made of a file that wasn't looked at
        pictures.connect()
        text_boxes.connect()
        wagtail_words.connect()
