"""The members application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Organisations, their memberships and what they tell the network."""

    name = "members"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        """Connect the receivers."""
        from members import signal_handlers, suspension, workflow_names
        from members.admin import comparing, locked, log_titles, others
        from members.memberships import former

        signal_handlers.connect()
        suspension.connect()
        former.connect()
        others.connect()
        comparing.connect()
        locked.connect()
        log_titles.connect()
        workflow_names.connect()
