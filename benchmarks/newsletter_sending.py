"""`python -m benchmarks.newsletter_sending`: how fast and with how much memory issues go out.

Speed is that of the whole path (ledger, links, headers, SMTP) beside bare `smtplib` that sends
finished mails of the same size into the same server. Both take turns, so that the load of the
machine meets both. Memory is measured at two numbers of readers, with a server that does nothing.
"""

from __future__ import annotations

import argparse
import os
import smtplib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

WORDS = "Visits, letters and telephone calls keep families together; so do stories read aloud. "
PARAGRAPH = f"<p style='font-family: sans-serif; line-height: 1.4'>{WORDS * 3}</p>\n"


def main() -> None:
    """Prepare a site, measure, and print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.newsletter_sending")
    parser.add_argument("--mails", type=int, default=500, help="of one turn")
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--readers", type=int, nargs=2, default=[10_000, 100_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cope-network-bench-") as directory:
        _start(Path(directory))
        _speed(Path(directory), mails=options.mails, turns=options.turns)
        _memory(options.readers)


def _start(directory: Path) -> None:
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "cope_network.settings",
            "DATA_DIR": str(directory),
            "SECRET_KEY": "only-for-benchmarks",
            "ALLOWED_HOSTS": "localhost",
            "DEBUG": "False",
            "LOG_LEVEL": "ERROR",
            "EMAIL_URL": "smtp://127.0.0.1",
        }
    )
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _composed(_mailing: Any, readership: Any) -> Any:
    from newsletter.composition.composed import Composed
    from newsletter.composition.marks import PREFERENCES, UNSUBSCRIBE

    links = f'<a href="{UNSUBSCRIBE}">unsubscribe</a> <a href="{PREFERENCES}">change</a>'
    return Composed(
        language=readership.languages[0],
        subject="News of the network",
        text=WORDS * 60 + f"\n\n{UNSUBSCRIBE}\n{PREFERENCES}\n",
        html=f"<html><body>{PARAGRAPH * 100}{links}</body></html>",
    )


def _mailing(readers: int) -> Any:
    """See that there are so many readers and begin a mailing to them."""
    from django.utils import timezone

    from newsletter.models import Mailing, MailingState, State, Subscriber

    languages = [["en"], ["fr", "en"], ["ro", "en"], ["de"], ["es", "fr"]]
    for start in range(Subscriber.objects.count(), readers, 5000):
        Subscriber.objects.bulk_create(
            Subscriber(
                email=f"reader{number}@example.org",
                state=State.ACTIVE,
                confirmed_at=timezone.now(),
                languages=languages[number % len(languages)],
            )
            for number in range(start, min(start + 5000, readers))
        )
    # no page is needed: the versions are composed by this module
    return Mailing.objects.create(state=MailingState.SENDING, started_at=timezone.now())


# -- speed -----------------------------------------------------------------------------------------
def _speed(directory: Path, *, mails: int, turns: int) -> None:
    from django.conf import settings

    from benchmarks.__main__ import report
    from tests.smtp_sink import LOOPBACK, Sink

    with Sink(directory / "received") as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = LOOPBACK, sink.port
        finished = _finished_mails(mails)
        pairs = [(_bare(sink.port, finished), _ours(mails)) for _turn in range(turns)]
    ratios = [ours / bare for bare, ours in pairs]
    report(
        f"Sending {mails} mails of {len(finished[0][1]) // 1000} kB, {turns} turns",
        [
            f"bare smtplib  {median(bare for bare, _ours_ in pairs):8.0f} mails/s",
            f"newsletter    {median(ours for _bare_, ours in pairs):8.0f} mails/s",
            f"ratio         {median(ratios):8.2f} (from {min(ratios):.2f} to {max(ratios):.2f})",
        ],
    )


class _Keeping:
    """A transport that keeps the finished mails."""

    speaks_smtp = True

    def __init__(self) -> None:
        self.mails: list[tuple[str, bytes]] = []

    def send(self, letter: Any) -> None:
        self.mails.append((letter.to, letter.content()))

    def close(self) -> None:
        """Nothing is open."""


class _Nowhere(_Keeping):
    """A transport that makes each mail and drops it."""

    def send(self, letter: Any) -> None:
        letter.content()


def _finished_mails(count: int) -> list[tuple[str, bytes]]:
    _mailing(count)
    keeping = _Keeping()
    _send(keeping)
    return keeping.mails


def _send(transport: Any) -> None:
    from newsletter.sending.batches import TemplateStore
    from newsletter.sending.sender import Sender

    Sender(transport=transport, templates=TemplateStore(compose=_composed)).run(seconds=100_000)
    transport.close()


def _bare(port: int, mails: list[tuple[str, bytes]]) -> float:
    from core.mail.transport import sender_address

    with _timed() as seconds, smtplib.SMTP("127.0.0.1", port, local_hostname="bench") as server:
        for address, content in mails:
            server.sendmail(sender_address(), [address], content)
    return len(mails) / seconds[0]


def _ours(mails: int) -> float:
    from core.mail.transport import open_transport
    from newsletter.models import Delivery, DeliveryState
    from newsletter.sending.enrolling import enrol_batch

    mailing = _mailing(mails)
    while enrol_batch(mailing):
        pass
    with _timed() as seconds:
        _send(open_transport())
    rows = Delivery.objects.filter(mailing=mailing, state=DeliveryState.ACCEPTED)
    accepted = rows.count()
    if accepted != mails:
        raise RuntimeError(f"{accepted} of {mails} mails were accepted")
    return mails / seconds[0]


@contextmanager
def _timed() -> Iterator[list[float]]:
    start = time.perf_counter()
    seconds: list[float] = []
    yield seconds
    seconds.append(time.perf_counter() - start)


# -- memory ----------------------------------------------------------------------------------------
def _memory(readers: list[int]) -> None:
    from benchmarks.__main__ import report

    rows = []
    for count in readers:
        _mailing(count)
        before = _forget_peak()
        with _timed() as seconds:
            _send(_Nowhere())
        peak, speed = _memory_peak(), count / seconds[0]
        rows.append(f"{count:8d} readers {before:6.1f} → {peak:6.1f} MB, {speed:6.0f} mails/s")
    report("Memory of the process before, and the most while enrolling and sending", rows)


def _forget_peak() -> float:
    """Start the kernel's record of the most memory anew (Linux); return what is in use."""
    Path("/proc/self/clear_refs").write_text("5")
    return _memory_peak()


def _memory_peak() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this kernel doesn't tell the memory of a process")


if __name__ == "__main__":
    main()
