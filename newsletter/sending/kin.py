"""What other mailings of the same issue did for the same readers: nobody gets an issue twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from newsletter.models import Delivery, DeliveryState, Mailing

REACHED = (DeliveryState.ACCEPTED, DeliveryState.UNCERTAIN)
ON_THE_WAY = (DeliveryState.QUEUED, DeliveryState.HANDED_OVER)


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Readers (primary keys) whom another mailing of the issue concerns.

    - `reached`: they have the issue. They are left out.
    - `reaching`: their mail is on its way now, until that moment at most. They wait for its end.
    - `perhaps`: a connection or a process broke over their mail, so they may have the issue. They
      get this mail, and it is uncertain: whether the other one arrived can't be known.
    """

    reached: set[int] = field(default_factory=set)
    reaching: dict[int, datetime] = field(default_factory=dict)
    perhaps: set[int] = field(default_factory=set)


def elsewhere(mailing: Mailing, rows: Sequence[Delivery], *, now: datetime) -> Elsewhere:
    """Return what other mailings of the issue did for the readers of `rows`. At most one query.

    Call it after locking what `ledger.hand_over` locks: then nothing is handed over meanwhile.
    """
    found = Elsewhere()
    readers = [row.subscriber_id for row in rows if row.subscriber_id is not None]
    if mailing.issue_id is None or not readers:
        return found
    others = Delivery.objects.filter(mailing__issue=mailing.issue_id, subscriber__in=readers)
    told = others.exclude(mailing=mailing).order_by()
    for reader, state, doubtful, until in told.values_list(
        "subscriber_id", "state", "doubtful", "leased_until"
    ):
        if reader is None:
            continue
        if state in REACHED:
            found.reached.add(reader)
        elif state == DeliveryState.HANDED_OVER and until is not None and until > now:
            found.reaching[reader] = until
        elif state == DeliveryState.HANDED_OVER or doubtful:
            found.perhaps.add(reader)
    return found
