"""Mailings of one issue: whoever one of them reached gets nothing from another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.mail.transport import ConnectionLost, Refused
from newsletter.models import Delivery, DeliveryState, IssuePage, Mailing, MailingState
from newsletter.sending import enrolling, ledger, schedule
from newsletter.sending.letters import Letter
from newsletter.sending.report import summary
from newsletter.sending.segments import count_readers
from tests.newsletter.making import make_subscriber
from tests.newsletter.sending.making import (
    Recorder,
    add_readers,
    make_issue,
    make_mailing,
    send_all,
    sender,
    states,
    time_passes,
    unsent,
)

pytestmark = pytest.mark.django_db
LEFT_OUT = "got the issue by another sending"


@pytest.fixture
def issue() -> IssuePage:
    return make_issue()


def refuse(_letter: Letter) -> None:
    raise Refused(554, "5.7.1 blocked")


def break_down(_letter: Letter) -> None:
    raise ConnectionLost("reset", doubtful=True, begun=True)


def stopped(issue: IssuePage) -> Mailing:
    """A mailing that was stopped when its readers had a row each."""
    mailing = make_mailing(issue=issue)
    enrolling.enrol_batch(mailing)
    return schedule.stop(mailing, by=None)


def row(mailing: Mailing) -> Delivery:
    return Delivery.objects.get(mailing=mailing)


def test_a_mailing_that_was_stopped_to_correct_the_issue_keeps_nobody_from_the_next(
    issue: IssuePage,
) -> None:
    add_readers(3)
    stopped(issue)

    corrected, out = make_mailing(issue=issue), Recorder()

    assert count_readers(corrected) == 3
    send_all(out)
    assert len(out.mails) == 3
    assert states(corrected) == {"accepted": 3}


def test_whoever_waits_in_a_mailing_that_goes_on_is_left_to_it(issue: IssuePage) -> None:
    add_readers(3)
    first = make_mailing(issue=issue)
    enrolling.enrol_batch(first)
    schedule.pause(first, by=None)

    assert count_readers(make_mailing(issue=issue, segment={"languages": ["en"]})) == 0


def test_whoever_the_stopped_mailing_reached_gets_the_corrected_issue_from_none(
    issue: IssuePage,
) -> None:
    add_readers(60)
    first = make_mailing(issue=issue)
    out = Recorder(lambda _letter: schedule.stop(first, by=None) if not out.mails else None)
    send_all(out)
    assert states(first) == {"accepted": 20, "queued": 40}

    make_mailing(issue=issue)
    send_all(out)

    assert len(out.addresses) == len(set(out.addresses)) == 60


def test_the_rest_of_a_stopped_mailing_leaves_out_whom_another_one_reached(
    issue: IssuePage,
) -> None:
    add_readers(60)
    first, out = stopped(issue), Recorder()
    make_mailing(issue=issue)
    send_all(out)
    late = make_subscriber("late@example.org")
    Delivery.objects.create(mailing=first, subscriber=late)

    schedule.send_rest(first, by=None)
    send_all(out)

    assert len(out.addresses) == len(set(out.addresses)) == 61
    assert states(first) == {"accepted": 1, "skipped": 60}
    assert {each.reason for each in unsent(first)} == {LEFT_OUT}
    first.refresh_from_db()
    assert first.state == MailingState.FINISHED


def test_a_failed_mail_isn_t_sent_again_once_another_mailing_delivered_it(issue: IssuePage) -> None:
    add_readers(1)
    first, out = make_mailing(issue=issue), Recorder()
    send_all(Recorder(refuse))
    assert states(first) == {"failed": 1}
    make_mailing(issue=issue)
    send_all(out)

    schedule.send_rest(first, by=None)
    send_all(out)

    assert len(out.mails) == 1
    assert states(first) == {"skipped": 1}
    assert summary(first).again == 0


@pytest.mark.parametrize("end", ["failed", "stopped"])
def test_whoever_may_have_got_the_first_mail_gets_an_uncertain_one(
    issue: IssuePage, end: str
) -> None:
    add_readers(1)
    first = make_mailing(issue=issue)
    for _time in range(3 if end == "failed" else 1):
        send_all(Recorder(break_down))
        time_passes()
    if end == "stopped":
        schedule.stop(first, by=None)
    assert (states(first), row(first).doubtful) == (
        {"failed" if end == "failed" else "queued": 1},
        True,
    )

    second = make_mailing(issue=issue)
    send_all(Recorder())

    assert states(second) == {"uncertain": 1}


def test_a_refusal_leaves_no_doubt_for_the_next_mailing(issue: IssuePage) -> None:
    add_readers(1)
    make_mailing(issue=issue)
    send_all(Recorder(refuse))

    second = make_mailing(issue=issue)
    send_all(Recorder())

    assert states(second) == {"accepted": 1}


def test_a_reader_whose_mail_is_on_its_way_waits_until_that_is_over(issue: IssuePage) -> None:
    add_readers(1)
    first = make_mailing(issue=issue)
    enrolling.enrol_batch(first)
    under_way = ledger.hand_over(first, ledger.take(first))
    schedule.stop(first, by=None)
    second, out = make_mailing(issue=issue), Recorder()

    send_all(out)
    assert out.mails == []
    waiting = row(second)
    assert (waiting.state, waiting.attempts, waiting.leased_until) == ("queued", 0, None)
    assert waiting.due_at > timezone.now() + timedelta(minutes=5)
    ledger.settle(ledger.Outcome(accepted=under_way), arrived=True)
    time_passes()
    send_all(out)

    assert out.mails == []
    assert (states(first), states(second)) == ({"accepted": 1}, {"skipped": 1})


def test_a_mail_over_which_the_process_died_makes_the_next_mailing_uncertain(
    issue: IssuePage,
) -> None:
    add_readers(1)
    first, out = make_mailing(issue=issue), Recorder()
    enrolling.enrol_batch(first)
    ledger.hand_over(first, ledger.take(first))
    schedule.stop(first, by=None)
    time_passes()

    second = make_mailing(issue=issue)
    send_all(out)

    assert len(out.mails) == 1
    assert states(second) == {"uncertain": 1}


def test_two_mailings_that_both_go_on_reach_nobody_twice(issue: IssuePage) -> None:
    add_readers(30)
    first = stopped(issue)
    make_mailing(issue=issue)
    second = Mailing.objects.get(state=MailingState.SENDING)
    enrolling.enrol_batch(second)
    schedule.send_rest(first, by=None)
    out = Recorder()

    send_all(out)

    assert len(out.addresses) == len(set(out.addresses)) == 30
    assert Delivery.objects.filter(state=DeliveryState.SKIPPED).count() == 30


def test_another_issue_is_another_matter() -> None:
    add_readers(1)
    out = Recorder()
    for title in ("May", "June"):
        make_mailing(issue=make_issue(title=title))
        send_all(out)

    assert len(out.mails) == 2


def test_leaving_out_asks_as_often_for_many_mailings_as_for_one(issue: IssuePage) -> None:
    def queries(mailings: int) -> int:
        Mailing.objects.all().delete()
        for _number in range(mailings):
            stopped(issue)
        last = make_mailing(issue=issue)
        enrolling.enrol_batch(last)
        going: Any = sender(Recorder())
        last.refresh_from_db()
        with CaptureQueriesContext(connection) as caught:
            going.step(last)
        return len(caught)

    add_readers(40)
    assert queries(1) == queries(4)
