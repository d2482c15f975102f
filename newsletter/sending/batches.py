"""One batch of a mailing: its letters are made, handed over, sent, and settled."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from core.mail.transport import ConnectionLost, MailServerError, Refused, Transport
from core.network.now import network_now
from newsletter.models import Delivery, DeliveryState, Mailing, SkipReason, Subscriber
from newsletter.sending import ledger, taken_off, throttle, watching
from newsletter.sending.ledger import Outcome
from newsletter.sending.letters import Letter, Template
from newsletter.sending.versions import Compose, compose, readership_of, variant_for

GIVE_UP_AFTER = 10  # attempts; with the growing pauses about four hours
DOUBTFUL_AFTER = 3  # attempts of a mail whose connection broke: the reader may have got each one
TROUBLE = 3  # connections that break in a row: it is the server, not a reader's address
MOST_TIME = 240.0  # seconds a batch goes on sending, far less than its lease
CACHED = 20_000_000  # bytes of versions kept in memory


class TemplateStore:
    """The versions that this process used last, ready to send."""

    def __init__(self, *, compose: Compose = compose) -> None:
        """Keep nothing yet; `compose` makes versions that aren't stored."""
        self._compose = compose
        self._kept: OrderedDict[tuple[int, str], Template] = OrderedDict()

    def template(self, mailing: Mailing, subscriber: Subscriber) -> Template:
        """Return the version of a mailing for a subscriber. Raises MailTooLarge."""
        key = (mailing.pk, readership_of(mailing, subscriber).name)
        found = self._kept.pop(key, None)
        if found is None:
            variant = variant_for(mailing, subscriber, compose=self._compose)
            found = Template(variant, network=network_now().name)
        self._kept[key] = found
        while len(self._kept) > 1 and sum(each.size for each in self._kept.values()) > CACHED:
            self._kept.popitem(last=False)
        return found

    def renew(self, mailing: Mailing, subscribers: Iterable[Subscriber]) -> None:
        """Forget versions for those subscribers that name what was taken off the site since."""
        names = {readership_of(mailing, each).name for each in subscribers}
        holding = taken_off.check(mailing, names=names).holding
        for key, template in list(self._kept.items()):
            if key[0] == mailing.pk and key[1] in names and template.variant.pk not in holding:
                del self._kept[key]


@dataclass(kw_only=True)
class MailBatch:
    """Sends what waits of one mailing, up to `ledger.TAKEN` mails, on a connection of the caller.

    `clock` tells seconds that only go forward. `sent`, `failed` and `left_out` count what became of
    the mails that letters were made for.
    """

    mailing: Mailing
    transport: Transport
    templates: TemplateStore
    clock: Callable[[], float] = time.monotonic
    sent: int = 0
    failed: int = 0
    left_out: int = 0
    outcome: Outcome = field(default_factory=Outcome)
    trouble: str = ""
    _broken: int = 0

    def run(self) -> bool:
        """Return whether there was anything to do.

        Raises MailServerError when no mail can leave, after storing everything; and MailTooLarge.
        """
        until = self.clock() + MOST_TIME
        allowance = throttle.allowance(now=timezone.now())
        rows = ledger.take(self.mailing, limit=_fewer(ledger.TAKEN, allowance))
        waiting = list(rows)
        with ExitStack() as undo:
            undo.callback(lambda: ledger.release(waiting))  # whatever happens
            letters = self._letters(rows)
            waiting = [row for row in rows if row.pk in letters]
            ledger.note_versions(waiting)
            self._settle()
            while waiting and not self.trouble and self.clock() < until:
                wanted = waiting[: ledger.BATCH]
                chosen = ledger.hand_over(self.mailing, wanted)
                del waiting[: ledger.BATCH]
                left_out = sum(row.state == DeliveryState.SKIPPED for row in wanted)
                self.left_out += left_out
                if not chosen and not left_out:  # paused, or held back by the throttle
                    break
                self._send_all(chosen, letters, until=until)
                self._settle()
        if self.trouble:
            raise MailServerError(self.trouble)
        return bool(self.sent or self.failed or self.left_out) or len(rows) > len(letters)

    def _send_all(self, rows: list[Delivery], letters: dict[int, Letter], *, until: float) -> None:
        for number, row in enumerate(rows):
            if self.trouble or self.clock() > until:
                self.outcome.untried += rows[number:]
                break
            self._send(row, letters[row.pk])

    def _settle(self) -> None:
        """Store what became of the mails so far."""
        outcome, self.outcome = self.outcome, Outcome()
        if outcome == Outcome():
            return
        ledger.settle(outcome, arrived=self.transport.speaks_smtp)
        self.sent += len(outcome.accepted)
        self.failed += len(outcome.failed)
        if outcome.failed:
            watching.pause_on_failures(self.mailing)

    def _letters(self, rows: list[Delivery]) -> dict[int, Letter]:
        """Return the letters of those rows that can have one; note or settle the others."""
        readers = Subscriber.objects.all()
        if self.mailing.revision_id is None:
            readers = readers.prefetch_related("theme_rows__concept")
        found = readers.in_bulk([row.subscriber_id for row in rows if row.subscriber_id])
        self.templates.renew(self.mailing, found.values())
        letters, now = {}, timezone.now()
        for row in rows:
            reader = found.get(row.subscriber_id or 0)
            if reader is None:
                ledger.skip([row], SkipReason.ERASED)
                continue
            if row.attempts >= GIVE_UP_AFTER:
                self.outcome.failed.append((row, "the process ended with this mail repeatedly"))
                continue
            letter = self._letter(row, reader, now=now)
            if letter is not None:
                letters[row.pk] = letter
        return letters

    def _letter(self, row: Delivery, reader: Subscriber, *, now: datetime) -> Letter | None:
        template = self.templates.template(self.mailing, reader)
        row.variant_id = template.variant.pk
        if template.variant.empty:
            ledger.skip([row], SkipReason.NOTHING_NEW)
            return None
        try:
            return template.letter(row, reader, now=now)
        except ValidationError as error:  # an address that no server knows how to reach
            self.outcome.failed.append((row, " ".join(error.messages)))
            return None

    def _send(self, row: Delivery, letter: Letter) -> None:
        try:
            self.transport.send(letter)
        except Refused as refused:
            self._broken = 0
            answer = without_address(str(refused), letter.to)
            if refused.passing and row.attempts < GIVE_UP_AFTER:
                self.outcome.later.append((row, answer))
            else:
                self.outcome.failed.append((row, answer))
                self.outcome.refused.append((row, answer))
        except ConnectionLost as lost:
            self._note_break(row, lost, answer=without_address(str(lost), letter.to))
        except MailServerError as error:
            self.outcome.untried.append(row)
            self.trouble = without_address(str(error), letter.to)
        else:
            self._broken = 0
            self.outcome.accepted.append(row)

    def _note_break(self, row: Delivery, lost: ConnectionLost, *, answer: str) -> None:
        row.doubtful = row.doubtful or lost.doubtful
        most = DOUBTFUL_AFTER if row.doubtful else GIVE_UP_AFTER
        kept = self.outcome.later if row.attempts < most else self.outcome.failed
        kept.append((row, answer))
        self._broken += 1
        if self._broken >= TROUBLE:
            self.trouble = answer


def _fewer(most: int, allowance: int | None) -> int:
    return most if allowance is None else min(most, allowance)


def without_address(answer: str, address: str) -> str:
    """Return a server's answer without the reader's address, which the ledger must not keep."""
    name = address.rpartition("@")[0]
    for part in (address, name) if len(name) > 2 else (address,):
        answer = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "…", answer, flags=re.IGNORECASE)
    return answer
