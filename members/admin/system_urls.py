"""Addresses of the admin that Wagtail opens to everybody in it, and that fail when they are tried.

They are asked before Wagtail's own, as those in members.admin.urls.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.workflows import (
    TaskChooserCreateView,
    TaskChooserResultsView,
    TaskChooserView,
    task_chosen,
)
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.contrib.redirects.views import process_import
from wagtail.models import Task
from wagtail.permissions import policy_registry

from members.admin.urls import page_guard
from members.office_pages import View


def for_workflows(view: View) -> View:
    """Refuse a view to everybody who may not set up workflows."""

    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        policy = policy_registry.get_by_type(Task)
        if not policy.user_has_any_permission(request.user, ["add", "change"]):
            raise PermissionDenied
        return view(request, **kwargs)

    return require_admin_access(guarded)


def _nothing(request: HttpRequest) -> HttpResponseBase:
    """Wagtail raises an error here to try what operators are told of one."""
    raise Http404


def _no_revision(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """There is no revision 0; Wagtail takes it for no revision asked for, and fails."""
    raise Http404


def _import_redirects(request: HttpRequest) -> HttpResponseBase:
    """Wagtail's second step, which fails without what its first one signs."""
    if request.method == "POST":
        try:
            for name in ("import_file_name", "input_format"):
                Signer().unsign(request.POST.get(name, ""))
        except BadSignature as error:
            raise BadRequest from error
    response: HttpResponseBase = process_import(request)
    return response


# It says of any page whether the office is looking at it.
_cancel = page_guard(
    page_viewset_registry.as_view("confirm_workflow_cancellation", page_id_kwarg="page_id"),
    parameter="page_id",
    allowed="can_edit",
)

urlpatterns = [
    path("failwhale/", require_admin_access(_nothing)),
    path("pages/<int:page_id>/revisions/0/revert/", require_admin_access(_no_revision)),
    path("pages/workflow/confirm_cancellation/<int:page_id>/", _cancel),
    path("redirects/import/process/", require_admin_access(_import_redirects)),
    path("workflows/task_chooser/", for_workflows(TaskChooserView.as_view())),
    path("workflows/task_chooser/results/", for_workflows(TaskChooserResultsView.as_view())),
    path("workflows/task_chooser/create/", for_workflows(TaskChooserCreateView.as_view())),
    path("workflows/task_chooser/<int:task_id>/", for_workflows(task_chosen)),
]
