"""Letting somebody in: a login, and a mail to its owner.

Somebody new chooses the password by the link in the mail. Somebody who has a login is told as well:
whoever asked may have meant another person.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from core.mail.outgoing import queue_mail
from core.network.now import network_now
from members.models import OrganisationPage
from users.accounts import language_of
from users.models import User


def login_of(email: str) -> User | None:
    """Return the login that has an address, in any spelling."""
    return User.objects.filter(email__iexact=email).first()


@transaction.atomic
def invite(*, email: str, organisation: OrganisationPage) -> User:
    """Return a new login for an address. Its owner is told by mail.

    The mail is in the organisation's language. Nobody knows the first password: the link in it
    opens Wagtail's form for a new one, for as long as PASSWORD_RESET_TIMEOUT says.
    """
    user = User.objects.create_user(email, secrets.token_urlsafe(32))
    more = {
        "link": settings.WAGTAILADMIN_BASE_URL + _path_to_password(user),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "reset_link": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_password_reset"),
    }
    language = organisation.original_language
    _tell(user, "mail/invited.txt", organisation=organisation, language=language, more=more)
    return user


def tell_let_in(user: User, *, organisation: OrganisationPage) -> None:
    """Queue the mail to somebody who had a login before, in the language he or she works in."""
    language = language_of(user, otherwise=organisation.original_language)
    more = {"link": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_home")}
    _tell(user, "mail/let_in.txt", organisation=organisation, language=language, more=more)


def _tell(
    user: User,
    template: str,
    *,
    organisation: OrganisationPage,
    language: str,
    more: dict[str, Any],
) -> None:
    with translation.override(language):
        values = {
            "organisation": str(organisation.heading_in()),
            "network": network_now().name,
            **more,
        }
        queue_mail(
            to=user.email,
            subject=render_to_string("mail/invited_subject.txt", values),
            text=render_to_string(template, values).strip() + "\n",
            reply_to=network_now().office_email,
        )


def _path_to_password(user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return reverse("wagtailadmin_password_reset_confirm", args=[uid, token])
