"""The office's page on what could not be brought into the search, and why."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from core.showing.addresses import permalink
from search.models import IndexState
from search.reports.report_pages import ReportMenuItem, ReportPage
from search.state.index_state import MOST_ATTEMPTS

PERMISSION = "search.view_indexstate"
URL_NAME = "search_waiting"
SHOWN = 200


class WaitingView(ReportPage):
    """Entries that failed, the ones set aside first, with the number of those that just wait."""

    permission_required = PERMISSION
    template_name = "search/waiting.html"
    page_title = _("Not in the search yet")
    header_icon = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Failed entries and whether the worker still tries them."""
        waiting = IndexState.objects.waiting()
        failed = waiting.exclude(error="").order_by("-attempts", "key")
        return super().get_context_data(**kwargs) | {
            "rows": [
                (row, permalink(row.key), row.attempts >= MOST_ATTEMPTS) for row in failed[:SHOWN]
            ],
            "waiting": waiting.filter(error="").count(),
        }


def menu_item() -> ReportMenuItem:
    """The entry among the reports."""
    return ReportMenuItem(
        _("Not in the search yet"),
        reverse(URL_NAME),
        permission=PERMISSION,
        name="search-waiting",
        icon_name="warning",
        order=1210,
    )


urlpatterns = [path("reports/search-index/", WaitingView.as_view(), name=URL_NAME)]
