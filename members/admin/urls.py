"""Addresses of the admin that must be asked before Wagtail's own: theirs show others' drafts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.documents import get_document_model
from wagtail.documents.views import documents as document_views
from wagtail.documents.views import multiple as document_uploads
from wagtail.documents.views.chooser import viewset as documents
from wagtail.images import get_image_model
from wagtail.images.views import images as image_views
from wagtail.images.views import multiple as image_uploads
from wagtail.images.views.chooser import viewset as images
from wagtail.models import Page

from core.editing.snippets import only_keys
from core.files.standing import kept_from, refusal
from core.forms.sight import keys, own
from members.admin import choosers, lists
from members.admin.approving import only_what_was_sent
from members.admin.bulk_actions import dispatch
from members.office_pages import View, office_only
from users.account_view import OwnAccountView


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


def below_own(view: View, *, field: str) -> View:
    """Answer 404 to a form whose `field` names no page, or one where its sender may do nothing.

    Wagtail names that page when it refuses, whoever's draft it is, and fails where there is none.
    """

    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            _own_page(request, request.POST.get(field))
        return view(request, **kwargs)

    return require_admin_access(guarded)


def _own_page(request: HttpRequest, key: Any) -> None:
    asked = keys([key])
    get_object_or_404(own(request.user, Page), pk=asked[0] if asked else None)


def keyed(view: View) -> View:
    """Answer 404 to words in the place of keys, where Wagtail fails."""

    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        only_keys(request, kwargs)
        return view(request, **kwargs)

    return require_admin_access(guarded)


def unless_it_stays(view: View, *, model: type[Model], parameter: str) -> View:
    """Say of a picture or file that has to stay that it can't be deleted, before it is asked for.

    `parameter` is its name in the address. Who may not know of it is refused by the view.
    """

    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        known = own(request.user, model).filter(pk=kwargs[parameter])
        if kept_from(request.user, model, list(known.values_list("pk", flat=True))):
            raise refusal(model)
        return view(request, **kwargs)

    return require_admin_access(guarded)


def _deleting(view: Any, *, parameter: str) -> View:
    """Wagtail's view that deletes one picture or file, behind that."""
    model = get_image_model() if parameter == "image_id" else get_document_model()
    return unless_it_stays(view.as_view(), model=model, parameter=parameter)


def _editable(name: str) -> View:
    view = page_viewset_registry.as_view(name, page_id_kwarg="page_id")
    return page_guard(view, parameter="page_id", allowed="can_edit")


# It shows the title of the last page of each type, whoever's it is.
_page_types = office_only(PageTypesUsageReportView.as_view())
_page_types_results = office_only(PageTypesUsageReportView.as_view(results_only=True))
_browse = require_admin_access(choosers.OwnOrLiveBrowseView.as_view())
_find = require_admin_access(choosers.OwnOrLiveSearchView.as_view())
_chosen = require_admin_access(choosers.OwnOrLiveChosenView.as_view())
_move = below_own(
    page_viewset_registry.as_view("move", page_id_kwarg="page_to_move_id"), field="new_parent_page"
)
_copy = below_own(
    page_viewset_registry.as_view("copy", page_id_kwarg="page_id"), field="new_parent_page"
)
_create = below_own(
    page_viewset_registry.as_view(
        "choose_parent", app_label_kwarg="app_label", model_name_kwarg="model_name"
    ),
    field="parent_page",
)


