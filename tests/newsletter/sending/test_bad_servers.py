"""What a mail server may do wrong, and what becomes of a mailing then."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping

import pytest
from pytest_django import Settings

from core.mail.transport import MailServerError, open_transport
from newsletter.models import Delivery, Mailing, State, Subscriber
from tests.newsletter.making import make_subscriber
from tests.newsletter.sending.making import make_mailing, send_all, states, time_passes
from tests.newsletter.sending.servers import HANG, Answer, Serve, Server, serving
from tests.smtp_sink import LOOPBACK

pytestmark = pytest.mark.django_db

BAD, GOOD = "bad@example.org", ["ana@example.org", "bo@example.org"]


@pytest.fixture
def serve(settings: Settings) -> Iterator[Serve]:
    yield from serving(settings)


@pytest.fixture
def mailing() -> Mailing:
    """A mailing to somebody with a bad address between two with good ones."""
    for address in (GOOD[0], BAD, GOOD[1]):
        make_subscriber(address)
    return make_mailing()


def of_bad() -> Delivery:
    return Delivery.objects.get(subscriber__email=BAD)


def test_a_good_server_takes_everything_on_one_connection(serve: Serve, mailing: Mailing) -> None:
    server = serve({})

    send_all(open_transport())

    assert sorted(server.accepted) == sorted([*GOOD, BAD])
    assert server.connections == 1
    assert states(mailing) == {"accepted": 3}


@pytest.mark.parametrize("command", ["RCPT", "DATA", "."])
def test_an_address_at_which_the_server_hangs_does_not_hold_the_rest(
    serve: Serve, mailing: Mailing, command: str
) -> None:
    server = serve({f"{command} {BAD}": HANG})

    send_all(open_transport())

    assert sorted(server.accepted) == GOOD
    assert states(mailing) == {"accepted": 2, "queued": 1}
    row = of_bad()
    assert row.doubtful == (command == ".")
    assert "timed out" in row.last_error or "Timeout" in row.last_error


@pytest.mark.parametrize(
    "answer", [b"25", b"2", b"", b"hello\r\n", b"999 what\r\n", b"421 bye\r\n"]
)
@pytest.mark.parametrize("command", ["RCPT", "."])
def test_half_a_line_or_nonsense_is_no_answer(
    serve: Serve, mailing: Mailing, command: str, answer: bytes
) -> None:
    server = serve({f"{command} {BAD}": answer})

    send_all(open_transport())

    assert sorted(server.accepted) == GOOD
    assert states(mailing) == {"accepted": 2, "queued": 1}
    assert of_bad().doubtful == (command == ".")


@pytest.mark.parametrize("command", ["RCPT", "DATA", "."])
@pytest.mark.parametrize("code", [550, 451])
def test_a_refusal_concerns_one_reader(
    serve: Serve, mailing: Mailing, command: str, code: int
) -> None:
    server = serve({f"{command} {BAD}": f"{code} {code // 100}.2.0 not now\r\n".encode()})

    send_all(open_transport())

    assert sorted(server.accepted) == GOOD
    assert server.connections == 1
    assert states(mailing) == {"accepted": 2, "failed" if code == 550 else "queued": 1}
    assert (of_bad().doubtful, of_bad().last_error) == (False, f"{code} {code // 100}.2.0 not now")


def test_an_address_without_a_mailbox_gets_nothing_more(serve: Serve, mailing: Mailing) -> None:
    serve({f"RCPT {BAD}": b"550 5.1.1 <bad@example.org> unknown\r\n"})

    send_all(open_transport())

    assert Subscriber.objects.get(email=BAD).state == State.BOUNCED
    assert of_bad().last_error == "550 5.1.1 <…> unknown"


@pytest.mark.parametrize(
    "answers",
    [
        {"greeting": b"421 too many connections\r\n"},
        {"greeting": b"554 go away\r\n"},
        {"greeting": HANG},
        {"greeting": b"22"},
        {"MAIL": b"451 4.3.0 later\r\n"},
        {"MAIL": b"530 5.7.0 authentication required\r\n"},
        {"MAIL": b"421 bye\r\n"},
    ],
)
def test_a_server_that_lets_nobody_in_is_left_alone(
    serve: Serve, mailing: Mailing, answers: Mapping[str, Answer]
) -> None:
    serve(answers)

    with pytest.raises(MailServerError):
        send_all(open_transport())

    rows = Delivery.objects.filter(mailing=mailing).values_list("state", "doubtful", "leased_until")
    assert set(rows) == {("queued", False, None)}
    time_passes()
    server = serve({})
    send_all(open_transport())
    assert len(server.accepted) == 3
    assert states(mailing) == {"accepted": 3}


def test_a_server_that_is_not_there_is_left_alone(
    serve: Serve, mailing: Mailing, settings: Settings
) -> None:
    serve({})
    with socket.create_server((LOOPBACK, 0)) as listener:
        settings.EMAIL_PORT = listener.getsockname()[1]

    with pytest.raises(MailServerError, match="Refused"):
        send_all(open_transport())

    assert set(Delivery.objects.values_list("state", "attempts")) == {("queued", 0)}


def test_a_server_that_leaves_between_two_mails_gets_the_next_on_a_new_connection(
    serve: Serve, mailing: Mailing
) -> None:
    class Impatient(Server):
        def _answer(self, client: object, command: str, to: str) -> bool:
            goes_on = super()._answer(client, command, to)  # type: ignore[arg-type]  # a socket
            return goes_on and command != "."

    server = serve({})
    server.__class__ = Impatient

    send_all(open_transport())

    assert server.connections == 3
    assert states(mailing) == {"accepted": 3}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
