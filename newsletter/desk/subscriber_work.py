"""What the office does about subscribers: add one with proof, take one off, complaints, export."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log as log_action

from core.showing.tables import CSV, XLSX, Sheet, as_csv, as_workbook, download
from newsletter.desk.subscriber_forms import AddSubscriberForm
from newsletter.desk.subscriber_views import INSPECT, SubscriberPage, SubscribersPage
from newsletter.models import How
from newsletter.subscribers.actions import COMPLAINT, TAKEN_OFF
from newsletter.subscribers.bounces import complaint_by_hand
from newsletter.subscribers.exporting import note_export, subscribers_table
from newsletter.subscribers.lists.taking import add_by_hand
from newsletter.subscribers.services import unsubscribe


class AddView(SubscribersPage):
    """One person who agreed elsewhere, with the proof of it."""

    template_name = "wagtailadmin/newsletter/subscriber_add.html"
    adds = True
    page_title = gettext_lazy("Add a subscriber")
    header_icon = "plus"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        kwargs.setdefault("form", AddSubscriberForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add, and show the subscriber; say why not where that can't be."""
        form = AddSubscriberForm(request.POST)
        if form.is_valid():
            try:
                made = add_by_hand(
                    email=form.cleaned_data["email"],
                    choices=form.choices(),
                    proof=form.proof(),
                    by=self.user,
                )
            except ValidationError as error:
                form.add_error("email", error)
            else:
                messages.success(request, _("%(address)s is subscribed.") % {"address": made})
                return redirect(INSPECT, made.pk)
        return self.render_to_response(self.get_context_data(form=form))


class EndView(SubscriberPage):
    """A page that asks once; POST ends the subscription, in one of two ways."""

    template_name = "wagtailadmin/newsletter/subscriber_end.html"
    header_icon = "cross"
    question: Any = ""
    button: Any = ""

    def get_page_subtitle(self) -> str:
        """Who."""
        return str(self.subscriber)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question, in words with the address."""
        question = str(self.question) % {"address": self.subscriber}
        back = reverse(INSPECT, args=[self.subscriber.pk])
        return super().get_context_data(**kwargs, question=question, button=self.button, back=back)

    def post(self, request: HttpRequest, subscriber: int) -> HttpResponse:
        """End it, note who did, and show the subscriber."""
        del subscriber
        self.end()
        messages.success(
            request, _("%(address)s gets nothing more.") % {"address": self.subscriber}
        )
        return redirect(INSPECT, self.subscriber.pk)

    def end(self) -> None:
        """End the subscription and write into the log who did."""
        raise NotImplementedError

    def note(self, action: str) -> None:
        """Write into the admin's log who did it: the number of the subscriber, no address."""
        data = {"subscriber": self.subscriber.pk}
        log_action(instance=self.user, action=action, user=self.user, data=data)


class TakeOffView(EndView):
    """For whoever wrote or rang: the newsletter stops."""

    page_title = gettext_lazy("Take off")
    question = gettext_lazy(
        "%(address)s gets no newsletter any more. Only its owner can subscribe again; no list "
        "brings the address back."
    )
    button = gettext_lazy("Take off")

    def end(self) -> None:
        """Unsubscribe."""
        unsubscribe(self.subscriber, how=How.OFFICE)
        self.note(TAKEN_OFF)


class ComplaintView(EndView):
    """For whoever complained of our mails: the newsletter stops, and the log says why."""

    page_title = gettext_lazy("Record a complaint")
    question = gettext_lazy(
        "%(address)s complained of our mails: nothing is sent there any more, and the consent log "
        "says why. Only its owner can subscribe again; no list brings the address back."
    )
    button = gettext_lazy("Record the complaint")

    def end(self) -> None:
        """Note the complaint."""
        complaint_by_hand(self.subscriber.pk)
        self.note(COMPLAINT)


class ExportAllView(SubscribersPage):
    """All subscribers with their proof; a GET only says what the file holds."""

    template_name = "wagtailadmin/newsletter/subscriber_export.html"
    page_title = gettext_lazy("Export subscribers")
    header_icon = "download"

    def post(self, request: HttpRequest) -> HttpResponse:
        """The file; nothing keeps it on the way, and the log says who took it."""
        rows = subscribers_table()
        note_export(by=self.user, number=len(rows) - 1)
        kind = XLSX if request.POST.get("format") == XLSX else CSV
        if kind == XLSX:
            content = as_workbook([Sheet(rows=rows, title=_("Subscribers"))])
        else:
            content = as_csv(rows, marked=True)
        return download(content, kind=kind, name="subscribers")
