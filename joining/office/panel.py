"""What the office reads first in the admin: how many applications wait for it."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component

from joining.models import Application, ApplicationStatus
from joining.office.access import may_decide


class WaitingApplicationsPanel(Component):
    """On the admin's first page: the applications that wait for the office."""

    name = "waiting_applications"
    template_name = "wagtailadmin/joining/panel.html"
    order = 15

    def __init__(self, *, number: int) -> None:
        self.number = number

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """How many, and the state that the list is asked for."""
        return {"number": self.number, "status": ApplicationStatus.SENT.value}


def waiting_applications_panel(user: Any) -> WaitingApplicationsPanel | None:
    """The panel for who may decide; None for others, and where nothing waits. One query."""
    if not may_decide(user):
        return None
    number = Application.objects.filter(status=ApplicationStatus.SENT).count()
    return WaitingApplicationsPanel(number=number) if number else None
