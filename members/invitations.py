"""Letting somebody new in: a login, and a mail in which its owner chooses the password."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from core.mail.outgoing import queue_mail
from members.models import OrganisationPage
from users.models import User


@transaction.atomic
def invite(*, email: str, organisation: OrganisationPage) -> tuple[User, bool]:
    """Return the login of an address and whether it is new; a new one is told by mail.

    The mail is in the organisation's language. Nobody knows the first password: the link in the
    mail opens Wagtail's form for a new one, for as long as PASSWORD_RESET_TIMEOUT says.
    """
    found = User.objects.filter(email__iexact=email).first()
    if found is not None:
        return found, False
    user = User.objects.create_user(email, secrets.token_urlsafe(32))
    with translation.override(organisation.original_language):
        values = {
            "organisation": str(organisation.heading_in()),
            "network": settings.NETWORK_NAME,
            "link": settings.WAGTAILADMIN_BASE_URL + _path_to_password(user),
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
            "reset_link": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_password_reset"),
        }
        queue_mail(
            to=user.email,
            subject=render_to_string("mail/invited_subject.txt", values),
            text=render_to_string("mail/invited.txt", values).strip() + "\n",
            reply_to=settings.OFFICE_EMAIL,
        )
    return user, True


def _path_to_password(user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return reverse("wagtailadmin_password_reset_confirm", args=[uid, token])
