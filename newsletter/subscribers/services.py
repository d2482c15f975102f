"""Everything that changes a subscription. Each change and its line in the consent log are one.

Nothing here tells its caller whether an address was known: what a form answers must not either.
What takes a subscriber raises Subscriber.DoesNotExist if that one was erased meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.lately import was_lately
from core.mail.addresses import in_any_case
from newsletter.models import (
    Action,
    ConsentEvent,
    Frequency,
    How,
    State,
    Subscriber,
    SubscriberTheme,
)
from newsletter.pseudonyms import digest_of
from newsletter.subscribers import mails
from newsletter.subscribers.wording import ShownWording
from search.models import Concept

#: No address gets a second mail with a link before that, however often somebody enters it.
PAUSE = timedelta(minutes=10)


class NothingToConfirm(Exception):
    """Nobody asked for the newsletter since the last answer, so a link can't bring it back."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a reader wants: `languages` in the reader's order; empty lists mean all."""

    languages: Sequence[str]
    countries: Sequence[str] = ()
    themes: Sequence[Concept] = ()
    frequency: str = Frequency.ISSUES


def log(
    subscriber: Subscriber,
    action: Action,
    how: How,
    *,
    wording: ShownWording | None = None,
    at: datetime | None = None,
) -> ConsentEvent:
    """Add a line to the consent log."""
    return ConsentEvent.objects.create(
        subscriber=subscriber,
        digest=digest_of(subscriber.email),
        action=action,
        how=how,
        at=at or timezone.now(),
        wording=wording.text if wording else "",
        language=wording.language if wording else "",
    )


def at_addresses(*emails: str) -> QuerySet[Subscriber]:
    """Return the subscribers of normalised addresses, whatever their case."""
    return in_any_case(Subscriber.objects.all(), *emails)


def find(email: str) -> Subscriber | None:
    """Return the subscriber of a normalised address, whatever its case."""
    return at_addresses(email).first()


def was_brought_by_a_list(subscriber: Subscriber) -> bool:
    """Whether what waits to be confirmed is a list's question, not the reader's own request."""
    lines = subscriber.consent_events.filter(action=Action.REQUESTED, how=How.IMPORT)
    return bool(lines.filter(at=subscriber.asked_at).exists())


def _locked(email: str) -> Subscriber | None:
    return at_addresses(email).select_for_update().first()


def _locked_again(subscriber: Subscriber) -> Subscriber:
    return Subscriber.objects.select_for_update().get(pk=subscriber.pk)


def store_choices(subscriber: Subscriber, choices: Choices) -> None:
    """Put choices into a subscriber that is saved afterwards. Raises ValidationError."""
    subscriber.languages = list(choices.languages)
    subscriber.countries = list(choices.countries)
    subscriber.frequency = choices.frequency
    subscriber.full_clean(validate_unique=False, validate_constraints=False)


def store_themes(subscriber: Subscriber, themes: Sequence[Concept]) -> None:
    """Replace the theme rows of a stored subscriber."""
    wanted = {theme.pk for theme in themes}
    rows = SubscriberTheme.objects.filter(subscriber=subscriber)
    rows.exclude(concept__in=wanted).delete()
    kept = set(rows.values_list("concept_id", flat=True))
    SubscriberTheme.objects.bulk_create(
        SubscriberTheme(subscriber=subscriber, concept_id=pk) for pk in sorted(wanted - kept)
    )


def _new(email: str, choices: Choices) -> Subscriber | None:
    """Make a waiting subscriber; None if another request made it a moment ago."""
    subscriber = Subscriber(email=email)
    store_choices(subscriber, choices)
    try:
        with transaction.atomic():
            subscriber.save()
    except IntegrityError:
        return None
    return subscriber


def _may_be_mailed(subscriber: Subscriber) -> bool:
    return not was_lately(subscriber.mailed_at, within=PAUSE)


@transaction.atomic
def subscribe(*, email: str, choices: Choices, wording: ShownWording) -> None:
    """Note that somebody entered `email` in a sign-up form, and mail its owner.

    Whoever gets the newsletter already keeps everything as it is and gets his or her own links;
    anybody else is asked to confirm. Raises ValidationError if a choice makes no sense.
    """
    subscriber = _locked(email) or _new(email, choices) or _locked(email)
    if subscriber is None:  # made and erased in between
        return
    due = _may_be_mailed(subscriber)
    if subscriber.state == State.ACTIVE:
        if due:
            mails.send_already(subscriber)
    else:
        store_choices(subscriber, choices)
        store_themes(subscriber, choices.themes)
        if due:
            subscriber.asked_at = timezone.now()
            log(subscriber, Action.REQUESTED, How.FORM, wording=wording)
            mails.send_opt_in(subscriber)
    if due:
        subscriber.mailed_at = timezone.now()
    subscriber.save()


@transaction.atomic
def confirm(subscriber: Subscriber, *, wording: ShownWording) -> None:
    """Start a subscription. Raises NothingToConfirm if it isn't waiting for that."""
    row = _locked_again(subscriber)
    if row.asked_at is None:
        raise NothingToConfirm(row.pk)
    row.state = State.ACTIVE
    row.confirmed_at = timezone.now()
    row.asked_at = None
    row.mailed_at = None  # whoever has just answered may ask for a link at once
    row.soft_bounces = 0
    row.soft_bounce_of = ""
    row.save()
    log(row, Action.GIVEN, How.DOUBLE_OPT_IN, wording=wording)


@transaction.atomic
def change_choices(subscriber: Subscriber, *, choices: Choices) -> None:
    """Store what a subscriber wants from now on. Raises ValidationError."""
    row = _locked_again(subscriber)
    store_choices(row, choices)
    row.save()
    store_themes(row, choices.themes)
    log(row, Action.CHANGED, How.PREFERENCES)


@transaction.atomic
def unsubscribe(subscriber: Subscriber, *, how: How, wording: ShownWording | None = None) -> None:
    """End a subscription, or the wait for one. Doing so again changes and logs nothing."""
    row = _locked_again(subscriber)
    if row.state == State.UNSUBSCRIBED and row.asked_at is None:
        return
    row.state = State.UNSUBSCRIBED
    row.asked_at = None
    row.save()
    log(row, Action.WITHDRAWN, how, wording=wording)


@transaction.atomic
def send_links(*, email: str) -> None:
    """Mail the links that belong to `email`, if it is anybody's and wasn't mailed just now.

    For nobody the same is written and taken back, so the time it takes says nothing either.
    """
    found = _locked(email)
    if found is not None and _may_be_mailed(found) and _has_links(found):
        _mail_links(found)
        return
    with transaction.atomic():
        _mail_links(Subscriber(pk=0, email=email, state=State.ACTIVE))
        transaction.set_rollback(True)


def _has_links(subscriber: Subscriber) -> bool:
    return subscriber.state == State.ACTIVE or subscriber.asked_at is not None


def _mail_links(subscriber: Subscriber) -> None:
    now = timezone.now()
    if subscriber.state == State.ACTIVE:
        mails.send_own_links(subscriber)
    else:
        subscriber.asked_at = now
        mails.send_opt_in(subscriber)
    rows = Subscriber.objects.filter(pk=subscriber.pk)
    rows.update(asked_at=subscriber.asked_at, mailed_at=now)
