"""Making and changing a page in the admin: one form does one thing, however often it is sent.

The editor saves a new page by itself while somebody types. Whoever presses a button before that
answer is there, or presses it twice, sends the form of a *new* page once more.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet, page_viewset_registry
from wagtail.models import Page

from core.base import TranslatedPage
from core.editing.sent_forms import SentForm, claim_alone, digest_of

#: Two people may take the same place in the tree, or the same id, at the same moment.
TRIES = 3


#: Where a page stands, which its form doesn't say: others change it while a form is checked.
STANDING = (
    *("live", "expired", "has_unpublished_changes", "first_published_at", "last_published_at"),
    *("live_revision_id", "latest_revision_id", "latest_revision_created_at"),
    *("path", "depth", "numchild", "url_path"),
)


def _remaining(view: Any) -> HttpResponseBase | None:
    """The page's own form after publishing, to go on there; None where one came from elsewhere."""
    published = view.action_name == "publish" and not view.next_url
    return view.redirect_and_remain() if published else None


class EditAloneView(EditView):
    """Wagtail's view, for two forms of one page that come at the same moment.

    Wagtail saves the page as it was when the second one was opened: what the first one put online
    went offline again.
    """

    def redirect_away(self) -> HttpResponseBase:
        """After publishing, not to the tree of pages."""
        return _remaining(self) or super().redirect_away()

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Save to the page as it is by now; what was approved already isn't approved once more."""
        with transaction.atomic():
            held = Page.objects.select_for_update().get(pk=self.page.pk)
            for name in STANDING:
                setattr(self.page, name, getattr(held, name))
            is_approving = self.action_name == "perform_workflow_action"
            if is_approving and not self.workflow_action_is_valid():
                if not form.has_changed():
                    messages.info(self.request, _("Somebody did this already."))
                    return redirect("wagtailadmin_pages:edit", self.page.pk)
                self.action_name_and_method = ("save", self.save_action)
            response: HttpResponseBase = super().form_valid(form)
            return response


class SentAgainView(EditAloneView):
    """Takes the form of a new page for the form of the page that it made."""

    def get_object(self) -> Any:
        """The page without the rows that the form holds: it would add them a second time."""
        page = super().get_object()
        for relation in get_all_child_relations(page):
            name = relation.get_accessor_name()
            if f"{name}-TOTAL_FORMS" in self.request.POST:
                setattr(page, name, [])
        return page


class CreateOnceView(CreateView):
    """Wagtail's view, for a form that names itself by a token."""

    _row: SentForm | None = None

    def redirect_away(self) -> HttpResponseBase:
        """After publishing, not to the tree of pages."""
        return _remaining(self) or super().redirect_away()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Try again where somebody else made a page of the same address at the same moment."""
        for _attempt in range(TRIES - 1):
            try:
                return super().dispatch(request, *args, **kwargs)
            except IntegrityError:
                continue
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Make the page; later, save what comes with the same token into that page."""
        try:
            token = uuid.UUID(request.POST.get("creation_token", ""))
        except ValueError:
            return super().post(request)
        row, is_first = claim_alone(token, user_id=int(request.user.pk or 0))
        if is_first:
            return self._make(row)
        if row.user_id != request.user.pk or row.page_id is None:
            raise PermissionDenied
        return self._send_again(row)

    def _make(self, row: SentForm) -> HttpResponseBase:
        """Build the form and check it in no transaction: all others would wait for that."""
        self._row = row
        try:
            response = super().post(self.request)
        except BaseException:
            row.delete()
            raise
        if row.page_id is None:  # refused: the form may be sent again
            row.delete()
        return response

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Save the page, and what its form made, both or neither."""
        with transaction.atomic():
            response: HttpResponseBase = super().form_valid(form)
            if self._row is None or self.page.pk is None:
                return response
            self._row.page_id = self.page.pk
            return self._remember(self._row, response)

    def _send_again(self, row: SentForm) -> HttpResponseBase:
        if self.expects_json_response and row.answer:
            return self.json_error_response(
                "invalid_revision", _("Saving will overwrite a newer version.")
            )
        if row.answer and row.digest == digest_of(self.request.POST):
            return redirect(row.answer)
        response = SentAgainView.as_view()(self.request, row.page_id)
        if isinstance(response, HttpResponse) and self.expects_json_response:
            self._name_the_page(response, row)
        return self._remember(row, response)

    def _remember(self, row: SentForm, response: HttpResponseBase) -> HttpResponseBase:
        if isinstance(response, HttpResponseRedirect):
            row.answer, row.digest = response.url[:500], digest_of(self.request.POST)
        row.save()
        return response

    def _name_the_page(self, response: HttpResponse, row: SentForm) -> None:
        """Tell a form that missed the first answer where its page is."""
        answer = json.loads(response.content)
        if answer.get("success"):
            self.page.pk = self.page.id = row.page_id
            url = self.get_edit_url()
            answer["url"] = url
            answer["hydrate_url"] = set_query_params(url, {"_w_hydrate_create_view": "1"})
            response.content = json.dumps(answer).encode()


class TranslatedPageViewSet(PageViewSet):
    """The views of all our pages: Wagtail's but for those that make and change a page."""

    add_view_class = CreateOnceView
    edit_view_class = EditAloneView

    def on_register(self) -> None:
        """Register it for the abstract class; the views themselves need one with a table."""
        page_viewset_registry.register(TranslatedPage, self)
