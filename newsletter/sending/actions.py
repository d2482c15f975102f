"""What the log of the admin says about mailings: who scheduled, paused, stopped them, and when."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS = {
    "schedule": (_("Schedule sending"), _("Sending scheduled")),
    "start": (_("Start sending"), _("Sending started")),
    "late": (_("Ask again about a late sending"), _("Late: the office was asked again")),
    "confirm": (_("Confirm a late sending"), _("Late sending confirmed")),
    "pause": (_("Pause sending"), _("Sending paused")),
    "resume": (_("Resume sending"), _("Sending resumed")),
    "stop": (_("Stop sending"), _("Sending stopped")),
    "send_rest": (_("Send the rest"), _("The rest sent again")),
    "taken_off": (_("Leave out what was taken off the site"), _("Left out: taken off the site")),
    "finish": (_("Finish sending"), _("Sending finished")),
}


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Make the actions known to Wagtail."""
    for name, (label, message) in ACTIONS.items():
        actions.register_action(f"newsletter.{name}", label, message)
