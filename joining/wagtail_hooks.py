"""What applications add to the admin: addresses, the menu entry, words in the log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from joining.office import urls
from joining.office.access import may_read
from joining.office.panel import waiting_applications_panel
from joining.services.trail import ACTIONS, PREFIX


@hooks.register("register_admin_urls")
def application_addresses() -> list[Any]:
    """The office's pages."""
    return [path("applications/", include(urls))]


class ApplicationsMenuItem(MenuItem):
    """The entry in the menu, for those who may read."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may read applications."""
        return may_read(request.user)


@hooks.register("register_admin_menu_item")
def applications_entry() -> ApplicationsMenuItem:
    """The entry of the list."""
    return ApplicationsMenuItem(
        _("Applications"),
        reverse_lazy("applications:all"),
        name="applications",
        icon_name="mail",
        order=202,
    )


@hooks.register("construct_homepage_panels")
def tell_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Lead the office to the applications that wait for it."""
    panel = waiting_applications_panel(request.user)
    if panel is not None:
        panels.append(panel)


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Make the words of the trail known to Wagtail."""
    for name, label in ACTIONS.items():
        actions.register_action(f"{PREFIX}{name}", label, label)
