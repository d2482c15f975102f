"""What the core adds to the admin: asking for translations and checking proposed ones."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from cope_network.core.translation_views import AskForTranslationView, TranslationProposalView


@hooks.register("register_admin_urls")
def translation_urls() -> list[URLPattern]:
    """The views in which somebody asks for a translation, accepts or declines a proposed one."""
    return [
        path(
            "translations/ask/<slug:collection>/<slug:record_id>/<slug:language>/",
            AskForTranslationView.as_view(),
            name="translation_ask",
        ),
        path(
            "translations/<int:pk>/",
            TranslationProposalView.as_view(),
            name="translation_proposal",
        ),
    ]
