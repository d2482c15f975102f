"""The newsletter in the admin: the desk, and subscribers and the consent log to look at."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

import newsletter.desk.hooks
import newsletter.sending.actions
import newsletter.subscribers.actions
from core.editing.snippets import TableViewSet
from newsletter.desk.subscriber_views import SubscriberIndexView, SubscriberInspectView
from newsletter.models import ConsentEvent, Subscriber
from newsletter.office import LookingOnlyPolicy


class LookingOnlyViewSet(TableViewSet):
    """A table that is looked at. Forms of the public site and pages of the desk change it."""

    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50


class SubscriberViewSet(LookingOnlyViewSet):
    """Who gets the newsletter, and who asked for it."""

    model = Subscriber
    icon = "mail"
    menu_label = _("Subscribers")
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("get_state_display", label=_("State"), sort_key="state"),
        Column("languages_in_words", label=_("Languages")),
        Column("get_frequency_display", label=_("How often"), sort_key="frequency"),
        "confirmed_at",
        "created_at",
    ]
    list_filter: ClassVar[list[str]] = ["state", "frequency", "created_at"]
    search_fields: ClassVar[list[str]] = ["email"]
    index_view_class = SubscriberIndexView
    inspect_view_class = SubscriberInspectView
    search_backend_name = None
    inspect_view_fields: ClassVar[list[str]] = [
        "email", "state", "languages_in_words", "countries_in_words", "themes_in_words",
        "frequency", "created_at", "confirmed_at", "consent_in_words",
    ]  # fmt: skip


class ConsentEventViewSet(LookingOnlyViewSet):
    """What was agreed to, changed and withdrawn; of erased addresses the digest only."""

    model = ConsentEvent
    icon = "history"
    menu_label = _("Consent log")
    list_display: ClassVar[list[Any]] = [
        "__str__",
        "subscriber",
        Column("get_how_display", label=_("How"), sort_key="how"),
        "language",
    ]
    list_filter: ClassVar[list[str]] = ["action", "how", "at"]
    search_fields: ClassVar[list[str]] = ["digest", "subscriber__email"]
    search_backend_name = None
    ordering: ClassVar[list[str]] = ["-at", "-pk"]
    inspect_view_fields: ClassVar[list[str]] = [
        "at", "action", "how", "subscriber", "digest", "wording", "language",
    ]  # fmt: skip


class NewsletterGroup(SnippetViewSetGroup):
    """The desk and the newsletter's tables under one menu entry."""

    menu_label = _("Newsletter")
    menu_icon = "mail"
    menu_order = 210
    items = (SubscriberViewSet, ConsentEventViewSet)

    def get_submenu_items(self) -> list[Any]:
        """The desk first."""
        return [newsletter.desk.hooks.menu_item(), *super().get_submenu_items()]


for looked_at in (Subscriber, ConsentEvent):
    register_permission_policy(looked_at, LookingOnlyPolicy(looked_at))
register_snippet(NewsletterGroup)
