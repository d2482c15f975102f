"""Mails leave by the worker, once, and are not lost."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from anymail.exceptions import (
    AnymailAPIError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailRequestsAPIError,
    AnymailUnsupportedFeature,
)
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from requests import Response

from core import leases
from core.mail.outgoing import (
    GIVE_UP_AFTER,
    KEPT,
    OutgoingMail,
    forget_old_mails,
    queue_mail,
    send_waiting_mails,
)
from core.mail.transport import MailServerError
from tests.builders import make_user

pytestmark = pytest.mark.django_db
State = OutgoingMail.State


def queue(to: str | Sequence[str] = "ana@example.org") -> list[OutgoingMail]:
    return queue_mail(to=to, subject="Your programme is online", text="Good news.")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Let every mail fail with the given error."""

    def fail_with(error: Exception) -> None:
        def send(self: EmailBackend, messages: list[EmailMessage]) -> int:
            raise error

        monkeypatch.setattr(EmailBackend, "send_messages", send)

    return fail_with


def test_a_queued_mail_is_sent_once() -> None:
    queue()

    assert send_waiting_mails() is True
    assert send_waiting_mails() is False

    assert [sent.to for sent in mail.outbox] == [["ana@example.org"]]
    assert OutgoingMail.objects.get().state == State.SENT


def test_each_address_gets_a_mail_of_its_own() -> None:
    queue(["ana@example.org", "ben@example.org", "ana@example.org"])

    send_waiting_mails()

    assert [sent.to for sent in mail.outbox] == [["ana@example.org"], ["ben@example.org"]]


def test_nothing_is_sent_in_the_request_that_queues() -> None:
    queue()

    assert mail.outbox == []


def test_a_transaction_that_fails_leaves_no_mail() -> None:
    def fail_after_queueing() -> None:
        with transaction.atomic():
            queue()
            raise IntegrityError("something else went wrong")

    with pytest.raises(IntegrityError):
        fail_after_queueing()

    assert send_waiting_mails() is False


def test_the_html_part_and_the_reply_address_are_sent() -> None:
    queue_mail(
        to="ana@example.org", subject="News", text="plain", html="<p>rich</p>", reply_to="o@ex.org"
    )

    send_waiting_mails()

    sent = mail.outbox[0]
    assert isinstance(sent, mail.EmailMultiAlternatives)
    assert (sent.body, sent.reply_to) == ("plain", ["o@ex.org"])
    assert [tuple(part) for part in sent.alternatives] == [("<p>rich</p>", "text/html")]


def test_a_line_break_in_the_subject_adds_no_header() -> None:
    queue_mail(to="ana@example.org", subject="Hello\nBcc: all@example.org", text="…")

    send_waiting_mails()

    assert mail.outbox[0].subject == "Hello Bcc: all@example.org"


def test_the_same_mail_keeps_its_message_id() -> None:
    (queued,) = queue()

    first, second = queued.message(), queued.message()

    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert str(queued.token) in first.extra_headers["Message-ID"]


def test_a_mail_server_that_is_down_delays_the_mail(failing: Callable[[Exception], None]) -> None:
    queue()
    failing(ConnectionRefusedError("no server"))

    with pytest.raises(MailServerError):
        send_waiting_mails()

    waiting = OutgoingMail.objects.get()
    assert waiting.state == State.QUEUED
    assert "no server" in waiting.last_error
    assert waiting.due_at > timezone.now() + timedelta(seconds=20)
    assert send_waiting_mails() is False, "not before its time"


def test_a_mail_server_that_is_down_costs_the_other_mails_no_attempt(
    failing: Callable[[Exception], None],
) -> None:
    queue(["ana@example.org", "ben@example.org", "cleo@example.org"])
    failing(TimeoutError("no answer"))

    with pytest.raises(MailServerError):
        send_waiting_mails()

    assert list(OutgoingMail.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0, 0]
    assert OutgoingMail.objects.all().waiting().count() == 2


def test_a_mail_that_never_succeeds_is_given_up(failing: Callable[[Exception], None]) -> None:
    queue(["ana@example.org", "ben@example.org"])
    failing(smtplib.SMTPDataError(451, b"not now"))

    for _attempt in range(GIVE_UP_AFTER + 3):
        OutgoingMail.objects.filter(state=State.QUEUED).update(due_at=timezone.now())
        send_waiting_mails()

    given_up = OutgoingMail.objects.values_list("state", "attempts")
    assert list(given_up) == [(State.FAILED, GIVE_UP_AFTER)] * 2


def test_an_address_the_server_refuses_is_not_tried_again(
    failing: Callable[[Exception], None],
) -> None:
    queue()
    failing(smtplib.SMTPRecipientsRefused({"ana@example.org": (550, b"no such user")}))

    send_waiting_mails()

    assert OutgoingMail.objects.get().state == State.FAILED


def test_an_address_the_server_puts_off_is_tried_again(
    failing: Callable[[Exception], None],
) -> None:
    queue()
    failing(smtplib.SMTPRecipientsRefused({"ana@example.org": (450, b"later")}))

    send_waiting_mails()

    assert OutgoingMail.objects.get().state == State.QUEUED


