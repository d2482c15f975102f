"""The admin's first page: Wagtail's panels ask what somebody did, ours what they may still see.

Whoever left an organisation or the office finds there nothing of what they wrote for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
)
from wagtail.models import Page

from core.forms.sight import own


def _own_keys(context: dict[str, Any], pages: Iterable[Any]) -> set[Any]:
    """The keys of those of `pages` that the user of a panel's context works with. One query."""
    asked = [page.pk for page in pages]
    if not asked:
        return set()
    return set(own(context["request"].user, Page).filter(pk__in=asked).values_list("pk", flat=True))


class OwnSentPanel(UserObjectsInWorkflowModerationPanel):
    """What the user sent to the office."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Only pages are sent to the office; those that the user may edit."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        states = list(context["workflow_states"])
        known = _own_keys(context, (state.content_object for state in states))
        context["workflow_states"] = [state for state in states if state.content_object.pk in known]
        return context


class OwnEditsPanel(RecentEditsPanel):
    """What the user edited last."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Of the last pages, those that the user may edit."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        edits = context["last_edits"]
        known = _own_keys(context, (page for _date, page in edits))
        context["last_edits"] = [(date, page) for date, page in edits if page.pk in known]
        return context


class OwnLocksPanel(LockedPagesPanel):
    """What the user locked."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Of the locked pages, those that the user may edit."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        own_pages = own(context["request"].user, Page)
        context["locked_pages"] = context["locked_pages"].filter(pk__in=own_pages.values("pk"))
        return context


#: Wagtail's panel: ours in its place. Those of the other panels that name something ask already.
PANELS: dict[type[Any], type[Any]] = {
    UserObjectsInWorkflowModerationPanel: OwnSentPanel,
    RecentEditsPanel: OwnEditsPanel,
    LockedPagesPanel: OwnLocksPanel,
}


class OwnPagesSummary(PagesSummaryItem):
    """How many pages there are, for the user."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count those that the user works with, not all below the page they have in common."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        pages = own(self.request.user, Page).filter(depth__gt=1)
        return {**context, "total_pages": pages.count()}
