"""Mails about who edits for an organisation, each in its reader's language."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from core.mail.outgoing import queue_mail
from core.network.now import network_now
from core.showing.addresses import whole
from members.models import Invitation
from members.office import is_office
from users.accounts import language_of
from users.models import User


def send_invitation(invitation: Invitation, *, token: str) -> None:
    """Queue the invitation itself."""
    with translation.override(invitation.language):
        link = whole(reverse("people:take_up_invitation", args=[token]))
    _tell(
        invitation.email,
        "invited",
        invitation=invitation,
        language=invitation.language,
        by=inviter(invitation),
        link=link,
    )


def tell_taken_up(invitation: Invitation, *, by: User | None) -> None:
    """Tell who was let in, so that nobody is without knowing, and `by`, who invited."""
    login = invitation.login
    if login is not None:
        language = language_of(login, otherwise=invitation.language)
        link = whole(reverse("wagtailadmin_home"))
        _tell(login.email, "let_in", invitation=invitation, language=language, link=link)
    if by is not None:
        _tell(
            by.email,
            "taken_up",
            invitation=invitation,
            language=language_of(by),
            email=invitation.email,
        )


def ask_for_new_link(invitation: Invitation, *, by: User | None) -> None:
    """Ask `by`, who invited, to send it again; the office where nobody is left who did."""
    if by is None:
        address, language, name = network_now().office_email, invitation.language, _office_page()
    else:
        address, language = by.email, language_of(by)
        name = _office_page() if is_office(by) else "organisation_colleagues"
    link = whole(reverse(name, args=[invitation.organisation_id]))
    _tell(
        address,
        "new_link",
        invitation=invitation,
        language=language,
        email=invitation.email,
        link=link,
    )


def _office_page() -> str:
    return "organisation_editors"


def inviter(invitation: Invitation) -> str:
    """The name of the editor who invites; nothing where the office does."""
    by: User | None = invitation.by
    return by.get_full_name() if by is not None and not invitation.by_office else ""


def _tell(to: str, name: str, *, invitation: Invitation, language: str, **more: Any) -> None:
    with translation.override(language):
        values = {
            "organisation": str(invitation.organisation.heading_in()),
            "network": network_now().name,
            "expires": invitation.expires_at,
            **more,
        }
        queue_mail(
            to=to,
            subject=render_to_string(f"mail/{name}_subject.txt", values),
            text=render_to_string(f"mail/{name}.txt", values).strip() + "\n",
            reply_to=network_now().office_email,
        )
