"""Addresses of the admin that must be asked before Wagtail's own: theirs show others' drafts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Page

from members.choosers import OwnOrLiveBrowseView, OwnOrLiveChosenView
from members.office import is_office

View = Callable[..., HttpResponseBase]


def office_only(view: View) -> View:
    """Refuse a view to everybody but the office."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_office(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return require_admin_access(guarded)


def page_guard(view: View, *, parameter: str, allowed: str) -> View:
    """Ask `allowed` of the page's permissions before the view, which names the page too early.

    `parameter` is the page's name in the address. Answers 404 for an unknown page.
    """

    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        page = get_object_or_404(Page, pk=kwargs[parameter]).specific_deferred
        if not getattr(page.permissions_for_user(request.user), allowed)():
            raise PermissionDenied
        return view(request, **kwargs)

    return require_admin_access(guarded)


def _editable(name: str) -> View:
    view = page_viewset_registry.as_view(name, page_id_kwarg="page_id")
    return page_guard(view, parameter="page_id", allowed="can_edit")


# It shows the title of the last page of each type, whoever's it is.
_page_types = office_only(PageTypesUsageReportView.as_view())
_page_types_results = office_only(PageTypesUsageReportView.as_view(results_only=True))
_browse = require_admin_access(OwnOrLiveBrowseView.as_view())
_chosen = require_admin_access(OwnOrLiveChosenView.as_view())
_move = page_guard(MoveConfirmView.as_view(), parameter="page_to_move_id", allowed="can_move")
# They say “The page … is not awaiting moderation” to anybody.
_act = _editable("workflow_action")
_collect = _editable("collect_workflow_action_data")
_preview = _editable("workflow_preview")

urlpatterns = [
    path("reports/page-types-usage/", _page_types),
    path("reports/page-types-usage/results/", _page_types_results),
    path("choose-page/<int:parent_page_id>/", _browse),
    path("choose-page/chosen-multiple/", _chosen),
    path("pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/", _move),
    path("pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/", _act),
    path(
        "pages/workflow/collect_action_data/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        _collect,
    ),
    path("pages/workflow/preview/<int:page_id>/<int:task_id>/", _preview),
]
