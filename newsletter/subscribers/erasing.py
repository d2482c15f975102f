"""Erasing subscribers: on request, never confirmed, or long gone. The log keeps digests only.

No list of addresses is kept of those who left, bounced or complained: the last word in the consent
log on the digest of such an address keeps an import from bringing it back.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.mail.addresses import in_any_case
from core.mail.outgoing import OutgoingMail
from newsletter.models import Action, ConsentEvent, DeliveryState, How, State, Subscriber
from newsletter.subscribers.mails import ABOUT
from newsletter.subscribers.services import find, log

UNCONFIRMED_KEPT = timedelta(days=14)
#: whom a list brought without proof: they have one mail, and didn't ask for it
QUESTION_KEPT = timedelta(days=30)
#: long enough to come back with one's choices, and for the office to be asked about it
ENDED_KEPT = timedelta(days=30)
#: what proves a consent, and keeps imports from bringing somebody back, after its last line: as
#: long as claims may come up in most countries of Europe
CONSENT_KEPT = timedelta(days=3 * 365)
ENDED = {
    State.UNSUBSCRIBED: Action.WITHDRAWN,
    State.BOUNCED: Action.BOUNCED,
    State.COMPLAINED: Action.COMPLAINED,
}
BATCH = 200


@transaction.atomic
def erase(subscriber: Subscriber, *, action: Action = Action.ERASED, how: How = How.OFFICE) -> None:
    """Delete a subscriber, its choices and the mails to it; the consent log names a digest only."""
    log(subscriber, action, how)
    mails_to(subscriber.email).delete()
    answers = subscriber.deliveries.filter(state=DeliveryState.FAILED)
    answers.update(last_error="")  # what a server answered may name the reader
    subscriber.delete()


def mails_to(email: str) -> models.QuerySet[OutgoingMail]:
    """Return the mails about the newsletter to an address; other mails to it aren't ours.

    Those that were sent have lost their text, but not yet address and subject.
    """
    return in_any_case(OutgoingMail.objects.filter(about=ABOUT), email, field="to")


def erase_by_email(email: str) -> bool:
    """Erase whoever has a normalised address; return whether there was anybody."""
    subscriber = find(email)
    if subscriber is None:
        return False
    erase(subscriber)
    return True


def erase_unconfirmed() -> bool:
    """Erase a batch of requests that nobody confirmed; return whether any. A slice of the worker.

    Also of those who had been subscribed before: the page with the button promises it to all.
    """
    before = timezone.now() - UNCONFIRMED_KEPT
    due = Subscriber.objects.filter(~_brought_by_a_list(), asked_at__lt=before)
    return _erase_batch(due.order_by("asked_at", "pk"), action=Action.LAPSED)


def erase_unanswered() -> bool:
    """Erase a batch of those whom a list brought and who didn't answer its mail. A slice."""
    before = timezone.now() - QUESTION_KEPT
    due = Subscriber.objects.filter(_brought_by_a_list(), asked_at__lt=before)
    return _erase_batch(due.order_by("asked_at", "pk"), action=Action.LAPSED)


def _brought_by_a_list() -> Exists:
    """What waits is a list's question; whoever asked with the form since then has asked later."""
    lines = ConsentEvent.objects.filter(subscriber=OuterRef("pk"), at=OuterRef("asked_at"))
    return Exists(lines.filter(action=Action.REQUESTED, how=How.IMPORT))


def erase_ended() -> bool:
    """Erase a batch of those whose subscription ended long ago; return whether any. A slice."""
    before = timezone.now() - ENDED_KEPT
    lately = ConsentEvent.objects.filter(
        subscriber=OuterRef("pk"), action__in=ENDED.values(), at__gte=before
    )
    due = Subscriber.objects.filter(
        ~Exists(lately), state__in=ENDED, asked_at=None, created_at__lt=before
    )
    return _erase_batch(due.order_by("created_at", "pk"), action=Action.ERASED)


def _erase_batch(due: models.QuerySet[Subscriber], *, action: Action) -> bool:
    found = False
    for pk in list(due.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            # confirmed, or asked for again, in between?
            row = due.select_for_update().filter(pk=pk).first()
            if row is not None:
                erase(row, action=action, how=How.AUTOMATIC)
                found = True
    return found


def forget_old_consent() -> bool:
    """Delete a batch of the log's lines on addresses of which nothing was heard for long.

    Of an address that is subscribed, everything stays. A slice of the worker, and the one place
    that deletes lines.
    """
    before = timezone.now() - CONSENT_KEPT
    lines: models.QuerySet[ConsentEvent] = models.QuerySet(ConsentEvent)
    still = lines.filter(Q(at__gte=before) | Q(subscriber__isnull=False), digest=OuterRef("digest"))
    due = lines.filter(~Exists(still), at__lt=before).order_by("at", "pk")
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    lines.filter(pk__in=keys).delete()
    return bool(keys)
