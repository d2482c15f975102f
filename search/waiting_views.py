"""The office's page on what could not be brought into the search, and why."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from search.index_state import MOST_ATTEMPTS
from search.models import IndexState

PERMISSION = "search.view_indexstate"
URL_NAME = "search_waiting"
SHOWN = 200


class WaitingView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Entries that failed, the ones set aside first, with the number of those that just wait."""

    permission_required = PERMISSION
    raise_exception = True
    template_name = "search/waiting.html"
    page_title = _("Not in the search yet")
    header_icon = "warning"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: Wagtail's plain header."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Failed entries and whether the worker still tries them."""
        waiting = IndexState.objects.waiting()
        failed = waiting.exclude(error="").order_by("-attempts", "key")
        return super().get_context_data(**kwargs) | {
            "rows": [(row, row.attempts >= MOST_ATTEMPTS) for row in failed[:SHOWN]],
            "waiting": waiting.filter(error="").count(),
        }


class WaitingMenuItem(MenuItem):
    """The entry among the reports, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may see the states."""
        return bool(request.user.has_perm(PERMISSION))


def menu_item() -> WaitingMenuItem:
    """The entry among the reports."""
    return WaitingMenuItem(
        _("Not in the search yet"),
        reverse(URL_NAME),
        name="search-waiting",
        icon_name="warning",
        order=1210,
    )


urlpatterns = [path("reports/search-index/", WaitingView.as_view(), name=URL_NAME)]
