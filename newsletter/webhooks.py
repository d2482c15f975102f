"""What a mail provider reports after it took a mail: bounces, complaints, arrivals.

django-anymail checks that a report is the provider's (a signature or a password in its address) and
puts it into words that are the same for all providers. Without such a secret there is no address.
"""

from __future__ import annotations

from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.conf import settings
from django.urls import URLPattern, path

from cope_network.mail_addresses import as_stored
from newsletter import bounces, services
from newsletter.models import How, State, Subscriber

PLACE = "newsletter/provider/"
BACKEND = "anymail.backends."
FAILED = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}
#: reasons that say by themselves that the address is no good
NO_MAILBOX = {RejectReason.INVALID, RejectReason.BOUNCED}


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


def note_report(sender: Any, event: AnymailTrackingEvent, **kwargs: Any) -> None:
    """Store what a report says about a subscriber; receiver of anymail's `tracking`.

    A report from before the reader agreed (again) says nothing about the mails since.
    """
    del sender, kwargs
    subscriber = _subscriber(event)
    if subscriber is None or subscriber.confirmed_at is None:
        return
    if event.timestamp is not None and event.timestamp < subscriber.confirmed_at:
        return
    kind = event.event_type
    if kind == EventType.COMPLAINED or event.reject_reason == RejectReason.SPAM:
        bounces.complaint(subscriber.pk, how=How.PROVIDER)
    elif RejectReason.UNSUBSCRIBED in (kind, event.reject_reason):
        services.unsubscribe(subscriber, how=How.PROVIDER)
    elif kind == EventType.DELIVERED:
        bounces.arrived(subscriber.pk)
    elif kind in FAILED:
        _note_failure(subscriber.pk, event)


def _subscriber(event: AnymailTrackingEvent) -> Subscriber | None:
    """Return the subscriber that mails go to at the address of a report."""
    found = services.find(as_stored(event.recipient or ""))
    return found if found is not None and found.state == State.ACTIVE else None


def _note_failure(subscriber_id: int, event: AnymailTrackingEvent) -> None:
    answer = f"{event.mta_response or ''} {event.description or ''}"
    kind = bounces.kind_of(answer)
    named = bounces.STATUS.search(answer) is not None
    if kind is bounces.Kind.HARD or (not named and event.reject_reason in NO_MAILBOX):
        bounces.hard_bounce(subscriber_id, how=How.PROVIDER)
    elif kind is bounces.Kind.SOFT:
        bounces.soft_bounce(subscriber_id, how=How.PROVIDER)
