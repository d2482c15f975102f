"""Mails on a login's second factor, each in its reader's language."""

from __future__ import annotations

from enum import Enum
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from core.i18n import current_language
from core.mail.outgoing import queue_mail
from core.network.now import network_now
from core.showing.addresses import whole
from users.accounts import language_of
from users.models import User


class Event(Enum):
    """What its owner is told, in English; translated when it is written."""

    SET_UP = gettext_noop("two-factor sign-in is set up for your login.")
    OFF = gettext_noop("two-factor sign-in is turned off for your login.")
    RESET = gettext_noop(
        "two-factor sign-in was reset for your login. You can set it up again when you sign in."
    )
    RESET_BY_COMMAND = gettext_noop(
        "two-factor sign-in of %(email)s was reset by a command on the site’s machine."
    )
    RECOVERY_CODE = gettext_noop(
        "one of your recovery codes was used. Codes that are left: %(count)s."
    )
    WRONG_CODES = gettext_noop(
        "somebody entered your right password, and then wrong codes (%(count)s in a row). Nobody "
        "got in."
    )


#: what only its owner does, so the language of the page they do it on is theirs
_BY_OWNER = (Event.SET_UP, Event.OFF)


def tell(user: User, event: Event, **values: Any) -> None:
    """Queue a mail to a login's owner."""
    otherwise = current_language() if event in _BY_OWNER else ""
    with translation.override(language_of(user, otherwise=otherwise)):
        _queue(user, "second_factor", what=gettext(event.value) % values)


def tell_asked(user: User, *, to: User, about: str, **values: Any) -> None:
    """Queue the notice that the factor of `user` will be reset to one who may stop it.

    By `about` the mail is found again (`queue_mail`).
    """
    with translation.override(language_of(to)):
        _queue(to, "factor_reset", about=about, email=user.email, **values)


def _queue(to: User, name: str, *, about: str = "", **more: Any) -> None:
    values = {
        "network": network_now().name,
        "password_link": whole(reverse("wagtailadmin_password_reset")),
        **more,
    }
    queue_mail(
        to=to.email,
        subject=render_to_string("mail/second_factor_subject.txt", values),
        text=render_to_string(f"mail/{name}.txt", values).strip() + "\n",
        reply_to=network_now().office_email,
        about=about,
    )
