"""Who got a mailing, who didn't, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from newsletter.models import Delivery, DeliveryState, Mailing, SkipReason, State

GOT_IT = (DeliveryState.ACCEPTED, DeliveryState.UNCERTAIN)


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Numbers of a mailing: mails by state, those left out by reason, those to try again."""

    by_state: dict[DeliveryState, int]
    skipped: dict[SkipReason, int]
    again: int

    @property
    def total(self) -> int:
        """All readers that were enrolled."""
        return sum(self.by_state.values())

    @property
    def waiting(self) -> int:
        """Mails that are still to come."""
        return self.by_state[DeliveryState.QUEUED] + self.by_state[DeliveryState.HANDED_OVER]

    @property
    def arrived(self) -> int:
        """Mails that a server accepted, once or perhaps twice."""
        return sum(self.by_state[state] for state in GOT_IT)


@dataclass(frozen=True, kw_only=True)
class Unsent:
    """A reader who got no mail. `address` is empty once the reader is forgotten.

    `reason` is in words: the active language's for what we decided, a server's for its refusal.
    `doubtful`: a mail may have arrived before the one that failed.
    """

    address: str
    state: DeliveryState
    reason: str
    doubtful: bool


def summary(mailing: Mailing) -> Summary:
    """Return the numbers of a mailing. Three queries, however many readers."""
    rows = Delivery.objects.filter(mailing=mailing).order_by()
    states = dict(rows.values_list("state").annotate(count=Count("pk")))
    skipped = rows.filter(state=DeliveryState.SKIPPED).values_list("last_error")
    reasons = dict(skipped.annotate(count=Count("pk")))
    return Summary(
        by_state={state: states.get(state.value, 0) for state in DeliveryState},
        skipped={reason: reasons[reason.value] for reason in SkipReason if reason.value in reasons},
        again=rows.filter(state=DeliveryState.FAILED, subscriber__state=State.ACTIVE).count(),
    )


def unsent(mailing: Mailing, *, limit: int | None = None) -> Iterator[Unsent]:
    """Yield those who got no mail and won't without somebody's doing, in the order of enrolment.

    One query; rows come in portions, so that a hundred thousand need no memory.
    """
    rows = Delivery.objects.filter(
        Q(state=DeliveryState.FAILED) | Q(state=DeliveryState.SKIPPED), mailing=mailing
    )
    for row in rows.select_related("subscriber").order_by("pk")[:limit].iterator(chunk_size=500):
        yield Unsent(
            address=str(row.subscriber) if row.subscriber else "",
            state=DeliveryState(row.state),
            reason=_in_words(row),
            doubtful=row.doubtful,
        )


def _in_words(row: Delivery) -> str:
    if row.state == DeliveryState.SKIPPED and row.last_error in SkipReason.values:
        return str(SkipReason(row.last_error).label)
    return row.last_error
