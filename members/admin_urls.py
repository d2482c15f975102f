"""Addresses of the admin that must be asked before Wagtail's own: theirs show others' drafts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView

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


# It shows the title of the last page of each type, whoever's it is.
_page_types = office_only(PageTypesUsageReportView.as_view())
_page_types_results = office_only(PageTypesUsageReportView.as_view(results_only=True))
_browse = require_admin_access(OwnOrLiveBrowseView.as_view())
_chosen = require_admin_access(OwnOrLiveChosenView.as_view())

urlpatterns = [
    path("reports/page-types-usage/", _page_types),
    path("reports/page-types-usage/results/", _page_types_results),
    path("choose-page/<int:parent_page_id>/", _browse),
    path("choose-page/chosen-multiple/", _chosen),
]
