"""What the log of the admin says about the office's work with subscribers: never an address."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from newsletter.subscribers.lists.taking import ADDED, TAKEN

TAKEN_OFF = "newsletter.subscriber_taken_off"
COMPLAINT = "newsletter.complaint"
EXPORTED = "newsletter.subscribers_exported"

ACTIONS = {
    TAKEN: (_("Take in a list"), _("A list of subscribers was taken in")),
    ADDED: (_("Add a subscriber"), _("A subscriber was added by hand")),
    TAKEN_OFF: (_("Take off"), _("A subscriber was taken off")),
    COMPLAINT: (_("Record a complaint"), _("A complaint of a subscriber was recorded")),
    EXPORTED: (_("Export subscribers"), _("All subscribers were exported")),
}


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Make the actions known to Wagtail."""
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
