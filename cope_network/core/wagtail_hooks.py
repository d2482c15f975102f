"""What the core adds to the admin: checking proposed translations."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from cope_network.core.translation_views import TranslationProposalView


@hooks.register("register_admin_urls")
def translation_urls() -> list[URLPattern]:
    """The view in which somebody accepts or declines a proposed translation."""
    return [
        path(
            "translations/<int:pk>/",
            TranslationProposalView.as_view(),
            name="translation_proposal",
        )
    ]