def test_a_mail_held_by_a_killed_process_comes_back_when_its_lease_ends() -> None:
    queue()
    OutgoingMail.objects.all().take(limit=5, lease=timedelta(minutes=10))

    assert send_waiting_mails() is False
    OutgoingMail.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    assert send_waiting_mails() is True
    assert OutgoingMail.objects.get().attempts == 2


def test_the_oldest_mails_go_first_and_no_more_than_asked_for() -> None:
    now = timezone.now()
    for number, minutes in enumerate((1, 3, 2)):
        (queued,) = queue(f"reader{number}@example.org")
        OutgoingMail.objects.filter(pk=queued.pk).update(due_at=now - timedelta(minutes=minutes))

    taken = OutgoingMail.objects.all().take(limit=2, lease=timedelta(minutes=1))

    assert [row.to for row in taken] == ["reader1@example.org", "reader2@example.org"]


def test_pauses_double_up_to_six_hours() -> None:
    pauses = [leases.pause_after(attempts).total_seconds() for attempts in (1, 2, 3, 30)]

    assert pauses == [30, 60, 120, 6 * 3600]


def test_old_mails_are_forgotten_and_waiting_ones_are_not() -> None:
    old, recent, waiting = queue(["old@example.org", "recent@example.org", "waiting@example.org"])
    old.finish(state=State.SENT)
    recent.finish(state=State.SENT)
    long_ago = timezone.now() - KEPT - timedelta(days=1)
    OutgoingMail.objects.filter(pk=old.pk).update(finished_at=long_ago)
    OutgoingMail.objects.filter(pk=waiting.pk).update(created_at=long_ago)

    forget_old_mails()

    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {recent.to, waiting.to}


def test_the_database_refuses_a_sent_mail_without_a_time() -> None:
    (queued,) = queue()

    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=queued.pk).update(state=State.SENT)


def test_what_django_sends_by_itself_waits_for_the_worker(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "core.mail.outgoing.QueueBackend"
    message = EmailMultiAlternatives(
        "New password", "Open this link.", to=["ana@example.org"], cc=["ben@example.org"]
    )
    message.attach_alternative("<p>Open this link.</p>", "text/html")

    assert message.send() == 1

    assert mail.outbox == []
    assert send_waiting_mails() is True
    assert [sent.to for sent in mail.outbox] == [["ana@example.org"], ["ben@example.org"]]
    assert [part.content for part in mail.outbox[0].alternatives] == ["<p>Open this link.</p>"]


def test_a_reset_password_mail_is_queued(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "core.mail.outgoing.QueueBackend"
    make_user(email="ana@example.org", is_superuser=True)

    client.post("/admin/password_reset/", {"email": "ana@example.org"})

    assert mail.outbox == []
    assert OutgoingMail.objects.get().to == "ana@example.org"


def test_the_words_of_a_sent_mail_do_not_stay() -> None:
    queue()

    send_waiting_mails()

    sent = OutgoingMail.objects.get()
    assert (sent.text, sent.html) == ("", "")
    assert sent.subject == "Your programme is online"


def test_a_mail_with_an_attachment_is_refused_and_not_lost_in_silence(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "core.mail.outgoing.QueueBackend"
    message = EmailMessage("Report", "See below.", to=["ana@example.org"])
    message.attach("report.txt", "words", "text/plain")

    with pytest.raises(ValueError, match="attachments"):
        message.send()

    assert not OutgoingMail.objects.exists()


def answered(status: int) -> AnymailAPIError:
    response = Response()
    response.status_code = status
    return AnymailRequestsAPIError("no", response=response)


@pytest.mark.parametrize(
    ("error", "state", "server_is_blamed"),
    [
        (AnymailRecipientsRefused("no such reader"), State.FAILED, False),
        (AnymailInvalidAddress("ana@"), State.FAILED, False),
        (AnymailUnsupportedFeature("headers"), State.FAILED, False),
        (answered(400), State.FAILED, False),
        (answered(422), State.FAILED, False),
        (answered(401), State.QUEUED, True),
        (answered(429), State.QUEUED, True),
        (answered(503), State.QUEUED, True),
        (AnymailAPIError("no answer"), State.QUEUED, True),
    ],
)
def test_what_a_mail_provider_refuses_is_noted(
    failing: Callable[[Exception], None], *, error: Exception, state: State, server_is_blamed: bool
) -> None:
    queue()
    failing(error)

    if server_is_blamed:
        with pytest.raises(MailServerError):
            send_waiting_mails()
    else:
        send_waiting_mails()

    assert OutgoingMail.objects.get().state == state


def test_an_address_that_the_provider_refuses_doesn_t_hold_the_other_mails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = EmailBackend.send_messages

    def send(self: EmailBackend, messages: list[EmailMessage]) -> int:
        if messages[0].to == ["bad@example.org"]:
            raise answered(422)
        return usual(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    queue(["bad@example.org", "ana@example.org"])

    assert send_waiting_mails() is True

    assert [sent.to for sent in mail.outbox] == [["ana@example.org"]]
