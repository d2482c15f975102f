"""What the office does for a reader who asks what is stored, or to have it erased.

The list of subscribers is to look at only; these two are what its page of one subscriber leads to.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.defaults import permission_denied
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import InspectView

from core.time_zones import moment_in_words
from newsletter.desk.access import DeskPage, may_use_desk
from newsletter.models import Action, Subscriber
from newsletter.subscribers.erasing import erase
from newsletter.subscribers.portrait import as_json, everything_about

VIEWING = "newsletter.view_subscriber"
LIST = "wagtailsnippets_newsletter_subscriber:list"
INSPECT = "wagtailsnippets_newsletter_subscriber:inspect"


def may_act(user: Any) -> bool:
    """Whether a user of a request may export and erase: whoever sees subscribers and the desk."""
    return may_use_desk(user) and bool(user.has_perm(VIEWING))


class SubscriberInspectView(InspectView):
    """One subscriber, with what the office can do for him or her."""

    def get_created_at_display_value(self) -> str:
        """When somebody first asked, in the time zone of whoever looks, as in the list."""
        return moment_in_words(self.object.created_at)

    def get_confirmed_at_display_value(self) -> str:
        """When it was confirmed, in the time zone of whoever looks, as in the list."""
        return moment_in_words(self.object.confirmed_at) or "-"

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Download and erase, for those who may."""
        buttons: list[Button] = list(super().header_more_buttons)
        if not may_act(self.request.user):
            return buttons
        ways = (
            ("export", _("Download what is stored"), "download"),
            ("erase", _("Erase"), "bin"),
        )
        return buttons + [
            Button(
                label,
                url=reverse(f"newsletter_desk:{name}", args=[self.object.pk]),
                icon_name=icon,
                priority=priority,
            )
            for priority, (name, label, icon) in enumerate(ways, start=30)
        ]


class SubscriberPage(DeskPage):
    """A page about one subscriber."""

    @cached_property
    def subscriber(self) -> Subscriber:
        """The subscriber. Raises Http404."""
        return get_object_or_404(Subscriber, pk=self.kwargs["subscriber"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse those who may use the desk but not see subscribers, too."""
        if not may_act(request.user):
            return permission_denied(request, PermissionError())
        return super().dispatch(request, *args, **kwargs)


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

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, the subscriber, here."""
        return [
            *self.breadcrumbs_items,
            {"url": self.get_success_url(), "label": _("Subscribers")},
            {"url": reverse(INSPECT, args=[self.subscriber.pk]), "label": str(self.subscriber)},
            {"url": "", "label": self.page_title},
        ]

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