def _confirm_move(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """Wagtail names the page to move below before it asks."""
    _own_page(request, kwargs["destination_id"])
    return _confirm(request, **kwargs)


_confirm = page_guard(MoveConfirmView.as_view(), parameter="page_to_move_id", allowed="can_move")
# They say “The page … is not awaiting moderation” to anybody.
_act = page_guard(
    only_what_was_sent(page_viewset_registry.as_view("workflow_action", page_id_kwarg="page_id")),
    parameter="page_id",
    allowed="can_edit",
)
_collect = _editable("collect_workflow_action_data")
_preview = _editable("workflow_preview")
# Whoever locked a page may unlock it, Wagtail says, also after leaving its organisation.
_unlock = _editable("unlock")


def _listed(view: Any, route: str) -> list[Any]:
    """A list of Wagtail's and the part of it that a search replaces."""
    whole, part = view.as_view(), view.as_view(results_only=True)
    return [
        path(route, require_admin_access(whole)),
        path(f"{route}results/", require_admin_access(part)),
    ]


_choose_image = images.construct_view(
    lists.OwnImageChooseView,
    icon=images.icon,
    page_title=images.page_title,
    search_tab_label=images.search_tab_label,
    creation_tab_label=images.creation_tab_label,
)
_suggest = require_admin_access(lists.suggest_tags)
_image_usage = require_admin_access(lists.VisibleImageUsage.as_view())
_document_usage = require_admin_access(lists.VisibleDocumentUsage.as_view())

urlpatterns = [
    *_listed(lists.OwnWorkflowView, "reports/workflow/"),
    *_listed(lists.OwnLockedView, "reports/locked/"),
    *_listed(lists.OwnHistoryView, "reports/site-history/"),
    *_listed(lists.OwnImagesView, "images/"),
    *_listed(lists.OwnDocumentsView, "documents/"),
    path(
        "account/",
        require_admin_access(OwnAccountView.as_view()),
        name="wagtailadmin_account",
    ),
    path("images/<int:image_id>/delete/", _deleting(image_views.DeleteView, parameter="image_id")),
    path(
        "images/multiple/<int:image_id>/delete/",
        _deleting(image_uploads.DeleteView, parameter="image_id"),
    ),
    path(
        "documents/delete/<int:document_id>/",
        _deleting(document_views.DeleteView, parameter="document_id"),
    ),
    path(
        "documents/multiple/<int:doc_id>/delete/",
        _deleting(document_uploads.DeleteView, parameter="doc_id"),
    ),
    path("images/chooser/", require_admin_access(_choose_image)),
    path("images/usage/<int:image_id>/", _image_usage),
    path("documents/usage/<int:document_id>/", _document_usage),
    path("tag-autocomplete/", _suggest),
    path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", _suggest),
    path("bulk/<str:app_label>/<str:model_name>/<str:action>/", require_admin_access(dispatch)),
    path("reports/page-types-usage/", _page_types),
    path("reports/page-types-usage/results/", _page_types_results),
    path("choose-page/", _browse),
    path("choose-page/<int:parent_page_id>/", _browse),
    path("choose-page/search/", _find),
    path("choose-page/chosen-multiple/", _chosen),
    path("choose-external-link/", require_admin_access(choosers.WholeExternalLink.as_view())),
    path("choose-email-link/", require_admin_access(choosers.WholeEmailLink.as_view())),
    path("choose-phone-link/", require_admin_access(choosers.WholePhoneLink.as_view())),
    path("choose-anchor-link/", require_admin_access(choosers.WholeAnchorLink.as_view())),
    path("pages/create/<slug:app_label>/<slug:model_name>", _create),
    path("pages/<int:page_id>/copy/", _copy),
    path("pages/<int:page_to_move_id>/move/", _move),
    path("pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/", _confirm_move),
    path("images/chooser/chosen/<str:pk>/", keyed(images.chosen_view)),
    path("images/chooser/chosen-multiple/", keyed(images.chosen_multiple_view)),
    path("documents/chooser/chosen/<str:pk>/", keyed(documents.chosen_view)),
    path("documents/chooser/chosen-multiple/", keyed(documents.chosen_multiple_view)),
    path("pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/", _act),
    path(
        "pages/workflow/collect_action_data/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        _collect,
    ),
    path("pages/workflow/preview/<int:page_id>/<int:task_id>/", _preview),
    path("pages/<int:page_id>/unlock/", _unlock),
]
