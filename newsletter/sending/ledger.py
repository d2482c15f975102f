"""Steps of a batch in the ledger, each a short transaction with no network inside.

    take        a hundred rows are this process's own for a while (a lease)
    hand over   twenty of them become HANDED_OVER before a mail server hears of them
    settle      they become what the server said; then the next twenty

A process that dies after `hand_over` leaves rows HANDED_OVER. When their lease runs out, another
one takes them and can't know which mails arrived: it marks them `doubtful` and sends them again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from core.leases import pause_after
from newsletter.models import Delivery, DeliveryState, Mailing, MailingState, SkipReason, State
from newsletter.sending import throttle
from newsletter.sending.kin import Elsewhere, elsewhere
from newsletter.subscribers import bounces

TAKEN = 100  # rows that a process takes at once: nothing happens to them but their lease
BATCH = 20  # rows handed over at once: so many mails may come twice after a kill
LEASE = timedelta(minutes=10)

WHY_SKIPPED: dict[str | None, SkipReason] = {
    None: SkipReason.ERASED,
    State.PENDING: SkipReason.UNSUBSCRIBED,
    State.UNSUBSCRIBED: SkipReason.UNSUBSCRIBED,
    State.BOUNCED: SkipReason.BOUNCED,
    State.COMPLAINED: SkipReason.COMPLAINED,
}


@dataclass(kw_only=True)
class Outcome:
    """What became of a batch. `refused` are those of `failed` that a server gave an answer to."""

    accepted: list[Delivery] = field(default_factory=list)
    failed: list[tuple[Delivery, str]] = field(default_factory=list)
    refused: list[tuple[Delivery, str]] = field(default_factory=list)
    later: list[tuple[Delivery, str]] = field(default_factory=list)
    untried: list[Delivery] = field(default_factory=list)


def take(mailing: Mailing, *, limit: int = TAKEN) -> list[Delivery]:
    """Take up to `limit` waiting rows of a mailing, or such as a dead process left behind.

    Taking is no attempt yet, handing over is: else rows would be given up that were never tried,
    because processes died over others of the same hundred.
    """
    rows = Delivery.objects.filter(mailing=mailing).take(limit=limit, lease=LEASE)
    _mine(rows).update(attempts=F("attempts") - 1)
    for row in rows:
        row.attempts -= 1
    left_behind = [row for row in rows if row.state == DeliveryState.HANDED_OVER]
    if left_behind:
        _mine(left_behind).update(state=DeliveryState.QUEUED, doubtful=True)
        for row in left_behind:
            row.state, row.doubtful = DeliveryState.QUEUED, True
    return rows


def _mine(rows: Sequence[Delivery]) -> QuerySet[Delivery]:
    """Return those rows of one `take` that nobody took over since their lease ran out."""
    lease = rows[0].leased_until if rows else None
    return Delivery.objects.filter(
        pk__in=[row.pk for row in rows], leased_until=lease, finished_at=None
    )


@transaction.atomic
def hand_over(mailing: Mailing, rows: Sequence[Delivery]) -> list[Delivery]:
    """Mark rows as HANDED_OVER and return them.

    Nothing is handed over once a mailing is paused; what the throttle holds back stays waiting; and
    whoever unsubscribed, bounced or was erased meanwhile is left out (SKIPPED), like those whom
    another mailing of the issue has reached. `kin` says what becomes of those it may have reached.
    """
    now = timezone.now()
    allowed = _allowed(mailing, wanted=len(rows))
    held = _mine(rows).select_for_update(of=("self",))
    states: dict[int, str | None] = dict(held.values_list("pk", "subscriber__state"))
    for row in rows:
        if states.get(row.pk, State.ACTIVE) != State.ACTIVE:
            skip([row], WHY_SKIPPED[states[row.pk]])
    active = [row for row in rows if states.get(row.pk) == State.ACTIVE]
    ready = _not_elsewhere(active, elsewhere(mailing, active, now=now))
    chosen = ready[:allowed]
    release(ready[allowed:])
    _mine(chosen).update(state=DeliveryState.HANDED_OVER, handed_at=now, attempts=F("attempts") + 1)
    throttle.count(len(chosen), now=now)
    for row in chosen:
        row.attempts += 1
        row.handed_at = now
    return chosen


def _not_elsewhere(rows: Sequence[Delivery], found: Elsewhere) -> list[Delivery]:
    """Return those rows that may be sent; note in them whose readers may have the issue."""
    ready = []
    for row in rows:
        reader = row.subscriber_id or 0
        if reader in found.reached:
            skip([row], SkipReason.ELSEWHERE)
        elif reader in found.reaching:
            _mine([row]).update(leased_until=None, due_at=found.reaching[reader])
        else:
            row.doubtful = row.doubtful or reader in found.perhaps
            ready.append(row)
    return ready


def _allowed(mailing: Mailing, *, wanted: int) -> int:
    """Lock the mailings of the issue that are being sent; return how many mails may go.

    With a throttle all that are being sent are locked.
    """
    locked = Mailing.objects.filter(state=MailingState.SENDING).select_for_update(no_key=True)
    if not settings.NEWSLETTER_PER_HOUR:
        kin = Q(pk=mailing.pk)
        if mailing.issue_id is not None:
            kin |= Q(issue=mailing.issue_id)
        locked = locked.filter(kin)
    if mailing.pk not in list(locked.order_by("pk").values_list("pk", flat=True)):
        return 0
    allowance = throttle.allowance(now=timezone.now())
    return wanted if allowance is None else min(wanted, allowance)


def note_versions(rows: Sequence[Delivery]) -> None:
    """Store which version each row's reader gets; a query per version."""
    alike: dict[int | None, list[Delivery]] = defaultdict(list)
    for row in rows:
        alike[row.variant_id].append(row)
    for variant_id, same in alike.items():
        _mine(same).update(variant=variant_id)


