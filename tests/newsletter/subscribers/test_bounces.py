"""Mails that come back, complaints, and the signed reports of a provider."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import types
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cope_network import urls
from core.mail.transport import open_transport
from newsletter.models import How, State, Subscriber
from newsletter.subscribers import bounces, services
from newsletter.subscribers.bounces import BounceKind, kind_of
from newsletter.subscribers.services import Choices
from newsletter.subscribers.webhooks import webhook_urls
from newsletter.subscribers.wording import subscribe_wording
from tests.newsletter.making import make_subscriber
from tests.newsletter.sending.making import Recorder, make_mailing, send_all, states

pytestmark = pytest.mark.django_db

KEY, ADDRESS = "signing-key", "/newsletter/provider/"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("550 5.1.1 no such user", BounceKind.HARD),
        ("554 5.1.10 null MX", BounceKind.HARD),
        ("550 5.2.1 disabled", BounceKind.HARD),
        ("552 5.2.2 full", BounceKind.SOFT),
        ("451 4.1.1 try later", BounceKind.SOFT),
        ("550 mailbox unavailable at 5.1.1.9", BounceKind.SOFT),
        ("550 5.7.1 you are on a list", BounceKind.OTHER),
        ("553 5.1.8 bad sender", BounceKind.OTHER),
        ("552 5.3.4 too big", BounceKind.OTHER),
        ("", BounceKind.SOFT),
    ],
)
def test_an_answer_is_read_by_its_status_code(answer: str, kind: BounceKind) -> None:
    assert kind_of(answer) is kind


def state_of(reader: Subscriber) -> tuple[str, int]:
    reader.refresh_from_db()
    return reader.state, reader.soft_bounces


def test_the_third_soft_bounce_in_a_row_ends_a_subscription() -> None:
    reader = make_subscriber()
    for _time in range(2):
        bounces.soft_bounce(reader.pk, how=How.PROVIDER)
    bounces.arrived(reader.pk)
    for count in (1, 2):
        bounces.soft_bounce(reader.pk, how=How.PROVIDER)
        assert state_of(reader) == (State.ACTIVE, count)

    bounces.soft_bounce(reader.pk, how=How.PROVIDER)

    assert state_of(reader) == (State.BOUNCED, 3)
    assert [event.action for event in reader.consent_events.all()] == ["bounced"]


def test_a_mail_that_a_server_accepts_clears_the_count() -> None:
    reader = make_subscriber(soft_bounces=2)
    make_mailing()

    send_all(Recorder())

    assert state_of(reader) == (State.ACTIVE, 0)


@pytest.mark.parametrize("end", [bounces.hard_bounce, bounces.complaint])
def test_whoever_was_ended_comes_back_only_by_a_new_double_opt_in(end: Any) -> None:
    reader = make_subscriber(soft_bounces=2)
    end(reader.pk, how=How.PROVIDER)
    ended = state_of(reader)[0]

    services.subscribe(
        email=reader.email, choices=Choices(languages=["en"]), wording=subscribe_wording()
    )
    assert state_of(reader)[0] == ended
    services.confirm(reader, wording=subscribe_wording())

    assert state_of(reader) == (State.ACTIVE, 0)


# -- a provider ------------------------------------------------------------------------------------
def urlconf() -> Any:
    module = types.ModuleType("provider_urls")
    module.urlpatterns = [*webhook_urls(), *urls.urlpatterns]
    return module


@pytest.fixture
def mailgun(settings: Settings) -> Client:
    settings.MAIL_DELIVERY_BACKEND = "anymail.backends.mailgun.EmailBackend"
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY}
    settings.ROOT_URLCONF = urlconf()
    return Client(enforce_csrf_checks=True)


def report(reader: Subscriber, event: str, *, key: str = KEY, **data: Any) -> Any:
    """What Mailgun posts."""
    signature = {"timestamp": str(int(time.time())), "token": "t" * 50}
    signed = f"{signature['timestamp']}{signature['token']}".encode()
    signature["signature"] = hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()
    event_data = {
        "event": event, "timestamp": time.time() + 5, "recipient": reader.email, **data
    }  # fmt: skip
    return {"signature": signature, "event-data": event_data}


def post(client: Client, payload: Any) -> int:
    return client.post(ADDRESS, json.dumps(payload), content_type="application/json").status_code


def bounce(answer: str) -> dict[str, Any]:
    return {
        "severity": "permanent",
        "reason": "bounce",
        "delivery-status": {"message": answer, "description": ""},
    }


def test_a_signed_report_of_a_hard_bounce_ends_the_subscription(mailgun: Client) -> None:
    reader = make_subscriber()

    assert post(mailgun, report(reader, "failed", **bounce("550 5.1.1 unknown"))) == 200

    assert state_of(reader)[0] == State.BOUNCED
    event = reader.consent_events.get()
    assert (event.action, event.how) == ("bounced", "provider")


def test_a_report_with_a_wrong_signature_changes_nothing(mailgun: Client) -> None:
    reader = make_subscriber()

    assert post(mailgun, report(reader, "complained", key="guessed")) == 400
    assert post(mailgun, {"event-data": {"event": "complained"}}) == 400
    assert mailgun.get(ADDRESS).status_code == 405

    assert state_of(reader) == (State.ACTIVE, 0)


@pytest.mark.parametrize(
    ("event", "data", "state"),
    [
        ("complained", {}, (State.COMPLAINED, 1)),
        ("unsubscribed", {}, (State.UNSUBSCRIBED, 1)),
        ("delivered", {}, (State.ACTIVE, 0)),
        ("opened", {}, (State.ACTIVE, 1)),
        ("failed", bounce("552 5.2.2 full"), (State.ACTIVE, 2)),
        ("failed", bounce("550 5.7.1 policy"), (State.ACTIVE, 1)),
        ("failed", bounce("no such mailbox"), (State.BOUNCED, 1)),
        ("failed", {"severity": "temporary"}, (State.ACTIVE, 2)),
    ],
)
def test_each_report_has_its_meaning(
    mailgun: Client, event: str, data: dict[str, Any], state: tuple[str, int]
) -> None:
    reader = make_subscriber(soft_bounces=1)

    assert post(mailgun, report(reader, event, **data)) == 200

    assert state_of(reader) == state


def test_a_report_older_than_the_consent_changes_nothing(mailgun: Client) -> None:
    reader = make_subscriber()

    assert post(mailgun, report(reader, "complained", timestamp=time.time() - 60)) == 200

    assert state_of(reader)[0] == State.ACTIVE


def test_a_report_about_a_stranger_is_taken_and_forgotten(mailgun: Client) -> None:
    assert post(mailgun, report(Subscriber(email="x@example.org"), "complained")) == 200
    assert post(mailgun, report(Subscriber(email="nonsense"), "complained")) == 200


@pytest.mark.parametrize(
    ("backend", "anymail"),
    [
        ("django.core.mail.backends.smtp.EmailBackend", {"WEBHOOK_SECRET": "a:b"}),
        ("anymail.backends.postmark.EmailBackend", {}),
        ("anymail.backends.postmark.EmailBackend", {"POSTMARK_SERVER_TOKEN": "x"}),
        ("anymail.backends.postmark.EmailBackend", {"MAILGUN_WEBHOOK_SIGNING_KEY": "x"}),
    ],
)
def test_without_a_secret_there_is_no_address(
    settings: Settings, backend: str, anymail: dict[str, str]
) -> None:
    settings.MAIL_DELIVERY_BACKEND, settings.ANYMAIL = backend, anymail

    assert webhook_urls() == []


@pytest.mark.parametrize("provider", ["amazon_ses", "brevo", "mandrill", "postmark", "sendgrid"])
def test_each_provider_has_an_address(settings: Settings, provider: str) -> None:
    settings.MAIL_DELIVERY_BACKEND = f"anymail.backends.{provider}.EmailBackend"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:password"}

    assert len(webhook_urls()) == 1


def test_a_provider_that_signs_nothing_needs_the_password(settings: Settings) -> None:
    settings.MAIL_DELIVERY_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:password"}
    settings.ROOT_URLCONF = urlconf()
    reader = make_subscriber()
    payload = {"RecordType": "SpamComplaint", "Email": reader.email}

    assert post(Client(), payload) == 400
    password = base64.b64encode(b"name:password").decode()
    assert post(Client(headers={"authorization": f"Basic {password}"}), payload) == 200

    assert state_of(reader)[0] == State.COMPLAINED


def test_a_mailing_goes_out_by_a_provider(settings: Settings) -> None:
    settings.MAIL_DELIVERY_BACKEND = "anymail.backends.test.EmailBackend"
    reader = make_subscriber(soft_bounces=1)
    mailing = make_mailing()

    send_all(open_transport())

    assert states(mailing) == {"accepted": 1}
    assert state_of(reader) == (
        State.ACTIVE,
        1,
    )  # the provider took it, the reader's server may not


@pytest.mark.parametrize(
    ("status", "expected"),
    [(400, {"failed": 1}), (422, {"failed": 1}), (503, {"queued": 1}), (429, {"queued": 1})],
)
def test_what_a_provider_answers_has_its_meaning(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, status: int, expected: dict[str, int]
) -> None:
    from anymail.exceptions import AnymailRequestsAPIError
    from requests import Response

    settings.MAIL_DELIVERY_BACKEND = "anymail.backends.test.EmailBackend"
    make_subscriber()
    mailing = make_mailing()
    response = Response()
    response.status_code = status

    def refuse(*_args: Any) -> None:
        raise AnymailRequestsAPIError("no", response=response)

    transport = open_transport()
    monkeypatch.setattr(transport._backend, "send_messages", refuse)
    try:
        send_all(transport)
    except RuntimeError:
        assert status == 429

    assert states(mailing) == expected
