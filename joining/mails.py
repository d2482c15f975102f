"""The mails around an application, each in its reader's language, sent by the worker."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from core.mail.outgoing import queue_mail
from core.network.now import network_now
from core.showing.addresses import whole
from joining.limits import ENTERED, UNPROVED, WARNED
from joining.links import link_to, link_to_referee
from joining.models import Application, Referee
from members.office import office_members
from users.accounts import language_of
from users.models import User

#: what the queue knows these mails by, for whoever erases or exports an address
ABOUT = "joining"


def send_link(application: Application) -> None:
    """Prove the address, or lead back to what was begun or sent."""
    name = "link" if application.proved_at else "begin"
    _to_applicant(application, name, {"days": UNPROVED.days})


def send_warning(application: Application) -> None:
    """Say that a draft will be erased, and how to keep it."""
    _to_applicant(application, "ends", {"days": WARNED.days})


def send_invitation(application: Application) -> None:
    """Tell a person that the network invites them to apply."""
    _to_applicant(application, "invited", {})


def send_received(application: Application) -> None:
    """Say that the application is with the office."""
    _to_applicant(application, "received", {})


def send_question(application: Application, *, text: str) -> None:
    """Ask an applicant back."""
    _to_applicant(application, "question", {"text": text})


def send_unanswered(application: Application) -> None:
    """Remind an applicant of a question, and say what happens without an answer."""
    _to_applicant(application, "unanswered", {"months": settings.APPLICATIONS_UNANSWERED_MONTHS})


def send_lapsed(application: Application) -> None:
    """Say that the application is closed, for want of an answer."""
    _to_applicant(application, "lapsed", {})


def send_refused(application: Application) -> None:
    """Tell the board's decision; the words of it are the office's own."""
    _to_applicant(application, "refused", {})


def send_welcome(application: Application) -> None:
    """Say what the board decided, and what comes next."""
    with override(application.language):
        newsletter = whole(reverse("newsletter:subscribe"))
    _to_applicant(application, "welcome", {"newsletter": newsletter})


def send_known(application: Application) -> None:
    """Tell a colleague's address that their organisation has applied already."""
    _to_applicant(application, "known", {})


def ask_referee(referee: Referee, *, again: bool = False) -> None:
    """Ask a referee, or remind them once."""
    about = referee.application
    values = {
        "name": referee.name,
        "applicant": about.person,
        "organisation": about.heading,
        "months": settings.REFEREES_MONTHS,
        "days": ENTERED.days,
        "link": link_to_referee(referee),
        "again": again,
    }
    _queue(referee.email, referee.language, "referee", values)


def tell_office(application: Application, *, event: str) -> None:
    """Tell the office that something came in; administrators where the office is empty.

    `event` is one of sent, answered, withdrawn, unanswered, lapsed, referee, declined.
    """
    office = office_members() or User.objects.filter(is_active=True, is_superuser=True)
    values = {
        "event": event,
        "heading": application.heading,
        "link": whole(reverse("applications:one", args=[application.pk])),
    }
    for user in office:
        _queue(user.email, language_of(user), "office", values)


def _to_applicant(application: Application, name: str, more: dict[str, Any]) -> None:
    values = {**more, "link": link_to(application), "application": application}
    _queue(application.email, application.language, name, values)


def _queue(to: str, language: str, name: str, values: dict[str, Any]) -> None:
    network = network_now()
    with override(language):
        context = {**values, "network": network.name}
        subject = render_to_string(f"mail/joining_{name}_subject.txt", context)
        text = render_to_string(f"mail/joining_{name}.txt", context)
    queue_mail(
        to=to,
        subject=subject,
        text=text.strip() + "\n",
        reply_to=network.office_email,
        about=ABOUT,
    )
