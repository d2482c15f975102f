"""A sender that is killed at any line misses nobody, and whoever gets two mails is known."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from newsletter.models import Delivery, DeliveryState, Mailing, MailingState, Variant
from newsletter.sending import enrolling, ledger
from newsletter.sending.letters import message_id
from newsletter.sending.schedule import begin_due
from newsletter.sending.transport import open_transport
from tests.forks import in_child, killed_at_line, places_of
from tests.newsletter.sending.making import (
    add_readers,
    make_issue,
    make_mailing,
    send_all,
    states,
    time_passes,
)
from tests.smtp_sink import LOOPBACK, Sink

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WATCHED = ("/newsletter/sending/", "/newsletter/bounces.py", "/core/leases.py")
READERS, KILLS = 2000, 20


@pytest.fixture
def sink(tmp_path: Path, settings: Settings) -> Iterator[Sink]:
    with Sink(tmp_path / "received") as server:
        settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = LOOPBACK, server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


def work() -> None:
    begin_due()
    send_all(open_transport())


def nothing_is_lost(sink: Sink, *, kills: int) -> None:
    """Everybody has a mail, and whoever has two has a row that says so."""
    received = Counter(name for name, _address in sink.received())
    rows = list(Delivery.objects.all())
    ids = {message_id(row.token): row for row in rows}
    twice = [ids[name] for name, count in received.items() if count > 1]
    assert set(received) == set(ids)  # 0 missed
    assert {row.state for row in twice} <= {DeliveryState.UNCERTAIN}
    assert sum(received.values()) - len(received) <= ledger.BATCH * kills
    assert {row.state for row in rows} <= {DeliveryState.ACCEPTED, DeliveryState.UNCERTAIN}
    assert Mailing.objects.get().state == MailingState.FINISHED


def test_two_thousand_readers_and_a_sender_that_is_killed_again_and_again(sink: Sink) -> None:
    add_readers(READERS)
    make_mailing(start=False)
    generator = random.Random(2000)  # noqa: S311 # where to kill, the same in every run
    a_part = READERS * 18 // KILLS  # a mail takes some twenty watched lines
    kills = 0
    for _time in range(KILLS):
        line = generator.randint(1, 2 * a_part)
        kills += killed_at_line(work, line, watched=WATCHED)
        time_passes()
    assert kills > KILLS // 2

    work()

    assert Delivery.objects.count() == READERS
    nothing_is_lost(sink, kills=kills)


def test_a_kill_at_every_line_of_the_sending_path(sink: Sink) -> None:
    add_readers(3)
    make_mailing(start=False)
    work()  # whatever is imported or looked up once
    _again(sink)
    ran = places_of(work, watched=WATCHED)
    first = {place: number for number, place in reversed(list(enumerate(ran, start=1)))}
    assert len(first) > 150

    for place, number in first.items():
        _again(sink)
        assert killed_at_line(work, number, watched=WATCHED), place
        time_passes()
        work()
        assert Delivery.objects.count() == 3, place
        nothing_is_lost(sink, kills=1)


def _again(sink: Sink) -> None:
    """Take everything back to the moment before the mailing was due."""
    sink.clear()
    Delivery.objects.all().delete()
    Variant.objects.all().delete()
    Mailing.objects.update(
        state=MailingState.SCHEDULED, enrolled=False, enrolled_up_to=0, started_at=None,
        resumed_at=None, finished_at=None,
    )  # fmt: skip


def test_two_senders_at_once_send_to_nobody_twice(sink: Sink) -> None:
    add_readers(400)
    mailing = make_mailing()
    enrolling.enrol_batch(mailing)

    children = [in_child(work), in_child(work)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]

    received = [address for _name, address in sink.received()]
    assert len(received) == len(set(received)) == 400
    assert states(mailing) == {"accepted": 400}


def test_two_mailings_of_an_issue_that_enrol_at_once_share_their_readers_out(sink: Sink) -> None:
    add_readers(200)
    issue = make_issue()
    make_mailing(issue=issue)
    make_mailing(issue=issue, segment={"languages": ["en"]})

    children = [in_child(work), in_child(work)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]

    received = [address for _name, address in sink.received()]
    assert len(received) == len(set(received)) == 200
