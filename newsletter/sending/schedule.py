"""What people, and the clock, do with a mailing as a whole.

    SCHEDULED → SENDING → FINISHED
        ↓  ↘     ↕           ↓ (send_rest)
      LATE → … PAUSED      SENDING
    STOPPED: from everywhere but FINISHED; send_rest goes on from there

Each step locks the mailing, so of two people who press at once one gets WrongState; each is logged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import Revision

from core.i18n import default_language
from core.time_zones import known_zones
from newsletter.models import Delivery, DeliveryState, IssuePage, Mailing, MailingState, State
from newsletter.sending import notices
from users.models import User

#: A mailing that is due for longer asks the office again: a month-old invitation helps nobody.
LATE_AFTER = timedelta(hours=2)

OPEN = (MailingState.SCHEDULED, MailingState.LATE, MailingState.SENDING, MailingState.PAUSED)


class WrongState(Exception):
    """The mailing is not in a state in which that can be done; `state` is the one it is in."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class AlreadyScheduled(Exception):
    """The issue is on its way to the same readers already."""


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Which readers; empty lists mean all. `themes` are record ids."""

    languages: Sequence[str] = ()
    countries: Sequence[str] = ()
    themes: Sequence[str] = ()
    members_only: bool = False

    def values(self) -> dict[str, Any]:
        """Return the fields of a Mailing."""
        return {
            "languages": list(self.languages),
            "countries": list(self.countries),
            "themes": list(self.themes),
            "members_only": self.members_only,
        }


EVERYBODY = Segment()


@transaction.atomic
def schedule(
    issue: IssuePage,
    revision: Revision,
    *,
    by: User | None,
    at: datetime | None = None,
    time_zone: str = "",
    segment: Segment = EVERYBODY,
) -> Mailing:
    """Have a revision of an issue sent, at once or at a moment (with a time zone of its own).

    `time_zone` is only how `at` is shown. Raises ValueError for a revision of something else, a
    moment without a time zone or a zone that doesn't exist, and AlreadyScheduled.
    """
    if revision.object_id != str(issue.pk) or revision.content_type.model != "issuepage":
        raise ValueError(f"{revision} is no version of {issue}")
    if at is not None and timezone.is_naive(at):
        raise ValueError("the moment has no time zone")
    if time_zone and time_zone not in known_zones():
        raise ValueError(f"there is no time zone {time_zone}")
    IssuePage.objects.select_for_update().get(pk=issue.pk)
    values = segment.values()
    if any(_same(each, values) for each in issue.mailings.filter(state__in=OPEN)):
        raise AlreadyScheduled(issue.pk)
    mailing = Mailing.objects.create(
        issue=issue,
        revision=revision,
        scheduled_for=at or timezone.now(),
        time_zone=time_zone,
        created_by=by,
        **values,
    )
    log(mailing, "newsletter.schedule", user=by)
    return mailing


def _same(mailing: Mailing, values: dict[str, Any]) -> bool:
    return all(getattr(mailing, name) == value for name, value in values.items())


@transaction.atomic
def pause(mailing: Mailing, *, by: User | None, reason: str = "") -> Mailing:
    """Let no more mails leave; the batch under way is the last. Without `by` it was the program."""
    row = _locked(mailing, MailingState.SENDING)
    _store(row, "pause", by, state=MailingState.PAUSED, reason=reason)
    if by is None:
        notices.paused(row)
    return row


@transaction.atomic
def resume(mailing: Mailing, *, by: User | None) -> Mailing:
    """Go on after a pause."""
    row = _locked(mailing, MailingState.PAUSED)
    _store(row, "resume", by, **_under_way(row))
    return row


@transaction.atomic
def stop(mailing: Mailing, *, by: User | None, reason: str = "") -> Mailing:
    """End a mailing, or cancel one that hasn't begun. Who has no mail yet gets none."""
    row = _locked(mailing, *OPEN)
    _store(row, "stop", by, state=MailingState.STOPPED, reason=reason, finished_at=timezone.now())
    return row


@transaction.atomic
def confirm_late(mailing: Mailing, *, by: User | None) -> Mailing:
    """Send a mailing although its time has passed."""
    row = _locked(mailing, MailingState.LATE)
    _store(row, "confirm", by, **_under_way(row))
    return row


@transaction.atomic
def send_rest(mailing: Mailing, *, by: User | None) -> int:
    """Try again for everybody who got nothing, and go on if the mailing was stopped.

    Failed mails wait anew, but not those to readers who are no longer subscribed: their address
    failed for good. Whoever got the issue by another mailing meanwhile is left out when it would
    be handed over (`ledger.hand_over`). Return how many mails wait now.
    """
    row = _locked(mailing, MailingState.FINISHED, MailingState.STOPPED)
    failed = Delivery.objects.filter(mailing=row, state=DeliveryState.FAILED)
    failed.filter(subscriber__state=State.ACTIVE).update(
        state=DeliveryState.QUEUED,
        finished_at=None,
        due_at=timezone.now(),
        attempts=0,
    )
    _store(row, "send_rest", by, **_under_way(row), finished_at=None)
    return Delivery.objects.filter(mailing=row, finished_at=None).count()


def begin_due(*, now: datetime | None = None) -> None:
    """Start what is due; ask the office about what is due for too long."""
    moment = now or timezone.now()
    due = Mailing.objects.filter(state=MailingState.SCHEDULED, scheduled_for__lte=moment)
    for pk in list(due.order_by("scheduled_for", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = due.select_for_update(of=("self",)).filter(pk=pk).first()
            if row is None:
                continue
            if row.scheduled_for < moment - LATE_AFTER:
                _store(row, "late", None, state=MailingState.LATE, reason=_too_late())
                notices.late(row)
            else:
                _store(row, "start", None, **_under_way(row))


def finish_if_done(mailing: Mailing) -> bool:
    """End a mailing of which nothing waits any more; return whether it was so."""
    with transaction.atomic():
        row = Mailing.objects.select_for_update(of=("self",)).get(pk=mailing.pk)
        waiting = Q(state=MailingState.SENDING, enrolled=True)
        if not Mailing.objects.filter(waiting, pk=row.pk).exists():
            return False
        if Delivery.objects.filter(mailing=row, finished_at=None).exists():
            return False
        _store(
            row, "finish", None, state=MailingState.FINISHED, reason="", finished_at=timezone.now()
        )
    return True


def _too_late() -> str:
    with override(default_language()):
        return _("Its time passed while nothing could be sent.")


def _under_way(row: Mailing) -> dict[str, Any]:
    now = timezone.now()
    return {
        "state": MailingState.SENDING,
        "reason": "",
        "started_at": row.started_at or now,
        "resumed_at": now,
    }


def _locked(mailing: Mailing, *states: str) -> Mailing:
    """Return the mailing as it is stored, locked. Raises WrongState unless it is in `states`."""
    row = Mailing.objects.select_for_update(of=("self",)).get(pk=mailing.pk)
    if row.state not in states:
        raise WrongState(row.state)
    return row


def _store(row: Mailing, action: str, by: User | None, /, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    log(row, f"newsletter.{action}", user=by)
