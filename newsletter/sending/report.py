"""Who got a mailing, who didn't, and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from core.mail.addresses import as_stored, in_any_case
from newsletter.models import Delivery, DeliveryState, Mailing, MailingState, SkipReason, State
from newsletter.sending.kin import ON_THE_WAY, REACHED

NO_MAIL = (DeliveryState.FAILED, DeliveryState.SKIPPED)


@dataclass(frozen=True, kw_only=True)
class MailingSummary:
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
        return sum(self.by_state[state] for state in ON_THE_WAY)

    @property
    def arrived(self) -> int:
        """Mails that a server accepted, once or perhaps twice."""
        return sum(self.by_state[state] for state in REACHED)


@dataclass(frozen=True, kw_only=True)
class Line:
    """What became of one reader's mail. `address` is empty once the reader is forgotten.

    `reason` is in words: the active language's for what we decided, a server's for its refusal.
    `doubtful`: a mail may have arrived before this one.
    """

    address: str
    state: DeliveryState
    reason: str
    doubtful: bool


def summary(mailing: Mailing) -> MailingSummary:
    """Return the numbers of a mailing. Three queries, however many readers."""
    rows = Delivery.objects.filter(mailing=mailing).order_by()
    states = dict(rows.values_list("state").annotate(count=Count("pk")))
    skipped = rows.filter(state=DeliveryState.SKIPPED).values_list("last_error")
    reasons = dict(skipped.annotate(count=Count("pk")))
    return MailingSummary(
        by_state={state: states.get(state.value, 0) for state in DeliveryState},
        skipped={reason: reasons[reason.value] for reason in SkipReason if reason.value in reasons},
        again=rows.filter(state=DeliveryState.FAILED, subscriber__state=State.ACTIVE).count(),
    )


def rows_of(
    mailing: Mailing, *, state: DeliveryState | None = None, address: str = ""
) -> QuerySet[Delivery]:
    """Return the rows of those who got no mail and won't without somebody's doing; no query yet.

    With a `state` return the rows in that state instead, with an `address` that reader's row,
    whatever its state. Once a mailing is stopped, whoever waited gets none either. In the order of
    enrolment.
    """
    rows = Delivery.objects.filter(mailing=mailing).select_related("subscriber").order_by("pk")
    if address:
        return in_any_case(rows, as_stored(address), field="subscriber__email")
    if state is not None:
        return rows.filter(state=state)
    stopped = mailing.state == MailingState.STOPPED
    return rows.filter(state__in=(*NO_MAIL, *ON_THE_WAY) if stopped else NO_MAIL)


def line_of(row: Delivery) -> Line:
    """Return what a row says. No query if its subscriber is loaded."""
    return Line(
        address=row.subscriber.email if row.subscriber else "",
        state=DeliveryState(row.state),
        reason=_in_words(row),
        doubtful=row.doubtful and row.state != DeliveryState.UNCERTAIN,
    )


def _in_words(row: Delivery) -> str:
    if row.state == DeliveryState.SKIPPED and row.last_error in SkipReason.values:
        return str(SkipReason(row.last_error).label)
    return row.last_error
