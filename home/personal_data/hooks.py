"""What the pages on people's data add to the admin: addresses, entries, words in the log."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from home.personal_data import processing, views
from home.personal_data.gathering import ERASED, GIVEN
from home.personal_data.letter import ANSWERED
from members.office_pages import OfficeMenuItem


@hooks.register("register_admin_urls")
def personal_data_urls() -> list[URLPattern]:
    """The pages on a person's data and on all that is kept."""
    return views.urlpatterns


@hooks.register("register_reports_menu_item")
def personal_data_entry() -> OfficeMenuItem:
    """The entry of a person's data among the reports."""
    return views.menu_item()


@hooks.register("register_reports_menu_item")
def processing_entry() -> OfficeMenuItem:
    """The entry of the record of processing among the reports."""
    return processing.menu_item()


@hooks.register("register_log_actions")
def personal_data_actions(actions: Any) -> None:
    """Name what the log says of requests about personal data."""
    actions.register_action(GIVEN, _("Hand out data"), _("Handed out a person’s data"))
    actions.register_action(ERASED, _("Erase data"), _("Erased a person’s data"))
    actions.register_action(ANSWERED, _("Answer about data"), _("Answered about a person’s data"))
