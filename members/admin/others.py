"""Pages that aren't one's own are known as readers know them, wherever Wagtail names them.

It lists the ancestors of what somebody edits in the explorer, in columns, in the admin's API and in
the site's history, with the title of a newer draft and what the office did there; fields that hold
another organisation's page show its newest title. It has no hook for any of these; what they all
ask is replaced here.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.models import Page, PageLogEntry

from core.acting import acting_user
from core.forms.sight import own, visible_pages

#: in the place of a title that readers can't read any more
OFFLINE = _("A page that isn’t online")


def knows_draft(page: Page, user: Any) -> bool:
    """Tell whether `user` works with a page, and so may know of a newer draft. No query."""
    granted = page.permissions_for_user(user)
    return bool(granted.can_edit() or granted.can_publish() or granted.can_add_subpage())


def hide_draft(page: Page, user: Any) -> Page:
    """Let a page that `user` doesn't work with say nothing of a newer draft. No query.

    Its title says nothing in any case (`connect`).
    """
    if not knows_draft(page, user):
        page.has_unpublished_changes = False
        page.latest_revision_created_at = page.last_published_at
        page.locked = False
    return page


def connect() -> None:
    """Put ours in the place of what Wagtail asks for a title, and for entries of the history."""
    _public_titles()
    _own_entries()


def _public_titles() -> None:
    plain = Page.get_admin_display_title

    def title(self: Page) -> str:
        user = acting_user()
        if user is None or knows_draft(self, user):
            return str(plain(self))
        public = visible_pages(Page.objects.filter(pk=self.pk), user).exists()
        return str(self.title if public else OFFLINE)

    Page.get_admin_display_title = title


def _own_entries() -> None:
    manager = type(PageLogEntry.objects)
    plain = manager.viewable_by_user

    def viewable(self: Any, user: Any) -> Any:
        found = plain(self, user)
        if user.is_superuser:
            return found
        return found.filter(page__in=own(user, Page).order_by().values("pk"))

    manager.viewable_by_user = viewable


class OwnExplorer(ExplorableIndexView):
    """The explorer: of a page above, its public title and the way to one's own."""

    parent_page: Any
    permission_policy: Any
    request: Any

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        """Answer 404 to pages that are neither the user's nor above them.

        Wagtail opens everything below the page that all of the user's have in common, other
        organisations' drafts for those who edit for two.
        """
        if parent_page_id is not None:
            pages = self.permission_policy.explorable_instances(request.user)
            get_object_or_404(pages, pk=parent_page_id)
        answer: HttpResponse = super().get(request, parent_page_id)
        return answer

    @property
    def _is_above(self) -> bool:
        return not knows_draft(self.parent_page, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Hide drafts of pages above, in the rows and in the head."""
        user = self.request.user
        hide_draft(self.parent_page, user)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        for page in context["object_list"]:
            hide_draft(page, user)
        return context

    def get_history_url(self) -> str | None:
        """None above: the history is of whoever edits the page."""
        return None if self._is_above else super().get_history_url()

    def get_side_panels(self) -> MediaContainer:
        """None above: they tell who saved a draft, and when."""
        return MediaContainer() if self._is_above else super().get_side_panels()
