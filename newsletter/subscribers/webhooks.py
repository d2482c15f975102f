"""What a mail provider reports after it took a mail: bounces, complaints, arrivals.

django-anymail checks that a report is the provider's (a signature or a password in its address) and
puts it into words that are the same for all providers. Without such a secret there is no address.
"""

from __future__ import annotations

from typing import Any

from anymail.signals import AnymailTrackingEvent
from django.conf import settings
from django.urls import URLPattern, path

from core.mail.addresses import as_stored
from newsletter.models import How, State, Subscriber
from newsletter.subscribers import bounces, services
from newsletter.subscribers.provider_reports import Consequence, meaning_of

PLACE = "newsletter/provider/"
BACKEND = "anymail.backends."


def webhook_urls() -> list[URLPattern]:
    """Return the address for the configured provider's reports; none without a secret.

    The secret is `WEBHOOK_SECRET` (a password in the address), or the key by which the provider
    signs (a name with WEBHOOK, SIGNING or VERIFICATION in it).
    """
    backend: str = settings.MAIL_DELIVERY_BACKEND
    if not backend.startswith(BACKEND):
        return []
    provider = backend.removeprefix(BACKEND).partition(".")[0]
    if not any(_is_secret(name, provider) for name in settings.ANYMAIL):
        return []
    from anymail.urls import urlpatterns

    wanted = {f"{provider}_tracking_webhook", f"{provider}_webhook"}
    for pattern in urlpatterns:
        if pattern.name in wanted:
            return [path(PLACE, pattern.callback, name="newsletter_provider")]
    return []


def _is_secret(name: str, provider: str) -> bool:
    if name == "WEBHOOK_SECRET":
        return True
    own = name.startswith(f"{provider.upper()}_")
    return own and any(part in name for part in ("WEBHOOK", "SIGNING", "VERIFICATION"))


def note_report(sender: Any, event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    """Store what a report says about a subscriber; receiver of anymail's `tracking`.

    A report from before the reader agreed (again) says nothing about the mails since.
    """
    del sender, kwargs
    subscriber = _subscriber(event)
    if subscriber is None or subscriber.confirmed_at is None:
        return
    if event.timestamp is not None and event.timestamp < subscriber.confirmed_at:
        return
    meaning = meaning_of(event, provider=esp_name)
    if meaning is Consequence.COMPLAINT:
        bounces.complaint(subscriber.pk, how=How.PROVIDER)
    elif meaning is Consequence.UNSUBSCRIBED:
        services.unsubscribe(subscriber, how=How.PROVIDER)
    elif meaning is Consequence.ARRIVED:
        bounces.arrived(subscriber.pk)
    elif meaning is Consequence.HARD:
        bounces.hard_bounce(subscriber.pk, how=How.PROVIDER)
    elif meaning is Consequence.SOFT:
        bounces.soft_bounce(subscriber.pk, how=How.PROVIDER, message=event.message_id or "")


def _subscriber(event: AnymailTrackingEvent) -> Subscriber | None:
    """Return the subscriber that mails go to at the address of a report."""
    found = services.find(as_stored(event.recipient or ""))
    return found if found is not None and found.state == State.ACTIVE else None
