"""What the log of the admin says about memberships: who did what, and who read which paper."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import log

from members.models import Membership

PREFIX = "members.membership."
ACTIONS = {
    "step": (_("Take a step of a membership"), _("Step of the membership taken")),
    "lift": (_("Take a planned end back"), _("Planned end taken back")),
    "dissolve": (_("Say that an organisation is dissolved"), _("Day of dissolution changed")),
    "contact": (_("Add a contact person"), _("Contact person added")),
    "contact_out": (_("Take out a contact person"), _("Contact person taken out")),
    "paper": (_("Add a paper to a membership"), _("Paper added")),
    "paper_out": (_("Erase a paper of a membership"), _("Paper erased")),
    "read": (_("Read a paper of a membership"), _("Paper read")),
}


def note(membership: Membership, action: str, *, by: Any = None, **data: Any) -> None:
    """Write down one of `ACTIONS`, and who did it; whose name it was about stays out."""
    log(instance=membership, action=f"{PREFIX}{action}", user=by, data=data or None)


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Make the actions known to Wagtail."""
    for name, (label, message) in ACTIONS.items():
        actions.register_action(f"{PREFIX}{name}", label, message)
