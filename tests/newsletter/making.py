"""Subscribers and their links, as the tests of the newsletter need them."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone

from core.mail.outgoing import OutgoingMail
from newsletter.models import State, Subscriber

FORM = {"email": "ana@example.org", "language_1": "en", "frequency": "issues"}
LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S+)")


def form(**values: Any) -> dict[str, Any]:
    """What a reader sends who fills in the whole sign-up form."""
    return {**FORM, **values}


def make_subscriber(
    email: str = "ana@example.org", *, state: str = State.ACTIVE, **fields: Any
) -> Subscriber:
    """A stored subscriber, confirmed if active, waiting for it if pending."""
    now = timezone.now()
    values: dict[str, Any] = {"languages": ["en"]}
    if state == State.ACTIVE:
        values["confirmed_at"] = now
    if state == State.PENDING:
        values["asked_at"] = now
    return Subscriber.objects.create(email=email, state=state, **{**values, **fields})


def last_mail() -> OutgoingMail:
    """The mail that was queued last."""
    return OutgoingMail.objects.order_by("pk").reverse()[0]


def links_in(mail: OutgoingMail) -> list[str]:
    """Paths of this site in a mail."""
    return LINK.findall(mail.text)
