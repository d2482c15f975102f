"""What the desk adds to the admin: addresses, menu, a panel on the first page, words in the log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from typing_extensions import override
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter

from newsletter.desk import edits
from newsletter.desk.access import may_use_desk
from newsletter.desk.calls import CALLED
from newsletter.desk.issues import issue_in_work
from newsletter.models import Mailing, MailingState

ACTIONS = {
    edits.ADDED: (_("Add to the newsletter"), _("Added on the desk")),
    edits.REMOVED: (_("Remove from the newsletter"), _("Removed on the desk")),
    edits.MOVED: (_("Move in the newsletter"), _("Moved on the desk")),
    edits.WRITTEN: (_("Write in the newsletter"), _("Text changed on the desk")),
    edits.RESTORED: (_("Restore in the newsletter"), _("Restored on the desk")),
    CALLED: (_("Ask members to contribute"), _("Members were asked to contribute")),
}


class DeskMenuItem(MenuItem):
    """The entry in the menu, for those who may use the desk."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may use the desk."""
        return may_use_desk(request.user)


def menu_item() -> DeskMenuItem:
    """The entry of the desk, first below “Newsletter”."""
    return DeskMenuItem(
        _("Issue in work"),
        reverse_lazy("newsletter_desk:desk"),
        name="newsletter-desk",
        icon_name="edit",
        order=0,
    )


class NewsletterPanel(Component):
    """On the admin's first page: the issue in work, and sendings that wait for an answer."""

    name = "newsletter"
    template_name = "wagtailadmin/newsletter/panel.html"
    order = 50

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The issue in work and the sendings that are late or paused. Two queries."""
        asked = (MailingState.LATE, MailingState.PAUSED)
        return {
            "issue": issue_in_work(),
            "asking": Mailing.objects.filter(state__in=asked).select_related("issue")[:5],
        }


class Formatter(LogFormatter):
    """Says what was said on the screen; `message` where nothing was."""

    @override
    def format_message(self, log_entry: Any) -> str:
        return str((log_entry.data or {}).get("message", "") or self.message)


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Name the desk's changes in a page's history."""
    for name, (label, words) in ACTIONS.items():
        formatter = type("DeskFormatter", (Formatter,), {"label": label, "message": words})
        actions.register_action(name)(formatter)


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show the panel to those who may use the desk."""
    if may_use_desk(request.user):
        panels.append(NewsletterPanel())


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    """The desk's addresses below `/admin/newsletter/`."""
    return [path("newsletter/", include("newsletter.desk.urls"))]
