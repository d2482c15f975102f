"""What a provider's report says about a reader, in the provider's own words where they say more.

django-anymail puts reports into words that are the same for all providers. On the way some of it
is lost: whether a bounce will pass, which list of its own a provider met, or that a reader said
“this is not spam”. So the words of the big ones are read here; of the others anymail's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from newsletter.subscribers import bounces

Raw = Mapping[str, Any]


class Consequence(Enum):
    """What to do about it."""

    ARRIVED = "a mail reached the reader"
    HARD = "there is no such mailbox"
    SOFT = "this mail came back, or waits, for a reason that may pass"
    COMPLAINT = "the reader reported a mail as unwanted"
    UNSUBSCRIBED = "the reader told the provider to send no more"
    NOTHING = "it is about the mail, its sender or the provider"


def meaning_of(event: AnymailTrackingEvent, *, provider: str) -> Consequence:
    """Return what a report says; `provider` as anymail calls it.

    A status code in the answer of the reader's server says more than the provider's word “bounce”:
    5.7.1 is about us. What a provider calls passing is never taken for more.
    """
    raw = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    own = OWN_WORDS.get(provider)
    meaning = (own(raw) if own else None) or _in_general(event)
    if meaning not in (Consequence.HARD, Consequence.SOFT):
        return meaning
    kind = _named_kind(event, raw)
    if kind is bounces.BounceKind.OTHER:
        return Consequence.NOTHING
    return Consequence.SOFT if kind is bounces.BounceKind.SOFT else meaning


def _named_kind(event: AnymailTrackingEvent, raw: Raw) -> bounces.BounceKind | None:
    """What a status code in the report says, None if there is none or it is 5.0.0: “failed”."""
    answer = f"{event.mta_response or ''} {event.description or ''} {raw.get('status') or ''}"
    found = bounces.STATUS.search(answer)
    if found is None or found.group().startswith(("2.", "5.0.")):
        return None
    return bounces.kind_of(answer)


# -- in anymail's words --------------------------------------------------------------------------
REJECTED = {
    RejectReason.SPAM: Consequence.COMPLAINT,
    RejectReason.UNSUBSCRIBED: Consequence.UNSUBSCRIBED,
    RejectReason.INVALID: Consequence.HARD,
    RejectReason.BOUNCED: Consequence.HARD,
    RejectReason.TIMED_OUT: Consequence.SOFT,
    RejectReason.BLOCKED: Consequence.SOFT,
}
BOUNCED = {
    RejectReason.INVALID: Consequence.HARD,
    RejectReason.BOUNCED: Consequence.HARD,
    RejectReason.UNSUBSCRIBED: Consequence.UNSUBSCRIBED,
    RejectReason.SPAM: Consequence.NOTHING,  # a server's filter, not a reader
}


def _in_general(event: AnymailTrackingEvent) -> Consequence:
    kind, reason = event.event_type, event.reject_reason
    if kind == EventType.BOUNCED:
        status = _named_kind(event, {})
        found = BOUNCED.get(reason, Consequence.SOFT)
        return Consequence.HARD if status is bounces.BounceKind.HARD else found
    if kind == EventType.REJECTED:
        return REJECTED.get(reason, Consequence.NOTHING)
    return {
        EventType.DELIVERED: Consequence.ARRIVED,
        EventType.COMPLAINED: Consequence.COMPLAINT,
        EventType.UNSUBSCRIBED: Consequence.UNSUBSCRIBED,
        EventType.DEFERRED: Consequence.SOFT,
    }.get(kind, Consequence.NOTHING)


# -- in the provider's own ------------------------------------------------------------------------
POSTMARK_TYPES = {
    "HardBounce": Consequence.HARD,
    "BadEmailAddress": Consequence.HARD,
    "SoftBounce": Consequence.SOFT,
    "Transient": Consequence.SOFT,
    "DnsError": Consequence.SOFT,
    "Blocked": Consequence.SOFT,
    "SpamComplaint": Consequence.COMPLAINT,
    "Unsubscribe": Consequence.UNSUBSCRIBED,
}
POSTMARK_REASONS = {
    "HardBounce": Consequence.HARD,
    "SpamComplaint": Consequence.COMPLAINT,
    "ManualSuppression": Consequence.UNSUBSCRIBED,
}


def _postmark(raw: Raw) -> Consequence | None:
    """A change of Postmark's list names its reason, a bounce its type; most types say nothing."""
    if raw.get("RecordType") == "SubscriptionChange":
        if not raw.get("SuppressSending", True):
            return Consequence.NOTHING
        return POSTMARK_REASONS.get(str(raw.get("SuppressionReason")), Consequence.UNSUBSCRIBED)
    if raw.get("RecordType") == "Bounce":
        return POSTMARK_TYPES.get(str(raw.get("Type")), Consequence.NOTHING)
    return None


