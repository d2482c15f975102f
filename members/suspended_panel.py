"""What editors read first in the admin while their organisation is suspended."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component

from members.editors import organisations_of
from members.models import OrganisationPage
from members.suspension import suspended
from users.models import User


class SuspendedPanel(Component):
    """On the admin's first page: which organisations are suspended, and what that means."""

    name = "suspended"
    template_name = "wagtailadmin/members/suspended_panel.html"
    order = 20

    def __init__(self, organisations: list[OrganisationPage]) -> None:
        self.organisations = organisations

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The organisations by title."""
        return {"organisations": self.organisations}


def suspended_panel(user: User) -> SuspendedPanel | None:
    """The panel for an editor of suspended organisations, None for everybody else. One query."""
    organisations = list(organisations_of(user).filter(suspended()))
    return SuspendedPanel(organisations) if organisations else None
