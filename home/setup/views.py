"""The office's page of the first hour, and what its buttons do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from core.mail.outgoing import queue_mail
from core.network.now import network_now
from core.showing.addresses import whole
from home.basics.planting import plant_basics
from home.setup.steps import MAIL, STEPS, SetupStep, left, steps
from members.office_pages import OfficeMenuItem, OfficeView

URL_NAME = "first_hour"


class FirstHourView(OfficeView):
    """The steps with their ticks; POST sends the test's mail or plants the basics."""

    template_name = "wagtailadmin/setup/first_hour.html"
    adds = True
    page_title = gettext_lazy("The first hour")
    header_icon = "check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The steps, and how many are done."""
        found = steps()
        done = sum(step.is_done for step in found)
        return super().get_context_data(**kwargs) | {
            "steps": found,
            "done": done,
            "all": len(found),
            "email": getattr(self.request.user, "email", ""),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what a button says."""
        if "mail" in request.POST:
            send_test_mail(str(getattr(request.user, "email", "")))
            messages.success(request, _("The test mail is on its way. Look again in a minute."))
        elif "basics" in request.POST:
            planted = plant_basics()
            words = _(
                "Planted: %(keywords)s keywords, %(categories)s membership categories, %(pages)s "
                "drafts of pages."
            )
            found = {
                "keywords": planted.concepts,
                "categories": planted.categories,
                "pages": planted.pages,
            }
            messages.success(request, words % found)
        return redirect(URL_NAME)


def send_test_mail(to: str) -> None:
    """Queue a mail to whoever asked for it, by the way that all mails take."""
    name = network_now().name
    text = _(
        "This mail was sent from “%(name)s” to see whether mails leave. If you read it, they do:\n"
        "%(url)s"
    )
    queue_mail(
        to=to,
        subject=_("Test mail from “%(name)s”") % {"name": name},
        text=text % {"name": name, "url": whole(reverse(URL_NAME))},
        about=MAIL,
    )


class FirstHourPanel(Component):
    """On the admin's first page, until everything is done."""

    name = "first-hour"
    template_name = "wagtailadmin/setup/panel.html"
    order = 20

    def __init__(self, *, left: list[SetupStep]) -> None:
        self.left = left

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """What is left, and how much there is of all."""
        return {"left": self.left, "done": len(STEPS) - len(self.left), "all": len(STEPS)}


def panel() -> FirstHourPanel | None:
    """The panel; None once nothing is left."""
    found = left()
    return FirstHourPanel(left=found) if found else None


def menu_item() -> MenuItem:
    """The entry among the settings."""
    return OfficeMenuItem(
        FirstHourView.page_title, reverse(URL_NAME), name="first-hour", icon_name="check", order=10
    )


urlpatterns = [path("first-hour/", FirstHourView.as_view(), name=URL_NAME)]
