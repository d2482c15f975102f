"""Taking a list in, or one person by hand: all of it in one transaction, and nothing of the file.

What stays is the subscription, its line in the consent log with the proof, and in the admin's log
who did it and how many; no list of addresses.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log as log_action

from newsletter.models import Action, ConsentEvent, How, State, Subscriber, SubscriberTheme
from newsletter.pseudonyms import digest_of
from newsletter.subscribers import mails
from newsletter.subscribers.lists.planning import (
    BATCH,
    Answers,
    ListEntry,
    Plan,
    Proof,
    RowFate,
    plan,
    settle,
)
from newsletter.subscribers.lists.table import ListTable
from newsletter.subscribers.services import Choices

TAKEN = "newsletter.list_taken"
ADDED = "newsletter.subscriber_added"
KNOWN = _("This address is here already (%(state)s).")
NEVER_AGAIN = _(
    "Whoever has this address left the newsletter, or mails came back: only its owner can "
    "subscribe it again, with the form on the site."
)


def take(table: ListTable, answers: Answers, *, by: Any = None) -> Plan:
    """Take a list in and return what became of its rows. Doing so again changes nothing."""
    for last_try in (False, True):
        try:
            with transaction.atomic():
                found = plan(table, answers, today=timezone.localdate())
                store(found)
                _note(TAKEN, by=by, data={"rows": found.counts()})
                return found
        except IntegrityError:  # somebody signed up in between: look again, once
            if last_try:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def add_by_hand(*, email: str, choices: Choices, proof: Proof, by: Any) -> Subscriber:
    """Add one person who agreed elsewhere. Raises ValidationError if that can't be."""
    entry = ListEntry(
        row=1,
        email=email,
        fate=RowFate.NEW,
        languages=list(choices.languages),
        countries=list(choices.countries),
        themes=list(choices.themes),
        frequency=choices.frequency,
        proof=proof,
    )
    settle([entry])
    if entry.fate == RowFate.KNOWN:
        raise ValidationError(KNOWN, params={"state": entry.why})
    if entry.fate != RowFate.NEW:
        raise ValidationError(NEVER_AGAIN)
    (made,) = _store_agreed([entry], how=How.OFFICE)
    _note(ADDED, by=by, data={"subscriber": made.pk})
    return made


def store(found: Plan) -> None:
    """Store what a plan says. Some queries per 500 rows."""
    _store_agreed(found.of(RowFate.NEW), how=How.IMPORT)
    _store_asked(found.of(RowFate.ASK))
    ConsentEvent.objects.bulk_create(
        [
            ConsentEvent(digest=digest_of(entry.email), action=Action.WITHDRAWN, how=How.IMPORT)
            for entry in found.left_there()
        ],
        batch_size=BATCH,
    )


def moment_of(day: dt.date) -> dt.datetime:
    """Return noon of a day, which is that day in nearly every zone; never a moment to come."""
    return min(dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC), timezone.now())


def _store_agreed(entries: list[ListEntry], *, how: How) -> list[Subscriber]:
    moments = [moment_of(entry.proof.day) for entry in entries if entry.proof]
    made = _make(
        [
            _subscriber(entry, state=State.ACTIVE, confirmed_at=moment)
            for entry, moment in zip(entries, moments, strict=True)
        ],
        entries,
    )
    by_hand = how == How.OFFICE
    ConsentEvent.objects.bulk_create(
        [
            ConsentEvent(
                subscriber=row,
                digest=digest_of(row.email),
                action=Action.GIVEN,
                how=how,
                at=moment,
                wording=entry.proof.words,
                place=entry.proof.where,
                language=entry.languages[0] if by_hand else "",
            )
            for row, entry, moment in zip(made, entries, moments, strict=True)
            if entry.proof
        ],
        batch_size=BATCH,
    )
    return made


def _store_asked(entries: list[ListEntry]) -> None:
    now = timezone.now()
    made = _make(
        [_subscriber(entry, state=State.PENDING, asked_at=now, mailed_at=now) for entry in entries],
        entries,
    )
    ConsentEvent.objects.bulk_create(
        [
            ConsentEvent(
                subscriber=row,
                digest=digest_of(row.email),
                action=Action.REQUESTED,
                how=How.IMPORT,
                at=now,
            )
            for row in made
        ],
        batch_size=BATCH,
    )
    mails.send_questions(made)


def _subscriber(entry: ListEntry, *, state: State, **moments: dt.datetime) -> Subscriber:
    return Subscriber(
        email=entry.email,
        state=state,
        languages=entry.languages,
        countries=entry.countries,
        frequency=entry.frequency,
        **moments,
    )


def _make(rows: list[Subscriber], entries: list[ListEntry]) -> list[Subscriber]:
    made = Subscriber.objects.bulk_create(rows, batch_size=BATCH)
    SubscriberTheme.objects.bulk_create(
        [
            SubscriberTheme(subscriber=row, concept=theme)
            for row, entry in zip(made, entries, strict=True)
            for theme in entry.themes
        ],
        batch_size=BATCH,
    )
    return made


def _note(action: str, *, by: Any, data: dict[str, Any]) -> None:
    """Write into the admin's log who did it: numbers, no address. A command has nobody."""
    if by is not None:
        log_action(instance=by, action=action, user=by, data=data)
