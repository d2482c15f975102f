"""What the core adds to Wagtail: translations in the admin, and who may have a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.documents.models import Document

from cope_network.core.documents import may_read
from cope_network.core.page_views import TranslatedPageViewSet
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


@hooks.register("before_serve_document")
def keep_files_of_drafts(document: Document, request: HttpRequest) -> None:
    """Answer as if a file that isn't on any public page did not exist. Raises Http404."""
    if not may_read(request, document):
        raise Http404


@hooks.register("register_admin_viewset")
def page_views() -> TranslatedPageViewSet:
    """The views with which our pages are made."""
    return TranslatedPageViewSet()
