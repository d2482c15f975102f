"""The list of subscribers and the page of one, to look at, and where they lead.

What is done from there is in `subscriber_work` and `list_views`; here is what a reader may ask for:
what is stored, and to have it erased.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.defaults import permission_denied
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView, InspectView

from core.time_zones import moment_in_words
from newsletter.desk.access import DeskPage, may_use_desk
from newsletter.models import Action, ConsentEvent, How, Subscriber
from newsletter.subscribers.erasing import erase
from newsletter.subscribers.portrait import as_json, everything_about

VIEWING = "newsletter.view_subscriber"
LIST = "wagtailsnippets_newsletter_subscriber:list"
INSPECT = "wagtailsnippets_newsletter_subscriber:inspect"


def may_act(user: Any) -> bool:
    """Whether a user of a request may export and erase: whoever sees subscribers and the desk."""
    return may_use_desk(user) and bool(user.has_perm(VIEWING))


def _buttons(ways: Iterable[tuple[str, str, str]], *args: Any, first: int = 0) -> list[Button]:
    """Buttons that lead to pages of the desk: the page's name, the label, the icon."""
    return [
        Button(
            label,
            url=reverse(f"newsletter_desk:{name}", args=args),
            icon_name=icon,
            priority=priority,
        )
        for priority, (name, label, icon) in enumerate(ways, start=first)
    ]


class SubscriberIndexView(IndexView):
    """The list of subscribers, with what the office can do there."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add one, take in a list, export, for those who may; under the dots, as on a phone."""
        buttons: list[Button] = list(super().header_more_buttons)
        if not may_act(self.request.user):
            return buttons
        ways = (
            ("add_subscriber", _("Add a subscriber"), "plus"),
            ("take_list", _("Take in a list"), "upload"),
            ("export_all", _("Export subscribers"), "download"),
        )
        return buttons + _buttons(ways)


class SubscriberInspectView(InspectView):
    """One subscriber, with what the office can do for him or her."""

    def get_created_at_display_value(self) -> str:
        """When somebody first asked, in the time zone of whoever looks, as in the list."""
        return moment_in_words(self.object.created_at)

    def get_confirmed_at_display_value(self) -> str:
        """When it was confirmed, in the time zone of whoever looks, as in the list."""
        return moment_in_words(self.object.confirmed_at) or "-"

    def get_consent_in_words_display_value(self) -> str:
        """What happened, in order, with the words that were agreed to; one query."""
        lines = format_html_join("", "<li>{}</li>", ((_line(e),) for e in self._events()))
        return format_html("<ol>{}</ol>", lines) if lines else "-"

    def _events(self) -> Iterable[ConsentEvent]:
        events: Iterable[ConsentEvent] = self.object.consent_events.all()
        return events

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """What the office may do here, for those who may."""
        buttons: list[Button] = list(super().header_more_buttons)
        if not may_act(self.request.user):
            return buttons
        ways = (
            ("take_off", _("Take off"), "cross"),
            ("complaint", _("Record a complaint"), "warning"),
            ("export", _("Download what is stored"), "download"),
            ("erase", _("Erase"), "bin"),
        )
        return buttons + _buttons(ways, self.object.pk, first=30)


def _line(event: ConsentEvent) -> SafeString:
    """A line of the log; of what was agreed elsewhere the day, since nobody noted the minute."""
    elsewhere = event.how in (How.IMPORT, How.OFFICE) and event.action == Action.GIVEN
    when = date_format(timezone.localtime(event.at)) if elsewhere else moment_in_words(event.at)
    parts = [when, f"{event.get_action_display()} ({event.get_how_display()})", event.place]
    words = format_html("<br>“{}”", event.wording) if event.wording else ""
    return format_html("{}{}", " · ".join(part for part in parts if part), words)


class SubscribersPage(DeskPage):
    """A page about subscribers. Nothing keeps on the way what it shows."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, here."""
        listed = {"url": reverse(LIST), "label": _("Subscribers")}
        return [*self.breadcrumbs_items, listed, {"url": "", "label": self.page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse those who may use the desk but not see subscribers, too."""
        if not may_act(request.user):
            return permission_denied(request, PermissionError())
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response


class SubscriberPage(SubscribersPage):
    """A page about one subscriber."""

    @cached_property
    def subscriber(self) -> Subscriber:
        """The subscriber. Raises Http404."""
        return get_object_or_404(Subscriber, pk=self.kwargs["subscriber"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, the subscriber, here."""
        *before, here = super().get_breadcrumbs_items()
        url = reverse(INSPECT, args=[self.subscriber.pk])
        return [*before, {"url": url, "label": str(self.subscriber)}, here]


class ExportView(SubscriberPage):
    """Everything that is stored about a subscriber, as a file."""

    http_method_names = ["get", "head"]  # as Django declares it

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with JSON. Nothing keeps it on the way, and its name doesn't name anybody."""
        del request, args, kwargs
        content = as_json(everything_about(self.subscriber.email))
        name = f"subscriber-{self.subscriber.pk}.json"
        return HttpResponse(
            content,
            content_type="application/json; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            },
        )


class EraseView(SubscriberPage):
    """Asks once, in Wagtail's own form for deleting; POST erases."""

    template_name = "wagtailadmin/generic/confirm_delete.html"
    page_title = gettext_lazy("Erase")
    header_icon = "bin"

    def get_page_subtitle(self) -> str:
        """Who."""
        return str(self.subscriber)

    @property
    def confirmation_message(self) -> str:
        """What goes and what stays."""
        return _(
            "The subscription of %(address)s is erased, and the mails about it. The consent log "
            "keeps what was agreed to, without the address."
        ) % {"address": self.subscriber}

    def get_delete_url(self) -> str:
        """Where the form goes: here."""
        return reverse("newsletter_desk:erase", args=[self.subscriber.pk])

    def get_success_url(self) -> str:
        """The list; also for whoever thinks better of it."""
        return reverse(LIST)

    def post(self, request: HttpRequest, subscriber: int) -> HttpResponse:
        """Erase. Wagtail's log of deletions, which would keep the address, hears nothing of it."""
        del subscriber
        erase(self.subscriber)
        messages.success(request, capfirst(str(Action.ERASED.label)))
        return redirect(self.get_success_url())
