"""The worker's slice: starts what is due, enrols, sends batch after batch, ends what is done."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from core.mail.transport import MailServerError, Transport, open_transport
from newsletter.models import Mailing, MailingState
from newsletter.sending import schedule, watching
from newsletter.sending.batches import MailBatch, TemplateStore
from newsletter.sending.enrolling import enrol_batch
from newsletter.sending.versions import MailTooLarge, NotComposed

logger = logging.getLogger(__name__)

SLICE = 5.0  # seconds; then other work of the process has its turn


def send_due() -> bool:
    """Send for a few seconds; return whether there was anything to do. A slice of the worker.

    Raises MailServerError when the server lets no mail in, so that the worker leaves it alone.
    """
    schedule.begin_due()
    sender = Sender()
    try:
        return sender.run(seconds=SLICE)
    finally:
        sender.transport.close()


@dataclass(kw_only=True)
class Sender:
    """Sends whatever is SENDING, in turn, over one connection."""

    transport: Transport = field(default_factory=open_transport)
    templates: TemplateStore = field(default_factory=TemplateStore)
    clock: Callable[[], float] = time.monotonic

    def run(self, *, seconds: float) -> bool:
        """Work for about that long, or until nothing is left; return whether there was any."""
        until = self.clock() + seconds
        worked = False
        while self.clock() < until:
            sending = Mailing.objects.filter(state=MailingState.SENDING)
            steps = [self.step(each) for each in sending.order_by("started_at", "pk")]
            if not any(steps):
                break
            worked = True
        return worked

    def step(self, mailing: Mailing) -> bool:
        """Do one batch of work for a mailing; return whether there was any."""
        if not mailing.enrolled:
            enrol_batch(mailing)
            return True
        batch = MailBatch(
            mailing=mailing, transport=self.transport, templates=self.templates, clock=self.clock
        )
        try:
            found = batch.run()
        except MailTooLarge as error:
            return watching.pause_too_large(mailing, error)
        except NotComposed as error:
            logger.exception("mailing %s can't be composed", mailing.pk)
            return watching.pause_not_composed(mailing, error)
        except MailServerError as error:
            Mailing.objects.filter(pk=mailing.pk, state=MailingState.SENDING).update(
                reason=str(error)
            )
            raise
        if mailing.reason and batch.sent:  # the server answers again
            Mailing.objects.filter(pk=mailing.pk, state=MailingState.SENDING).update(reason="")
        return found or schedule.finish_if_done(mailing)
