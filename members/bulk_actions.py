"""Wagtail's actions on many pages, asking each page's own class for permission.

Wagtail asks plain Page rows, which know nothing of what an organisation's page refuses.
"""

from __future__ import annotations

from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page


class _AsksSpecificPage(PageBulkAction):
    def check_perm(self, page: Page) -> bool:
        """Ask the specific page (no query: its class is known)."""
        return bool(super().check_perm(page.specific_deferred))


class SpecificDelete(_AsksSpecificPage, DeleteBulkAction):
    """Delete the selected pages."""


class SpecificMove(_AsksSpecificPage, MoveBulkAction):
    """Move the selected pages."""


class SpecificPublish(_AsksSpecificPage, PublishBulkAction):
    """Publish the selected pages."""


class SpecificUnpublish(_AsksSpecificPage, UnpublishBulkAction):
    """Put the selected pages offline."""


ACTIONS = (SpecificDelete, SpecificMove, SpecificPublish, SpecificUnpublish)
