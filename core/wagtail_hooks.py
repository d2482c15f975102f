"""What the core adds to Wagtail: translations in the admin, links that name what is public."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.editing.page_views import TranslatedPageViewSet
from core.files.intake import credit_offer, report
from core.showing.text_links import PublicPageLinks
from core.translation.views import AskForTranslationView, TranslationProposalView


@hooks.register("register_admin_urls")
def file_urls() -> list[URLPattern]:
    """The page on files that can't be used, and what a picture's file says of its author."""
    return [*report.urlpatterns, *credit_offer.urlpatterns]


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    """What Wagtail's own style lacks on every page of the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def credit_script() -> SafeString:
    """The script that offers an author found in a picture's file as its credit."""
    return credit_offer.script()


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


@hooks.register("register_rich_text_features", order=1)  # after Wagtail's own
def links_to_pages(features: Any) -> None:
    """Lead from texts to public pages only."""
    features.register_link_type(PublicPageLinks)


@hooks.register("register_admin_viewset")
def page_views() -> TranslatedPageViewSet:
    """The views with which our pages are made."""
    return TranslatedPageViewSet()
