"""What the office reads first in the admin: whether the site's own work goes on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

import home.personal_data.hooks  # noqa: F401 # adds its own
from core.time_zones import moment_in_words
from core.work.deletions import PATIENCE, held_since
from core.work.worker import is_missed, worker_seen
from home.first_pages import views as first_pages
from home.menus import desk
from home.network import screen
from home.network.funders import FunderViewSet
from home.own_panel import own_organisations_panel
from home.setup import views as first_hour
from home.setup.steps import is_new
from home.year import views as year
from members.office import is_office

screen.register()
register_snippet(desk.MenuEntryViewSet)
register_snippet(FunderViewSet)


class TroublePanel(Component):
    """On the admin's first page: what doesn't go on, and whom to tell."""

    name = "trouble"
    template_name = "wagtailadmin/trouble_panel.html"
    order = 10

    def __init__(self, *, is_missed: bool, seen: datetime | None, held: datetime | None) -> None:
        self.is_missed = is_missed
        self.seen = seen
        self.held = held

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The times in words, "" for none."""
        return {
            "is_missed": self.is_missed,
            "seen": moment_in_words(self.seen),
            "until": moment_in_words(self.held + PATIENCE) if self.held else "",
        }


@hooks.register("register_admin_urls")
def admin_addresses() -> list[URLPattern]:
    """The office's screens of this application."""
    return [
        *desk.urls(),
        *first_pages.urlpatterns,
        *first_hour.urlpatterns,
        *year.urlpatterns,
    ]


@hooks.register("register_settings_menu_item")
def first_pages_entry() -> MenuItem:
    """The entry of the pages every site needs."""
    return first_pages.menu_item()


@hooks.register("register_settings_menu_item")
def first_hour_entry() -> MenuItem:
    """The entry of the first hour."""
    return first_hour.menu_item()


@hooks.register("register_reports_menu_item")
def year_entry() -> MenuItem:
    """The entry of the network's year among the reports."""
    return year.menu_item()


@hooks.register("construct_homepage_panels")
def tell_what_is_left(request: HttpRequest, panels: list[Any]) -> None:
    """Lead the office to the first hour until it is done."""
    found = first_hour.panel() if is_office(request.user) else None
    if found is not None:
        panels.append(found)


@hooks.register("construct_homepage_panels")
def show_own_organisations(request: HttpRequest, panels: list[Any]) -> None:
    """Show editors their organisations, and what they can do there."""
    panel = own_organisations_panel(request.user)  # type: ignore[arg-type]  # the view asks for a login
    if panel is not None:
        panels.append(panel)


@hooks.register("construct_homepage_panels")
def tell_trouble(request: HttpRequest, panels: list[Any]) -> None:
    """Show the panel to the office while there is trouble. Two queries, three while it waits.

    A worker that never came is no trouble but a step of the first hour.
    """
    if not is_office(request.user):
        return
    seen, held = worker_seen(), held_since()
    missed = seen is not None and is_missed(seen)
    if held is not None and is_new(held):
        held = None
    if missed or held is not None:
        panels.append(TroublePanel(is_missed=missed, seen=seen, held=held))
