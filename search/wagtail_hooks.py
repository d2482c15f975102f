"""The vocabulary in the admin, edited by the network office."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import InlinePanel, ObjectList, TabbedInterface
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView

import search.vocabulary.guard  # noqa: F401 # refuses to delete what is in use
from core.editing.panels import register_tabs
from core.editing.snippets import TableViewSet
from core.i18n import LANGS
from search.models import Concept
from search.reports import query_views, waiting_views
from search.reports.report_pages import ReportMenuItem
from search.vocabulary import merge_views
from search.vocabulary.concept_form import ConceptForm, alternative_field


class ConceptEditView(EditView):
    """Wagtail's, with the way to merging."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's buttons, and ours for those who may merge."""
        button = merge_views.merge_button(self.object, self.request.user)
        return [*super().header_more_buttons, *([button] if button else [])]


class ConceptViewSet(TableViewSet):
    """Concepts by scheme."""

    model = Concept
    edit_view_class = ConceptEditView
    icon = "tag"
    menu_label = _("Keywords")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["__str__", "scheme", "record_id"]
    list_filter = ["scheme"]
    search_fields = ["record_id", *(f"label_{code}" for code in LANGS)]

    def get_edit_handler(self) -> TabbedInterface:
        """Facts and one tab per language, with the other words of that language."""
        handler = register_tabs(
            Concept.translated,
            facts=["scheme", "broader", InlinePanel("related_rows", label=_("Related"))],
        )
        facts, *tabs = handler.children
        for code, tab in zip(LANGS, tabs, strict=True):
            tab.children = [*tab.children, alternative_field(code)]
        return TabbedInterface(
            [facts, *(ObjectList(tab.children, heading=tab.heading) for tab in tabs)],
            base_form_class=ConceptForm,
        ).bind_to_model(self.model)


register_snippet(ConceptViewSet)


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    """The pages on what people look for, on what the search lacks, and on merging keywords."""
    return [*query_views.urlpatterns, *waiting_views.urlpatterns, *merge_views.urlpatterns]


@hooks.register("register_snippet_listing_buttons")
def merging(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """The way to merging in each row of the keywords."""
    del next_url
    button = merge_views.merge_button(snippet, user) if isinstance(snippet, Concept) else None
    return [button] if button else []


@hooks.register("register_reports_menu_item")
def query_report() -> ReportMenuItem:
    """The entry of what people look for among the reports."""
    return query_views.menu_item()


@hooks.register("register_reports_menu_item")
def waiting_report() -> ReportMenuItem:
    """The entry of what the search lacks among the reports."""
    return waiting_views.menu_item()