def skip(rows: Sequence[Delivery], reason: SkipReason) -> None:
    """Store that readers are left out."""
    _mine(rows).update(
        state=DeliveryState.SKIPPED,
        finished_at=timezone.now(),
        leased_until=None,
        last_error=reason.value,
    )
    for row in rows:
        row.state = DeliveryState.SKIPPED


def release(rows: Sequence[Delivery], *, attempts: int = 0) -> None:
    """Put rows back that nothing was tried for, minus `attempts` that were counted already."""
    _mine(rows).update(
        state=DeliveryState.QUEUED, leased_until=None, attempts=F("attempts") - attempts
    )


@transaction.atomic
def settle(outcome: Outcome, *, arrived: bool) -> None:
    """Store what became of mails. `arrived`: accepting says something about the reader's address.

    A row whose lease ran out belongs to whoever took it since, and is left alone.
    """
    now = timezone.now()
    done = {"finished_at": now, "leased_until": None}
    sure = [row for row in outcome.accepted if not row.doubtful]
    unsure = [row for row in outcome.accepted if row.doubtful]
    if sure:
        _mine(sure).update(state=DeliveryState.ACCEPTED, last_error="", **done)
    if unsure:
        _mine(unsure).update(state=DeliveryState.UNCERTAIN, last_error="", **done)
    for row, error in outcome.failed:
        _mine([row]).update(
            state=DeliveryState.FAILED, last_error=error, doubtful=row.doubtful, **done
        )
    for row, error in outcome.later:
        _mine([row]).update(
            state=DeliveryState.QUEUED,
            due_at=now + pause_after(row.attempts),
            leased_until=None,
            last_error=error,
            doubtful=row.doubtful,
        )
    release(outcome.untried, attempts=1)
    throttle.uncount(outcome.untried)
    for row, answer in outcome.refused:
        if row.subscriber_id is not None:
            bounces.note_refusal(row.subscriber_id, answer)
    if arrived and outcome.accepted:
        bounces.arrived(*(row.subscriber_id for row in outcome.accepted if row.subscriber_id))
