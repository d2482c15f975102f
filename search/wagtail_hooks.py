"""The vocabulary in the admin, edited by the network office."""

from __future__ import annotations

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import InlinePanel, ObjectList, TabbedInterface
from wagtail.snippets.models import register_snippet

import search.vocabulary.guard  # noqa: F401 # refuses to delete what is in use
from core.editing.panels import register_tabs
from core.editing.snippets import TableViewSet
from core.i18n import LANGS
from search.models import Concept
from search.reports import query_views, waiting_views
from search.reports.report_pages import ReportMenuItem
from search.vocabulary.concept_form import ConceptForm, alternative_field


class ConceptViewSet(TableViewSet):
    """Concepts by scheme."""

    model = Concept
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
    """The pages on what people look for, and on what the search lacks."""
    return [*query_views.urlpatterns, *waiting_views.urlpatterns]


@hooks.register("register_reports_menu_item")
def query_report() -> ReportMenuItem:
    """The entry of what people look for among the reports."""
    return query_views.menu_item()


@hooks.register("register_reports_menu_item")
def waiting_report() -> ReportMenuItem:
    """The entry of what the search lacks among the reports."""
    return waiting_views.menu_item()
