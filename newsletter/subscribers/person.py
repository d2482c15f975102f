"""A reader of the newsletter as a person who asks: the subscription, and the proof of consent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.privacy.person import PersonalData, PersonFound, PersonSought
from core.privacy.table import in_words
from newsletter.models import ConsentEvent, Subscriber
from newsletter.pseudonyms import digest_of
from newsletter.subscribers.erasing import CONSENT_KEPT
from newsletter.subscribers.erasing import erase as erase_subscriber
from newsletter.subscribers.portrait import everything_about
from newsletter.subscribers.services import find as subscriber_of

CONSENT = "consent:"
PROOF = _(
    "It proves what was agreed to, as the law wants (art. 7(1) and 17(3)(e) GDPR), without the "
    "address; it goes %(time)s after its last line, on %(day)s."
)
SUBSCRIBED = _("It proves what was agreed to, and stays as long as the newsletter is sent.")


def find(sought: PersonSought) -> Iterator[PersonFound]:
    """Find the subscription of the address, and the lines about its consent. Two queries.

    Nobody gives a name for the newsletter, so nobody is found by one.
    """
    if not sought.email:
        return
    subscriber = subscriber_of(sought.email)
    if subscriber is not None:
        yield PersonFound(
            key=str(subscriber.pk),
            what=_("Subscription to the newsletter"),
            where=f"{subscriber}, {subscriber.get_state_display()}",
            url=reverse("wagtailsnippets_newsletter_subscriber:inspect", args=[subscriber.pk]),
            language=next(iter(subscriber.languages), ""),
        )
    digest = digest_of(sought.email)
    events = list(ConsentEvent.objects.of_digest(digest))
    if events:
        number = len(events)
        yield PersonFound(
            key=f"{CONSENT}{digest}",
            what=_("Proof of consent"),
            where=ngettext("%(number)d line", "%(number)d lines", number) % {"number": number},
            stays=_stays(events[-1], is_subscribed=subscriber is not None),
        )


def _stays(last: ConsentEvent, *, is_subscribed: bool) -> Any:
    if is_subscribed:
        return SUBSCRIBED
    ends = timezone.localtime(last.at + CONSENT_KEPT + timedelta(days=1))
    return PROOF % {"time": in_words(CONSENT_KEPT), "day": date_format(ends)}


def export(found: PersonFound) -> dict[str, Any]:
    """Return all that the newsletter knows of the address; of the consent alone, its lines."""
    if found.key.startswith(CONSENT):
        lines = ConsentEvent.objects.of_digest(found.key.removeprefix(CONSENT))
        return {
            "consent": [
                {"at": line.at.isoformat(), "what": str(line), "wording": line.wording}
                for line in lines
            ]
        }
    subscriber = Subscriber.objects.filter(pk=int(found.key)).first()
    return everything_about(subscriber.email) if subscriber else {}


def erase(found: PersonFound, sought: PersonSought) -> None:
    """Erase the subscription; the log keeps a code in place of the address."""
    del sought
    if found.key.startswith(CONSENT):
        return
    subscriber = Subscriber.objects.filter(pk=int(found.key)).first()
    if subscriber is not None:
        erase_subscriber(subscriber)


SOURCE = PersonalData(
    name="newsletter",
    models=(
        "newsletter.Subscriber",
        "newsletter.SubscriberTheme",
        "newsletter.ConsentEvent",
        "newsletter.Delivery",
        "newsletter.Variant",
    ),
    find=find,
    export=export,
    erase=erase,
)
