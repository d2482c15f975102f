"""A sender that is killed at any line misses nobody, and whoever gets two mails is known."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from core.mail.transport import open_transport
from newsletter.models import (
    Delivery,
    DeliveryState,
    HandOver,
    Mailing,
    MailingState,
    State,
    Subscriber,
    Variant,
)
from newsletter.sending import enrolling, ledger, schedule
from newsletter.sending.letters import message_id
from newsletter.sending.schedule import begin_due
from tests.forks import in_child, killed_at_line, places_of
from tests.newsletter.making import make_subscriber
from tests.newsletter.sending.making import (
    add_readers,
    make_issue,
    make_mailing,
    send_all,
    states,
    time_passes,
)
from tests.smtp_sink import LOOPBACK, Sink

pytestmark = pytest.mark.django_db(transaction=True)

WATCHED = (
    "/newsletter/sending/",
    "/newsletter/subscribers/bounces.py",
    "/core/mail/transport.py",
    "/core/leases.py",
)
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


# -- at every line ---------------------------------------------------------------------------------
#: readers, by how the server or their owners treat them → (states they may end in, mails at least)
GOT_IT = (DeliveryState.ACCEPTED, DeliveryState.UNCERTAIN)
READERS_OF_EACH_KIND: dict[str, tuple[tuple[DeliveryState, ...], int]] = {
    "plain": (GOT_IT, 1),
    "refused": ((DeliveryState.FAILED,), 0),
    "full": ((DeliveryState.FAILED,), 0),
    "later": (GOT_IT, 1),
    "broken": ((DeliveryState.UNCERTAIN,), 2),
    "unsubscribed": ((DeliveryState.SKIPPED,), 0),
    "erased": ((DeliveryState.SKIPPED,), 0),
    "reached": ((DeliveryState.SKIPPED,), 0),  # by another mailing of the issue
    "reaching": ((DeliveryState.UNCERTAIN,), 1),  # a process died over the other one's mail
    "perhaps": ((DeliveryState.UNCERTAIN,), 1),  # the other one's connection broke
}


def work_among_all_kinds() -> None:
    """Send until nothing is left, with time passing; some readers leave after they are enrolled."""
    begin_due()
    for mailing in Mailing.objects.filter(state=MailingState.SENDING, enrolled=False):
        enrolling.enrol_batch(mailing)
    some_leave()
    for _time in range(2):
        send_all(open_transport())
        time_passes()


def some_leave() -> None:
    """Let readers leave, and another mailing reach some. Also a second time."""
    Subscriber.objects.filter(email__startswith="unsubscribed").update(state=State.UNSUBSCRIBED)
    Subscriber.objects.filter(email__startswith="erased").delete()
    now = timezone.now()
    other = Mailing.objects.get(state=MailingState.STOPPED)
    for name, values in {
        "reached": {"state": DeliveryState.ACCEPTED, "finished_at": now},
        "reaching": {"state": DeliveryState.HANDED_OVER, "leased_until": now + ledger.LEASE},
        "perhaps": {"state": DeliveryState.QUEUED, "doubtful": True},
    }.items():
        reader = Subscriber.objects.get(email__startswith=name)
        Delivery.objects.get_or_create(mailing=other, subscriber=reader, defaults=values)


@pytest.mark.parametrize("every", [25, pytest.param(1, marks=pytest.mark.slow)])
def test_a_kill_at_every_line_of_the_sending_path(
    sink: Sink, settings: Settings, every: int
) -> None:
    """At each line in .ci/slow, at some of them with every landing."""
    settings.NEWSLETTER_PER_HOUR = 1000  # so that its lines are run, too
    issue = make_issue()
    schedule.stop(make_mailing(issue=issue, start=False), by=None)
    mailing = make_mailing(issue=issue, start=False)
    _again(sink, mailing)
    work_among_all_kinds()  # whatever is imported or looked up once
    _again(sink, mailing)
    ran = places_of(work_among_all_kinds, watched=WATCHED)
    first = {place: number for number, place in reversed(list(enumerate(ran, start=1)))}
    assert len(first) > 250

    for place, number in list(first.items())[::every]:
        _again(sink, mailing)
        assert killed_at_line(work_among_all_kinds, number, watched=WATCHED), place
        time_passes()
        work_among_all_kinds()
        everybody_has_what_is_due(sink, mailing, place=place)


def everybody_has_what_is_due(sink: Sink, mailing: Mailing, *, place: str) -> None:
    """Each kind of reader ended as it should, once, and whoever has two mails is marked."""
    mails = Counter(address.partition("@")[0] for _name, address in sink.received())
    rows = {kind: _row(mailing, kind) for kind in READERS_OF_EACH_KIND}
    assert Delivery.objects.filter(mailing=mailing).count() == len(rows), place
    for kind, (states_allowed, least) in READERS_OF_EACH_KIND.items():
        assert rows[kind].state in states_allowed, (place, kind)
        assert least <= mails[kind] <= least + (least > 0), (place, kind)
        assert mails[kind] < 2 or rows[kind].state == DeliveryState.UNCERTAIN, (place, kind)
    readers = dict(Subscriber.objects.values_list("email", "state"))
    assert readers["refused@example.org"] == State.BOUNCED, place
    assert Subscriber.objects.get(email="full@example.org").soft_bounces == 1, place
    mailing.refresh_from_db()
    assert mailing.state == MailingState.FINISHED, place


def _row(mailing: Mailing, kind: str) -> Delivery:
    if kind == "erased":
        return Delivery.objects.get(mailing=mailing, subscriber=None)
    return Delivery.objects.get(mailing=mailing, subscriber__email=f"{kind}@example.org")


def _again(sink: Sink, mailing: Mailing) -> None:
    """Take everything back to the moment before the mailing was due."""
    sink.clear()
    for model in (Delivery, Variant, HandOver, Subscriber):
        model._default_manager.all().delete()
    for kind in READERS_OF_EACH_KIND:
        make_subscriber(f"{kind}@example.org")
    Mailing.objects.filter(pk=mailing.pk).update(
        state=MailingState.SCHEDULED, enrolled=False, enrolled_up_to=0, started_at=None,
        resumed_at=None, finished_at=None, scheduled_for=timezone.now(),
    )  # fmt: skip


# -- several at once -------------------------------------------------------------------------------
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
