"""What six mail providers post about a mail, in the shapes that their documentation shows.

Each function returns the whole body. `at` is the moment of the event, `email` the reader's address,
`message` what names the mail.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# -- Postmark -------------------------------------------------------------------------------------
def postmark_bounce(email: str, at: float, message: str, /, **values: Any) -> dict[str, Any]:
    return {
        "RecordType": "Bounce", "ID": 4323372036854775807, "MessageStream": "broadcast",
        "ServerID": 23, "MessageID": message, "Tag": "", "Metadata": {},
        "Description": "", "Details": "", "Email": email, "From": "office@example.org",
        "BouncedAt": _iso(at), "DumpAvailable": True, "Inactive": False, "CanActivate": True,
        "Subject": "News of May", "Content": "<full dump of bounce>", **values,
    }  # fmt: skip


def postmark_change(email: str, at: float, message: str, /, **values: Any) -> dict[str, Any]:
    return {
        "RecordType": "SubscriptionChange", "MessageID": message, "ServerID": 23,
        "MessageStream": "broadcast", "ChangedAt": _iso(at), "Recipient": email,
        "Origin": "Recipient", "SuppressSending": True, "SuppressionReason": "ManualSuppression",
        "Tag": "", "Metadata": {}, **values,
    }  # fmt: skip


def postmark_delivery(email: str, at: float, message: str, /) -> dict[str, Any]:
    return {
        "RecordType": "Delivery", "MessageID": message, "Recipient": email, "Tag": "",
        "DeliveredAt": _iso(at), "Details": "smtp;250 2.0.0 OK", "ServerID": 23, "Metadata": {},
        "MessageStream": "broadcast",
    }  # fmt: skip


# -- Amazon SES, by SNS ---------------------------------------------------------------------------
def _ses(email: str, at: float, message: str, /, **event: Any) -> dict[str, Any]:
    mail = {
        "timestamp": _iso(at), "source": "office@example.org", "messageId": message,
        "sourceArn": "arn:aws:ses:eu-west-1:123456789012:identity/example.org",
        "sendingAccountId": "123456789012", "destination": [email], "headersTruncated": False,
        "headers": [{"name": "Subject", "value": "News of May"}],
    }  # fmt: skip
    return {
        "Type": "Notification", "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": "arn:aws:sns:eu-west-1:123456789012:ses", "Timestamp": _iso(at),
        "Message": json.dumps({**event, "mail": mail}), "SignatureVersion": "1",
        "Signature": "EXAMPLE", "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/x.pem",
    }  # fmt: skip


def ses_bounce(
    email: str, at: float, message: str, /, *, kind: str, sub: str, code: str = ""
) -> dict[str, Any]:
    recipient = {"emailAddress": email, "action": "failed", "status": "5.0.0"}
    if code:
        recipient["diagnosticCode"] = code
    bounce = {
        "bounceType": kind, "bounceSubType": sub, "bouncedRecipients": [recipient],
        "timestamp": _iso(at), "feedbackId": "01000", "reportingMTA": "dsn; a8-50.smtp-out",
    }  # fmt: skip
    return _ses(email, at, message, eventType="Bounce", bounce=bounce)


def ses_complaint(email: str, at: float, message: str, /, *, kind: str | None) -> dict[str, Any]:
    complaint = {
        "complainedRecipients": [{"emailAddress": email}], "timestamp": _iso(at),
        "feedbackId": "01000", "complaintSubType": None, "userAgent": "Mailbox Simulator",
        "complaintFeedbackType": kind,
    }  # fmt: skip
    return _ses(email, at, message, notificationType="Complaint", complaint=complaint)


def ses_delivery(email: str, at: float, message: str, /) -> dict[str, Any]:
    delivery = {
        "timestamp": _iso(at), "recipients": [email], "processingTimeMillis": 546,
        "smtpResponse": "250 ok:  Message 64111812 accepted", "reportingMTA": "a8-70.smtp-out",
    }  # fmt: skip
    return _ses(email, at, message, eventType="Delivery", delivery=delivery)


# -- Brevo ----------------------------------------------------------------------------------------
def brevo(email: str, at: float, message: str, /, **values: Any) -> dict[str, Any]:
    return {
        "id": 28921, "email": email, "message-id": f"<{message}@relay.domain.com>",
        "date": "2026-05-04 09:00:00", "ts": int(at), "ts_event": int(at),
        "ts_epoch": int(at * 1000), "subject": "News of May", "tag": "", "sending_ip": "192.0.2.1",
        "template_id": 0, **values,
    }  # fmt: skip


# -- Mailgun (its signature is added where it is posted) ------------------------------------------
def mailgun(email: str, at: float, message: str, /, **values: Any) -> dict[str, Any]:
    return {
        "id": "G9Bn5sl1TC6nu79C8C0bwg", "timestamp": at, "log-level": "error",
        "envelope": {"sender": "office@example.org", "transport": "smtp", "targets": email},
        "flags": {"is-routed": False, "is-authenticated": True, "is-test-mode": False},
        "message": {"headers": {"message-id": message, "to": email, "subject": "News of May"}},
        "recipient": email, "recipient-domain": "example.org", "campaigns": [], "tags": [],
        "user-variables": {}, **values,
    }  # fmt: skip


def mailgun_failed(
    email: str, at: float, message: str, /, *, severity: str, reason: str, **status: Any
) -> dict[str, Any]:
    delivery = {
        "attempt-no": 1, "code": 550, "message": "", "description": "", "session-seconds": 0.4,
        **status,
    }  # fmt: skip
    values = {"severity": severity, "reason": reason, "delivery-status": delivery}
    return mailgun(email, at, message, event="failed", **values)


# -- Mailjet --------------------------------------------------------------------------------------
def mailjet(email: str, at: float, message: str, /, **values: Any) -> dict[str, Any]:
    return {
        "time": int(at), "MessageID": int(message), "Message_GUID": "1ab23cd4-e567-8901",
        "email": email, "mj_campaign_id": 7, "mj_contact_id": 4, "customcampaign": "",
        "CustomID": "", "Payload": "", **values,
    }  # fmt: skip


# -- SendGrid -------------------------------------------------------------------------------------
def sendgrid(email: str, at: float, message: str, /, **values: Any) -> list[dict[str, Any]]:
    return [
        {
            "email": email, "timestamp": int(at), "smtp-id": f"<{message}@ismtpd-555>",
            "sg_event_id": "6g4ZI7SA-xmRDv57GoPIPw==", "sg_message_id": f"{message}.filter0001",
            "category": ["newsletter"], "ip": "192.0.2.1", "tls": 1, **values,
        }
    ]  # fmt: skip
