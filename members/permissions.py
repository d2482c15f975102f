"""What an organisation's editors may not do, whatever their groups hold."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, PagePermissionTester


class OrganisationPermissionTester(PagePermissionTester):
    """Permissions on an organisation's own page.

    To put offline, delete, move, copy or rename the page takes a permission that was given above
    it, as the network office's is. One given on the page itself, as its editors' groups have, does
    for its texts and for what lies below.
    """

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        self.publishes_above = bool(user.is_active and user.is_superuser) or any(
            granted.permission.codename == "publish_page"
            and granted.page_id != page.pk
            and page.path.startswith(granted.page.path)
            for granted in self._granted()
        )

    def _granted(self) -> Any:
        if not self.user.is_active or self.user.is_superuser:
            return ()
        return self.permission_policy.get_cached_permissions_for_user(self.user)

    def can_change_slug(self) -> bool:
        """Whether the user may change the page's address, and when it goes offline."""
        return self.publishes_above

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002 # Wagtail's
        """Refuse deletion, and with it moving, to the organisation's own editors."""
        return self.publishes_above and super().can_delete(ignore_bulk)

    def can_unpublish(self) -> bool:
        """Refuse to put the organisation's page offline."""
        return self.publishes_above and super().can_unpublish()

    def can_set_view_restrictions(self) -> bool:
        """Refuse to hide the organisation's page."""
        return self.publishes_above and super().can_set_view_restrictions()

    def can_copy(self) -> bool:
        """Refuse to copy an organisation: its editors have nowhere to put the copy."""
        return self.publishes_above and super().can_copy()
