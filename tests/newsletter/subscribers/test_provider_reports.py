"""What six providers really post has the meaning that they give it, by their real addresses."""

from __future__ import annotations

import base64
import hashlib
import hmac
import importlib.util
import json
import time
import types
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from pytest_django import Settings

from cope_network import urls
from newsletter import checks
from newsletter.models import State, Subscriber
from newsletter.subscribers.webhooks import webhook_urls
from tests.newsletter.making import make_subscriber
from tests.newsletter.subscribers import provider_payloads as posts

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:django-anymail has dropped"),
]

ADDRESS = "/newsletter/provider/"
KEY, PASSWORD = "signing-key", "name:password"
Body = Callable[[str, float, str], Any]

STAYS, SOFT = (State.ACTIVE, 1), (State.ACTIVE, 2)
ARRIVED, HARD = (State.ACTIVE, 0), (State.BOUNCED, 1)
COMPLAINED, LEFT = (State.COMPLAINED, 1), (State.UNSUBSCRIBED, 1)


@pytest.fixture
def post(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Post what a provider posts, signed or with the password as it does, and return the status."""
    # boto3 is asked for Amazon's keys when the address is made; nothing is asked of Amazon.
    monkeypatch.setattr(
        "anymail.webhooks.amazon_ses._get_anymail_boto3_params", lambda **_kwargs: ({}, {})
    )

    def send(provider: str, body: Any, *, password: str = PASSWORD, key: str = KEY) -> int:
        settings.MAIL_DELIVERY_BACKEND = f"anymail.backends.{provider}.EmailBackend"
        settings.ANYMAIL = {"WEBHOOK_SECRET": PASSWORD, "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}
        module = types.ModuleType("provider_urls")
        module.urlpatterns = [*webhook_urls(), *urls.urlpatterns]
        settings.ROOT_URLCONF = module
        headers = {"authorization": f"Basic {base64.b64encode(password.encode()).decode()}"}
        if provider == "amazon_ses":
            headers["x-amz-sns-message-type"] = body["Type"]
            headers["x-amz-sns-message-id"] = body["MessageId"]
        if provider == "mailgun":
            body = {"signature": _signature(key), "event-data": body}
        client = Client(enforce_csrf_checks=True, headers=headers)
        return client.post(ADDRESS, json.dumps(body), content_type="application/json").status_code

    return send


def _signature(key: str) -> dict[str, str]:
    stamp, token = str(int(time.time())), "t" * 50
    signed = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": stamp, "token": token, "signature": signed}


def state_of(reader: Subscriber) -> tuple[str, int]:
    reader.refresh_from_db()
    return reader.state, reader.soft_bounces


def _postmark(kind: str, details: str = "") -> Body:
    return lambda *who: posts.postmark_bounce(*who, Type=kind, Details=details)


def _change(**values: Any) -> Body:
    return lambda *who: posts.postmark_change(*who, **values)


def _ses(kind: str, sub: str, code: str = "") -> Body:
    return lambda *who: posts.ses_bounce(*who, kind=kind, sub=sub, code=code)


def _ses_complaint(kind: str | None) -> Body:
    return lambda *who: posts.ses_complaint(*who, kind=kind)


def _brevo(event: str, **values: Any) -> Body:
    return lambda *who: posts.brevo(*who, event=event, **values)


def _mailgun(event: str, **values: Any) -> Body:
    return lambda *who: posts.mailgun(*who, event=event, **values)


def _failed(severity: str, reason: str, **status: Any) -> Body:
    return lambda *who: posts.mailgun_failed(*who, severity=severity, reason=reason, **status)


def _mailjet(event: str, **values: Any) -> Body:
    return lambda *who: posts.mailjet(*who, event=event, **values)


def _mailjet_bounce(error: str, about: str, *, hard: bool, event: str = "bounce") -> Body:
    values = {"error": error, "error_related_to": about, "hard_bounce": hard, "blocked": not hard}
    return _mailjet(event, **values, comment="")


def _sendgrid(event: str, **values: Any) -> Body:
    return lambda *who: posts.sendgrid(*who, event=event, **values)


CASES: list[tuple[str, Body, tuple[str, int]]] = [
    ("postmark", _postmark("HardBounce", "smtp;550 5.1.1 unknown user"), HARD),
    ("postmark", _postmark("BadEmailAddress"), HARD),
    ("postmark", _postmark("SoftBounce", "smtp;552 5.2.2 mailbox full"), SOFT),
    ("postmark", _postmark("SoftBounce"), SOFT),
    ("postmark", _postmark("Transient"), SOFT),
    ("postmark", _postmark("DnsError"), SOFT),
    ("postmark", _postmark("AutoResponder"), STAYS),
    ("postmark", _postmark("AddressChange"), STAYS),
    ("postmark", _postmark("VirusNotification"), STAYS),
    ("postmark", _postmark("DMARCPolicy"), STAYS),
    ("postmark", _postmark("HardBounce", "smtp;550 5.7.1 policy"), STAYS),
    ("postmark", _postmark("SpamComplaint"), COMPLAINED),
    ("postmark", _postmark("Unsubscribe"), LEFT),
    ("postmark", _change(), LEFT),
    ("postmark", _change(SuppressionReason="HardBounce"), HARD),
    ("postmark", _change(SuppressionReason="SpamComplaint"), COMPLAINED),
    ("postmark", _change(SuppressSending=False, SuppressionReason=None), STAYS),
    ("postmark", posts.postmark_delivery, ARRIVED),
    ("amazon_ses", _ses("Permanent", "General", "smtp; 550 5.1.1 user unknown"), HARD),
    ("amazon_ses", _ses("Permanent", "NoEmail"), HARD),
    ("amazon_ses", _ses("Permanent", "OnAccountSuppressionList"), HARD),
    ("amazon_ses", _ses("Permanent", "General", "smtp; 554 5.7.1 blocked"), STAYS),
    ("amazon_ses", _ses("Transient", "General"), SOFT),  # an out-of-office note, too
    ("amazon_ses", _ses("Transient", "General", "smtp; 250 2.0.0 I am out of office"), SOFT),
    ("amazon_ses", _ses("Transient", "MailboxFull", "smtp; 552 5.2.2 over quota"), SOFT),
    ("amazon_ses", _ses("Transient", "ContentRejected"), STAYS),
    ("amazon_ses", _ses("Undetermined", "Undetermined"), SOFT),
    ("amazon_ses", _ses_complaint("abuse"), COMPLAINED),
    ("amazon_ses", _ses_complaint(None), COMPLAINED),
    ("amazon_ses", _ses_complaint("not-spam"), STAYS),
    ("amazon_ses", posts.ses_delivery, ARRIVED),
    ("brevo", _brevo("hard_bounce", reason="550 5.1.1 unknown"), HARD),
    ("brevo", _brevo("hard_bounce", reason="server is down"), HARD),
    ("brevo", _brevo("invalid_email", reason="invalid"), HARD),
    ("brevo", _brevo("soft_bounce", reason="server is down"), SOFT),
    ("brevo", _brevo("soft_bounce", reason="550 5.1.1 unknown"), SOFT),
    ("brevo", _brevo("deferred", reason="spam"), SOFT),
    ("brevo", _brevo("error", reason="template"), STAYS),
    ("brevo", _brevo("spam"), COMPLAINED),
    ("brevo", _brevo("unsubscribe", list_id=[3]), LEFT),
    ("brevo", _brevo("opened", link=""), STAYS),
    ("brevo", _brevo("delivered"), ARRIVED),
    ("mailgun", _failed("permanent", "bounce", message="5.1.1 unknown", code=550), HARD),
    ("mailgun", _failed("permanent", "suppress-bounce", code=605), HARD),
    ("mailgun", _failed("permanent", "suppress-unsubscribe", code=606), LEFT),
    ("mailgun", _failed("permanent", "suppress-complaint", code=607), COMPLAINED),
    ("mailgun", _failed("temporary", "generic", message="452 4.2.2 full", code=452), SOFT),
    ("mailgun", _failed("temporary", "generic", code=498), SOFT),
    ("mailgun", _failed("permanent", "old", message="Too old", code=602), SOFT),
    ("mailgun", _failed("permanent", "bounce", message="550 5.7.1 policy"), STAYS),
    ("mailgun", _mailgun("rejected", reject={"reason": "Sandbox"}), STAYS),
    ("mailgun", _mailgun("complained"), COMPLAINED),
    ("mailgun", _mailgun("unsubscribed", ip="192.0.2.1"), LEFT),
    ("mailgun", _mailgun("delivered", **{"delivery-status": {"code": 250}}), ARRIVED),
    ("mailjet", _mailjet_bounce("user unknown", "recipient", hard=True), HARD),
    ("mailjet", _mailjet_bounce("mailbox inactive", "recipient", hard=False), SOFT),
    ("mailjet", _mailjet_bounce("quota exceeded", "recipient", hard=False), SOFT),
    ("mailjet", _mailjet_bounce("greylisted", "domain", hard=False), SOFT),
    ("mailjet", _mailjet_bounce("content blocked", "content", hard=False), STAYS),
    ("mailjet", _mailjet_bounce("preblocked", "mailjet", hard=False, event="blocked"), STAYS),
    ("mailjet", _mailjet_bounce("spam reporter", "recipient", hard=False), COMPLAINED),
    ("mailjet", _mailjet("spam", source="JMRPP"), COMPLAINED),
    ("mailjet", _mailjet("unsub", mj_list_id=1, ip="192.0.2.1", geo="", agent=""), LEFT),
    ("mailjet", _mailjet("sent", smtp_reply="sent (250 2.0.0 OK)"), ARRIVED),
    ("sendgrid", _sendgrid("bounce", type="bounce", reason="550 5.1.1 no", status="5.1.1"), HARD),
    ("sendgrid", _sendgrid("bounce", type="bounce", reason="500 unknown", status="5.0.0"), HARD),
    ("sendgrid", _sendgrid("bounce", type="bounce", reason="552 full", status="5.2.2"), SOFT),
    ("sendgrid", _sendgrid("bounce", type="blocked", reason="550 no", status="5.0.0"), SOFT),
    ("sendgrid", _sendgrid("bounce", type="blocked", reason="550 5.7.1 ip", status="5.7.1"), STAYS),
    ("sendgrid", _sendgrid("deferred", response="400 try again later", attempt="5"), SOFT),
    ("sendgrid", _sendgrid("dropped", reason="Bounced Address", status="5.0.0"), HARD),
    ("sendgrid", _sendgrid("dropped", reason="Unsubscribed Address"), LEFT),
    ("sendgrid", _sendgrid("dropped", reason="Spam Reporting Address"), COMPLAINED),
    ("sendgrid", _sendgrid("dropped", reason="Spam Content (if spam checker is on)"), STAYS),
    ("sendgrid", _sendgrid("spamreport"), COMPLAINED),
    ("sendgrid", _sendgrid("group_unsubscribe", asm_group_id=10), LEFT),
    ("sendgrid", _sendgrid("delivered", response="250 OK"), ARRIVED),
]


@pytest.mark.parametrize(("provider", "body", "expected"), CASES)
def test_each_report_says_what_its_provider_says(
    post: Callable[..., int], provider: str, body: Body, expected: tuple[str, int]
) -> None:
    reader = make_subscriber("Ana@example.org", soft_bounces=1)

    assert post(provider, body("ana@example.org", time.time() + 5, "101")) == 200

    assert state_of(reader) == expected


@pytest.mark.parametrize(
    ("provider", "body"),
    [
        ("postmark", _postmark("SoftBounce")),
        ("amazon_ses", _ses("Transient", "General")),
        ("brevo", _brevo("soft_bounce", reason="full")),
        ("mailgun", _failed("temporary", "generic", code=452)),
        ("mailjet", _mailjet_bounce("quota exceeded", "recipient", hard=False)),
        ("sendgrid", _sendgrid("deferred", response="452 full", attempt="1")),
    ],
)
def test_the_third_mail_in_a_row_ends_a_subscription_not_the_third_report_of_one(
    post: Callable[..., int], provider: str, body: Body
) -> None:
    reader = make_subscriber("ana@example.org")
    now = time.time() + 5

    for attempt in range(5):
        post(provider, body(reader.email, now + attempt, "101"))
    assert state_of(reader) == (State.ACTIVE, 1)
    post(provider, body(reader.email, now, "102"))
    assert state_of(reader) == (State.ACTIVE, 2)
    post(provider, body(reader.email, now, "103"))

    assert state_of(reader) == (State.BOUNCED, 3)


def test_a_mail_that_arrives_in_the_end_clears_the_count(post: Callable[..., int]) -> None:
    reader = make_subscriber("ana@example.org", soft_bounces=2)
    who = (reader.email, time.time() + 5, "101")

    post("mailgun", posts.mailgun(*who, event="delivered"))
    post("mailgun", posts.mailgun_failed(*who, severity="temporary", reason="generic"))

    assert state_of(reader) == (State.ACTIVE, 1)


@pytest.mark.parametrize(
    ("provider", "body"),
    [
        ("postmark", _postmark("HardBounce")),
        ("amazon_ses", _ses("Permanent", "General")),
        ("brevo", _brevo("hard_bounce")),
        ("mailgun", _mailgun("complained")),
        ("mailjet", _mailjet("unsub")),
        ("sendgrid", _sendgrid("spamreport")),
    ],
)
def test_who_knows_neither_password_nor_key_changes_nothing(
    post: Callable[..., int], provider: str, body: Body
) -> None:
    reader = make_subscriber("ana@example.org")
    report = body(reader.email, time.time() + 5, "101")

    assert post(provider, report, password="name:guessed", key="guessed") == 400

    assert state_of(reader) == (State.ACTIVE, 0)


# -- a provider without its package ---------------------------------------------------------------
def found(settings: Settings, backend: str, **anymail: str) -> list[str]:
    settings.MAIL_DELIVERY_BACKEND, settings.ANYMAIL = backend, anymail
    return [f"{error.id} {error.msg} {error.hint}" for error in checks.provider_can_send(None)]


def test_a_provider_without_its_package_is_refused_with_what_to_install(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "boto3", None)
    monkeypatch.delitem(__import__("sys").modules, "anymail.backends.amazon_ses", raising=False)

    (error,) = found(settings, "anymail.backends.amazon_ses.EmailBackend")

    assert error.startswith("newsletter.E001")
    assert 'pip install "django-anymail[amazon-ses]"' in error


def test_a_provider_whose_reports_need_a_package_is_refused(settings: Settings) -> None:
    assert importlib.util.find_spec("cryptography") is None, "the project has no need of it"
    key = {"SENDGRID_API_KEY": "x", "SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY": "x"}

    (error,) = found(settings, "anymail.backends.sendgrid.EmailBackend", **key)

    assert 'pip install "django-anymail[sendgrid]"' in error


@pytest.mark.parametrize(
    ("backend", "anymail", "named"),
    [
        ("anymail.backends.nobody.EmailBackend", {}, "EMAIL_BACKEND"),
        ("anymail.backends.postmark.Nothing", {}, "EMAIL_BACKEND"),
        ("anymail.backends.mailgun.EmailBackend", {}, "MAILGUN_API_KEY"),
    ],
)
def test_a_provider_that_is_not_set_up_is_refused(
    settings: Settings, backend: str, anymail: dict[str, str], named: str
) -> None:
    (error,) = found(settings, backend, **anymail)

    assert named in error


def test_what_is_set_up_is_taken(settings: Settings) -> None:
    assert found(settings, project.MAIL_DELIVERY_BACKEND) == []
    assert (
        found(
            settings,
            "anymail.backends.postmark.EmailBackend",
            POSTMARK_SERVER_TOKEN="x",
            WEBHOOK_SECRET="a:b",
        )
        == []
    )
