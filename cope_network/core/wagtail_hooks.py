"""What the core adds to Wagtail: translations in the admin."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cope_network.core.intake import report
from cope_network.core.page_views import TranslatedPageViewSet
from cope_network.core.translation_views import AskForTranslationView, TranslationProposalView


@hooks.register("register_admin_urls")
def files_set_aside() -> list[URLPattern]:
    """The page on pictures and files that can't be used."""
    return report.urlpatterns


@hooks.register("register_reports_menu_item")
def files_set_aside_entry() -> MenuItem:
    """Its entry among the reports."""
    return report.menu_item()


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


@hooks.register("register_admin_viewset")
def page_views() -> TranslatedPageViewSet:
    """The views with which our pages are made."""
    return TranslatedPageViewSet()