SES_ABOUT_THE_MAIL = {"MessageTooLarge", "ContentRejected", "AttachmentRejected"}
SES_NO_COMPLAINT = {"not-spam", "auth-failure"}


def _amazon_ses(raw: Raw) -> Consequence | None:
    """Of bounces only permanent ones are for good; out-of-office notes come as transient ones."""
    bounce, complaint = raw.get("bounce"), raw.get("complaint")
    if isinstance(bounce, Mapping):
        if bounce.get("bounceSubType") in SES_ABOUT_THE_MAIL:
            return Consequence.NOTHING
        return Consequence.HARD if bounce.get("bounceType") == "Permanent" else Consequence.SOFT
    if isinstance(complaint, Mapping):
        kind = complaint.get("complaintFeedbackType")
        return Consequence.NOTHING if kind in SES_NO_COMPLAINT else Consequence.COMPLAINT
    return None


def _brevo(raw: Raw) -> Consequence | None:
    return {"soft_bounce": Consequence.SOFT, "error": Consequence.NOTHING}.get(
        str(raw.get("event"))
    )


MAILGUN_LISTS = {
    "suppress-bounce": Consequence.HARD,
    "suppress-unsubscribe": Consequence.UNSUBSCRIBED,
    "suppress-complaint": Consequence.COMPLAINT,
}


def _mailgun(raw: Raw) -> Consequence | None:
    """A failure names the list of Mailgun's that it met, or whether it will pass."""
    data = raw.get("event-data")
    if not isinstance(data, Mapping) or data.get("event") != "failed":
        return None
    if data.get("severity") == "temporary":
        return Consequence.SOFT
    listed = MAILGUN_LISTS.get(str(data.get("reason")))
    if listed is not None:
        return listed
    return Consequence.HARD if data.get("reason") == "bounce" else Consequence.SOFT


def _mailjet(raw: Raw) -> Consequence | None:
    """A bounce says itself whether it is for good, and whom it is about."""
    if raw.get("event") not in ("bounce", "blocked"):
        return None
    if raw.get("error") == "spam reporter":
        return Consequence.COMPLAINT
    if raw.get("error_related_to") not in ("recipient", "domain", None, ""):
        return Consequence.NOTHING
    return Consequence.HARD if raw.get("hard_bounce") else Consequence.SOFT


SENDGRID_DROPS = {
    "bounced address": Consequence.HARD,
    "invalid": Consequence.HARD,
    "spam reporting address": Consequence.COMPLAINT,
    "unsubscribed address": Consequence.UNSUBSCRIBED,
}


def _sendgrid(raw: Raw) -> Consequence | None:
    """A bounce of the type “blocked” may pass; what SendGrid dropped says why."""
    if raw.get("event") == "bounce":
        return Consequence.SOFT if raw.get("type") == "blocked" else Consequence.HARD
    if raw.get("event") == "dropped":
        return SENDGRID_DROPS.get(str(raw.get("reason", "")).lower(), Consequence.NOTHING)
    return None


def _sparkpost(raw: Raw) -> Consequence | None:
    """Bounce classes 20 to 24 and 70 may pass; 23 is a mail that is too large."""
    for event in raw.get("msys", {}).values():
        classed = str(event.get("bounce_class", ""))
        if classed in ("20", "21", "22", "24", "70"):
            return Consequence.SOFT
        if classed == "23":
            return Consequence.NOTHING
    return None


def _says_soft(*path: str) -> Callable[[Raw], Consequence | None]:
    """Read whether a bounce is soft from one word of the report."""

    def read(raw: Raw) -> Consequence | None:
        value: Any = raw
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        soft = str(value).lower() in ("soft_bounce", "soft_bounced", "transient", "undetermined")
        return Consequence.SOFT if soft else None

    return read


OWN_WORDS: dict[str, Callable[[Raw], Consequence | None]] = {
    "Amazon SES": _amazon_ses,
    "Brevo": _brevo,
    "MailerSend": _says_soft("data", "type"),
    "Mailgun": _mailgun,
    "Mailjet": _mailjet,
    "Mandrill": _says_soft("event"),
    "Postmark": _postmark,
    "Resend": _says_soft("data", "bounce", "type"),
    "SendGrid": _sendgrid,
    "SparkPost": _sparkpost,
}
