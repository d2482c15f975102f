"""Signing in: every way to it asks this backend, so that guessing passwords is slow everywhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from core.mail.addresses import folded, in_any_case
from core.mail.outgoing import queue_mail
from core.network.now import network_now
from core.throttling import counting
from core.throttling.answers import TooMany
from core.throttling.clients import Client, client_of
from core.throttling.rules import LOCKED_MAIL, SIGN_IN, By
from users.accounts import language_of
from users.models import User


class GuardedBackend(ModelBackend):
    """Django's own, asked only so often."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """Return the user of an e-mail and a password, None if they don't fit.

        Raises TooMany, before the password is looked at.
        """
        email = username or kwargs.get(User.USERNAME_FIELD)
        if not settings.THROTTLING or not email or password is None:
            return super().authenticate(request, username, password, **kwargs)
        attempt = Attempt(email, client=client_of(request) if request else None)
        user = super().authenticate(request, username, password, **kwargs)
        if user is None:
            attempt.failed()
        else:
            attempt.succeeded()
        return user


class Attempt:
    """One try to sign in, counted when it begins: of tries at once no more pass than of others."""

    def __init__(self, email: str, *, client: Client | None) -> None:
        """Count it. Raises TooMany."""
        self.owner = in_any_case(User.objects.filter(is_active=True), email).first()
        # Whoever chooses a new password is no longer locked out: nobody guessed at that one.
        password = self.owner.password if self.owner else ""
        account = f"{folded(self.owner.email if self.owner else email.strip())} {password}"
        self.values = {By.ACCOUNT: account, By.PAIR: f"{account} {client.key if client else ''}"}
        self.network = client.network if client else ""
        known = {By.CLIENT: client.key} if client else {}
        self.counted = counting.count_all(SIGN_IN, {**known, **self.values}, network=self.network)
        if self.counted[-1].wait:
            raise TooMany(self.counted[-1].wait)

    def succeeded(self) -> None:
        """Forget what failed before."""
        counting.forget(SIGN_IN, self.values)

    def failed(self) -> None:
        """Tell the owner when the account is locked, once a day.

        For an account that doesn't exist the same is done and undone: the time that it takes says
        nothing.
        """
        reached = [c for c in self.counted if c.limit.pause and c.count == c.limit.most]
        if not reached:
            return
        with transaction.atomic():
            account = {By.ACCOUNT: self.values[By.ACCOUNT]}
            told = counting.count_all(LOCKED_MAIL, account, network=self.network)
            if not told[-1].wait:
                office = network_now().office_email  # also where nobody asks for it: as long
                tell_owner(self.owner or User(pk=0, email=office), reached[0].count)
            if self.owner is None:
                transaction.set_rollback(True)


def tell_owner(owner: User, failures: int) -> None:
    """Queue the mail, in the language that the owner works in."""
    with translation.override(language_of(owner)):
        values = {
            "count": failures,
            "network": network_now().name,
            "reset_link": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_password_reset"),
        }
        queue_mail(
            to=owner.email,
            subject=render_to_string("mail/locked_subject.txt", values),
            text=render_to_string("mail/locked.txt", values).strip() + "\n",
            reply_to=network_now().office_email,
        )
