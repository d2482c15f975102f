"""A reader of the newsletter as a person who asks: the subscription, and the proof of consent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.privacy.columns import names_of, texts_of
from core.privacy.person import PersonalData, PersonFound, PersonSought
from core.privacy.table import in_words
from newsletter.models import ConsentEvent, Subscriber
from newsletter.pseudonyms import digest_of
from newsletter.subscribers.erasing import CONSENT_KEPT
from newsletter.subscribers.erasing import erase as erase_subscriber
from newsletter.subscribers.portrait import consent_line, everything_about
from newsletter.subscribers.services import find as subscriber_of

CONSENT = "consent:"
PROOF = _(
    "It proves what was agreed to, as the law wants (art. 7(1) and 17(3)(e) GDPR), without the "
    "address; it goes %(time)s after its last line, on %(day)s."
)
SUBSCRIBED = _("It proves what was agreed to, and stays as long as the newsletter is sent.")


def find(sought: PersonSought) -> Iterator[PersonFound]:
    """Find the subscription of the address, or of one made of the name, and lines about consent.

    Those lines are about the address, or name the person: where somebody agreed is a note of the
    office. Three queries.
    """
    own = subscriber_of(sought.email) if sought.email else None
    for subscriber in Subscriber.objects.order_by("pk"):
        if subscriber == own or names_of(subscriber, sought):
            yield PersonFound(
                key=str(subscriber.pk),
                what=_("Subscription to the newsletter"),
                where=f"{subscriber}, {subscriber.get_state_display()}",
                url=reverse("wagtailsnippets_newsletter_subscriber:inspect", args=[subscriber.pk]),
                by_name=subscriber != own,
                language=next(iter(subscriber.languages), ""),
            )
    yield from _proofs(sought)


def _proofs(sought: PersonSought) -> Iterator[PersonFound]:
    """The lines of the address, and those that name somebody: all that belong together as one."""
    own = digest_of(sought.email) if sought.email else ""
    names = cache(sought.is_in)  # the same wording stands in nearly all lines
    lines: dict[str, list[ConsentEvent]] = {}
    for line in ConsentEvent.objects.order_by("at", "pk"):
        lines.setdefault(line.digest, []).append(line)
    for digest, events in lines.items():
        texts = [text for event in events for text in texts_of(event) if names(text)]
        if digest == own or texts:
            number = len(events)
            where = ngettext("%(number)d line", "%(number)d lines", number) % {"number": number}
            yield PersonFound(
                key=f"{CONSENT}{digest}",
                what=_("Proof of consent"),
                where=f"{where} – {sought.around(texts[0])}" if texts else where,
                stays=_stays(events),
                by_name=digest != own and not any(map(sought.has_address, texts)),
            )


def _stays(events: list[ConsentEvent]) -> Any:
    if any(event.subscriber_id for event in events):
        return SUBSCRIBED
    ends = timezone.localtime(events[-1].at + CONSENT_KEPT + timedelta(days=1))
    return PROOF % {"time": in_words(CONSENT_KEPT), "day": date_format(ends)}


def export(found: PersonFound) -> dict[str, Any]:
    """Return all that the newsletter knows of the address; of the consent alone, its lines."""
    if found.key.startswith(CONSENT):
        lines = ConsentEvent.objects.of_digest(found.key.removeprefix(CONSENT))
        return {"consent": [consent_line(line) for line in lines]}
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
    ),
    find=find,
    export=export,
    erase=erase,
)
