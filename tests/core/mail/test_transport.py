"""Single mails go to a server as the newsletter's do, and end in as few ways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from core.mail.outgoing import OutgoingMail, queue_mail, send_waiting_mails
from core.mail.transport import MailServerError
from tests.newsletter.sending.servers import HANG, Serve, serving

pytestmark = pytest.mark.django_db
State = OutgoingMail.State
ANA, BO = "ana@example.org", "bo@example.org"


@pytest.fixture
def serve(settings: Settings) -> Iterator[Serve]:
    yield from serving(settings)


@pytest.fixture
def two() -> None:
    queue_mail(to=[ANA, BO], subject="Your programme is online", text=".hidden\n\u017be tak")


def states() -> dict[str, str]:
    return dict(OutgoingMail.objects.values_list("to", "state"))


@pytest.mark.usefixtures("two")
def test_mails_leave_on_one_connection(serve: Serve) -> None:
    server = serve({})

    assert send_waiting_mails() is True

    assert sorted(server.accepted) == [ANA, BO]
    assert server.connections == 1
    assert states() == {ANA: State.SENT, BO: State.SENT}


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("answer", "state"), [(b"550 no\r\n", State.FAILED), (b"450 later\r\n", State.QUEUED)]
)
@pytest.mark.parametrize("command", ["RCPT", "DATA", "."])
def test_a_refused_mail_doesn_t_hold_the_next(
    serve: Serve, *, command: str, answer: bytes, state: State
) -> None:
    serve({f"{command} {ANA}": answer})

    assert send_waiting_mails() is True

    assert states() == {ANA: state, BO: State.SENT}


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "answers", [{"MAIL": b"530 sign in\r\n"}, {"greeting": b"554 away\r\n"}, {".": HANG}]
)
def test_a_server_in_trouble_delays_them_all(
    serve: Serve, answers: dict[str, bytes | None]
) -> None:
    serve(answers)

    with pytest.raises(MailServerError):
        send_waiting_mails()

    assert states() == {ANA: State.QUEUED, BO: State.QUEUED}
    assert sorted(OutgoingMail.objects.values_list("attempts", flat=True)) == [0, 1]


def test_a_reader_s_own_domain_is_written_as_servers_know_it(serve: Serve) -> None:
    server = serve({})
    queue_mail(to="ana@b\u00fccher.example", subject="Hello", text="\u2026")

    send_waiting_mails()

    assert server.accepted == ["ana@xn--bcher-kva.example"]
