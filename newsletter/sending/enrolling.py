"""Giving each reader of a mailing a row in the ledger, in batches that go on after a kill."""

from __future__ import annotations

from django.db import transaction

from newsletter.models import Delivery, Mailing, MailingState
from newsletter.sending.segments import readers_of

BATCH = 1000


@transaction.atomic
def enrol_batch(mailing: Mailing, *, size: int = BATCH) -> int:
    """Enrol the next `size` readers of a mailing that is being sent; return how many there were.

    `enrolled_up_to` and the rows are stored together, so a reader gets one row whatever happens.
    Mailings of the same issue wait for each other here: no reader gets into two of them. Who
    begins to read after this came to his or her place in the table isn't enrolled any more.
    """
    kin = Mailing.objects.filter(pk=mailing.pk)
    if mailing.issue_id is not None:
        kin = Mailing.objects.filter(issue=mailing.issue_id)
    locked = {row.pk: row for row in kin.select_for_update(no_key=True).order_by("pk")}
    row = locked.get(mailing.pk)
    if row is None or row.enrolled or row.state != MailingState.SENDING:
        return 0
    readers = readers_of(row).filter(pk__gt=row.enrolled_up_to).order_by("pk")
    found = list(readers.values_list("pk", flat=True)[:size])
    Delivery.objects.bulk_create(Delivery(mailing=row, subscriber_id=pk) for pk in found)
    if found:
        row.enrolled_up_to = found[-1]
    row.enrolled = len(found) < size
    row.save(update_fields=["enrolled_up_to", "enrolled"])
    return len(found)
