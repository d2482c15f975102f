"""From a schedule to everybody's mail, and what a row says on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.models import ModelLogEntry

from core.mail.outgoing import OutgoingMail
from core.mail.transport import ConnectionLost, MailServerError, Refused
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
from newsletter.sending import batches, enrolling, ledger, retention, schedule
from newsletter.sending.letters import Letter
from newsletter.sending.report import summary
from tests.builders import make_administrator
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


def only(email: str) -> Delivery:
    return Delivery.objects.get(subscriber__email=email)


def test_everybody_gets_the_issue_once_in_the_own_language() -> None:
    make_subscriber("ana@example.org", languages=["fr", "en"])
    make_subscriber("bo@example.org", languages=["en"])
    mailing, out = make_mailing(), Recorder()

    send_all(out)
    send_all(out)

    assert sorted(out.addresses) == ["ana@example.org", "bo@example.org"]
    assert {str(mail["Subject"]) for mail in out.mails} == {"News of May (fr)", "News of May (en)"}
    assert states(mailing) == {"accepted": 2}
    mailing.refresh_from_db()
    assert mailing.state == MailingState.FINISHED
    assert mailing.finished_at is not None


def test_a_version_is_composed_once() -> None:
    add_readers(30, languages=["fr"])
    add_readers(30, languages=["en"])
    make_mailing()

    send_all(Recorder())

    assert sorted(Variant.objects.values_list("name", flat=True)) == ["en", "fr"]


def test_only_subscribed_readers_of_issues_are_enrolled() -> None:
    for state in State:
        make_subscriber(f"{state}@example.org", state=state)
    make_subscriber("weekly@example.org", frequency="weekly")
    mailing, out = make_mailing(), Recorder()

    send_all(out)

    assert out.addresses == ["active@example.org"]
    assert states(mailing) == {"accepted": 1}


def test_enrolling_goes_on_where_it_stood() -> None:
    add_readers(25)
    mailing = make_mailing()

    assert [enrolling.enrol_batch(mailing, size=10) for _time in range(4)] == [10, 10, 5, 0]

    assert Delivery.objects.filter(mailing=mailing).count() == 25
    mailing.refresh_from_db()
    assert mailing.enrolled


def test_a_batch_asks_the_database_as_often_for_many_as_for_few(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    add_readers(200)
    mailing = make_mailing()
    enrolling.enrol_batch(mailing)
    mailing.refresh_from_db()
    going = sender(Recorder())
    going.step(mailing)

    with django_assert_num_queries(63):  # of a hundred mails
        going.step(mailing)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State.UNSUBSCRIBED, "unsubscribed in the meantime"),
        (State.BOUNCED, "mails to this address come back"),
        (State.COMPLAINED, "reported a mail as unwanted"),
        (None, "erased in the meantime"),
    ],
)
def test_whoever_left_after_enrolling_is_left_out(state: str | None, reason: str) -> None:
    reader = make_subscriber()
    mailing, out = make_mailing(), Recorder()
    enrolling.enrol_batch(mailing)
    if state is None:
        reader.delete()
    else:
        Subscriber.objects.update(state=state)

    send_all(out)

    assert out.mails == []
    assert [each.reason for each in unsent(mailing)] == [reason]
    assert states(mailing) == {"skipped": 1}


def test_whoever_leaves_while_the_letters_are_made_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_subscriber()
    mailing, out = make_mailing(), Recorder()
    letters = batches.MailBatch._letters

    def leave_then(self: batches.MailBatch, rows: list[Delivery]) -> dict[int, Letter]:
        made = letters(self, rows)
        Subscriber.objects.update(state=State.UNSUBSCRIBED)
        return made

    monkeypatch.setattr(batches.MailBatch, "_letters", leave_then)
    send_all(out)

    assert out.mails == []
    assert states(mailing) == {"skipped": 1}


# -- what goes wrong -------------------------------------------------------------------------------
def test_a_reader_refused_for_good_fails_and_bounces() -> None:
    add_readers(2)
    bad = make_subscriber("bad@example.org")

    def answers(letter: Letter) -> None:
        if letter.to == bad.email:
            raise Refused(550, "5.1.1 <bad@example.org>: no such user")

    mailing = make_mailing()
    send_all(Recorder(answers))

    assert states(mailing) == {"accepted": 2, "failed": 1}
    assert only(bad.email).last_error == "550 5.1.1 <…>: no such user"
    bad.refresh_from_db()
    assert bad.state == State.BOUNCED
    assert [event.action for event in bad.consent_events.all()] == ["bounced"]


def test_a_reader_refused_for_now_is_tried_again_after_a_pause() -> None:
    make_subscriber()
    refusals = [Refused(451, "4.7.1 greylisted"), Refused(451, "4.7.1 greylisted")]

    def answers(_letter: Letter) -> None:
        if refusals:
            raise refusals.pop()

    mailing, out = make_mailing(), Recorder(answers)
    send_all(out)
    assert only("ana@example.org").due_at > timezone.now() + timedelta(seconds=20)
    send_all(out)
    assert len(refusals) == 1
    time_passes()
    send_all(out)
    time_passes()
    send_all(out)

    assert out.addresses == ["ana@example.org"]
    assert states(mailing) == {"accepted": 1}


def test_a_reader_refused_for_now_again_and_again_fails_in_the_end() -> None:
    make_subscriber()

    def answers(_letter: Letter) -> None:
        raise Refused(452, "4.2.2 mailbox full")

    mailing = make_mailing()
    for _time in range(batches.GIVE_UP_AFTER):
        send_all(Recorder(answers))
        time_passes()

    assert states(mailing) == {"failed": 1}
    assert Subscriber.objects.get().soft_bounces == 1


def test_a_connection_lost_before_the_content_leaves_no_doubt() -> None:
    make_subscriber()
    mailing = make_mailing()
    breaks = [ConnectionLost("reset", doubtful=False, begun=True)]

    def answers(_letter: Letter) -> None:
        if breaks:
            raise breaks.pop()

    send_all(Recorder(answers))
    time_passes()
    send_all(Recorder(answers))

    assert states(mailing) == {"accepted": 1}


def test_a_connection_lost_after_the_content_leaves_an_uncertain_mail_with_the_same_id() -> None:
    make_subscriber()
    mailing, out = make_mailing(), Recorder()
    breaks = [ConnectionLost("reset", doubtful=True, begun=True)]

    def send_and_break(letter: Letter) -> None:
        Recorder.send(out, letter)
        if breaks:
            raise breaks.pop()

    breaking = Recorder(send_and_break)
    send_all(breaking)
    time_passes()
    send_all(breaking)

    assert states(mailing) == {"uncertain": 1}
    assert len({str(mail["Message-ID"]) for mail in out.mails}) == 1
    assert len(out.mails) == 2


def test_a_server_that_takes_nothing_costs_nobody_an_attempt() -> None:
    add_readers(30)
    mailing = make_mailing()

    def answers(_letter: Letter) -> None:
        raise MailServerError("connection refused")

    with pytest.raises(MailServerError):
        send_all(Recorder(answers))

    rows = Delivery.objects.filter(mailing=mailing)
    assert set(rows.values_list("state", "attempts", "leased_until")) == {("queued", 0, None)}
    mailing.refresh_from_db()
    assert (mailing.state, mailing.reason) == (MailingState.SENDING, "connection refused")

    send_all(Recorder())
    mailing.refresh_from_db()
    assert states(mailing) == {"accepted": 30}
    assert mailing.reason == ""


def test_connections_that_keep_breaking_are_the_server_s_trouble() -> None:
    add_readers(30)
    mailing = make_mailing()

    def answers(_letter: Letter) -> None:
        raise ConnectionLost("timed out", doubtful=False, begun=True)

    with pytest.raises(MailServerError):
        send_all(Recorder(answers))

    assert sorted(Delivery.objects.values_list("attempts", flat=True))[-4:] == [0, 1, 1, 1]
    assert states(mailing) == {"queued": 30}


def test_a_row_left_behind_by_a_dead_process_is_sent_again_as_uncertain() -> None:
    add_readers(3)
    mailing, out = make_mailing(), Recorder()
    enrolling.enrol_batch(mailing)
    rows = ledger.take(mailing, limit=2)
    ledger.hand_over(mailing, rows)

    send_all(out)
    assert len(out.mails) == 1
    time_passes()
    send_all(out)

    assert states(mailing) == {"accepted": 1, "uncertain": 2}


def test_a_process_that_dies_before_handing_over_costs_nobody_an_attempt() -> None:
    add_readers(3)
    mailing = make_mailing()
    enrolling.enrol_batch(mailing)
    for _time in range(batches.GIVE_UP_AFTER + 1):
        ledger.take(mailing)
        time_passes()

    send_all(Recorder())

    assert states(mailing) == {"accepted": 3}


def test_a_mail_over_which_the_process_dies_every_time_is_given_up() -> None:
    add_readers(1)
    mailing, out = make_mailing(), Recorder()
    enrolling.enrol_batch(mailing)
    for _time in range(batches.GIVE_UP_AFTER):
        ledger.hand_over(mailing, ledger.take(mailing))
        time_passes()

    send_all(out)

    assert out.mails == []
    assert states(mailing) == {"failed": 1}
    assert [each.doubtful for each in unsent(mailing)] == [True]


def test_a_row_that_somebody_else_took_over_is_left_to_them() -> None:
    add_readers(1)
    mailing = make_mailing()
    enrolling.enrol_batch(mailing)
    slow = ledger.hand_over(mailing, ledger.take(mailing))
    time_passes()
    quick = ledger.take(mailing)

    ledger.settle(ledger.Outcome(accepted=slow), arrived=True)

    assert [row.pk for row in quick] == [row.pk for row in slow]
    assert Delivery.objects.get().finished_at is None
    assert ledger.hand_over(mailing, slow) == []
    assert ledger.hand_over(mailing, quick) == quick


def test_a_version_that_cannot_be_made_costs_nobody_an_attempt() -> None:
    add_readers(3)
    mailing = make_mailing()

    def broken(*_args: object) -> None:
        raise LookupError("no template")

    with pytest.raises(LookupError):
        send_all(Recorder(), compose=broken)

    rows = set(Delivery.objects.values_list("state", "attempts", "leased_until"))
    assert rows == {("queued", 0, None)}
    send_all(Recorder())
    assert states(mailing) == {"accepted": 3}


# -- the throttle ----------------------------------------------------------------------------------
def test_no_more_leave_within_an_hour_than_the_throttle_allows(settings: Settings) -> None:
    settings.NEWSLETTER_PER_HOUR = 25
    add_readers(60)
    mailing, out = make_mailing(), Recorder()
    counts = []
    for hours in (0.5, 0.6, 1.1, 1.1):
        send_all(out)
        counts.append(len(out.mails))
        time_passes(hours=hours)

    assert counts == [25, 25, 50, 60]
    send_all(out)
    assert states(mailing) == {"accepted": 60}


def test_the_throttle_counts_all_mailings_together(settings: Settings) -> None:
    settings.NEWSLETTER_PER_HOUR = 25
    add_readers(20)
    out = Recorder()
    for title in ("May", "June"):
        make_mailing(issue=make_issue(title=title))

    send_all(out)

    assert len(out.mails) == 25
    assert Delivery.objects.filter(state=DeliveryState.QUEUED).count() == 15


def test_a_mail_that_is_tried_again_counts_again(settings: Settings) -> None:
    settings.NEWSLETTER_PER_HOUR = 25
    add_readers(20)
    mailing = make_mailing()
    tries = []

    def answers(letter: Letter) -> None:
        tries.append(letter.to)
        raise Refused(451, "4.7.1 greylisted")

    for _time in range(4):
        send_all(Recorder(answers))
        time_passes(hours=0.1)

    assert len(tries) == 25
    assert states(mailing) == {"queued": 20}
    time_passes(hours=1)
    send_all(Recorder())
    assert states(mailing) == {"accepted": 20}


def test_mails_that_no_server_heard_of_use_up_nothing(settings: Settings) -> None:
    settings.NEWSLETTER_PER_HOUR = 25
    add_readers(20)
    mailing = make_mailing()

    def answers(_letter: Letter) -> None:
        raise MailServerError("connection refused")

    for _time in range(3):
        with pytest.raises(MailServerError):
            send_all(Recorder(answers))

    send_all(Recorder())
    assert states(mailing) == {"accepted": 20}


def test_what_was_handed_over_is_counted_for_an_hour() -> None:
    add_readers(1)
    make_mailing()
    send_all(Recorder())

    retention.forget_readers()
    assert HandOver.objects.get().mails == 1
    time_passes(hours=1.1)
    retention.forget_readers()

    assert not HandOver.objects.exists()


# -- afterwards ------------------------------------------------------------------------------------
def test_the_rest_goes_out_to_whoever_may_be_tried_again() -> None:
    add_readers(2)
    make_subscriber("gone@example.org")
    make_subscriber("full@example.org")
    answers = {
        "gone@example.org": Refused(550, "5.1.1 unknown"),
        "full@example.org": Refused(552, "5.2.2 mailbox full"),
    }

    def answer(letter: Letter) -> None:
        if letter.to in answers:
            raise answers[letter.to]

    mailing, out = make_mailing(), Recorder(answer)
    send_all(out)
    assert states(mailing) == {"accepted": 2, "failed": 2}
    assert summary(mailing).again == 1
    answers.pop("full@example.org")

    assert schedule.send_rest(mailing, by=None) == 1
    send_all(out)

    assert out.addresses.count("full@example.org") == 1
    assert states(mailing) == {"accepted": 3, "failed": 1}
    mailing.refresh_from_db()
    assert mailing.state == MailingState.FINISHED


def test_the_numbers_add_up() -> None:
    add_readers(4)
    make_subscriber("left@example.org")
    mailing = make_mailing()
    enrolling.enrol_batch(mailing)
    Subscriber.objects.filter(email="left@example.org").update(state=State.UNSUBSCRIBED)

    send_all(Recorder())

    numbers = summary(mailing)
    assert (numbers.total, numbers.arrived, numbers.waiting, numbers.again) == (5, 4, 0, 0)
    assert {reason.value: count for reason, count in numbers.skipped.items()} == {"unsubscribed": 1}
    assert [(each.address, each.state) for each in unsent(mailing)] == [
        ("left@example.org", DeliveryState.SKIPPED)
    ]


def test_old_mailings_forget_their_readers_and_keep_their_numbers() -> None:
    add_readers(2)
    make_subscriber("bad@example.org")

    def answers(letter: Letter) -> None:
        if letter.to.startswith("bad"):
            raise Refused(550, "5.1.1 Mr Bad has left us")

    mailing = make_mailing()
    send_all(Recorder(answers))
    assert not retention.forget_readers()
    Mailing.objects.update(finished_at=timezone.now() - retention.KEPT - timedelta(days=1))

    assert [retention.forget_readers() for _time in range(3)] == [True, True, False]

    assert not Delivery.objects.filter(subscriber__isnull=False).exists()
    assert set(Delivery.objects.values_list("last_error", flat=True)) == {""}
    assert states(mailing) == {"accepted": 2, "failed": 1}


def test_who_did_what_is_logged() -> None:
    office = make_administrator()
    mailing = make_mailing(by=office)
    schedule.pause(mailing, by=office)
    schedule.resume(mailing, by=office)
    schedule.stop(mailing, by=office, reason="wrong subject")

    entries = ModelLogEntry.objects.filter(object_id=mailing.pk).order_by("pk")
    assert list(entries.values_list("action", "user")) == [
        ("newsletter.schedule", office.pk),
        ("newsletter.start", None),
        ("newsletter.pause", office.pk),
        ("newsletter.resume", office.pk),
        ("newsletter.stop", office.pk),
    ]
    assert not OutgoingMail.objects.exists()
