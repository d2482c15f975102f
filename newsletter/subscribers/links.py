"""Signed links to a subscriber's own pages, and the headers that carry them in mails.

A link is a key in itself: it needs no cookie and no login. Each kind opens one page only. Two stand
in every newsletter: whoever is forwarded one can see and change what its reader gets for ninety
days, and unsubscribe; both pages show of the address no more than its first letter and its host.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, override

from core.showing.addresses import whole
from newsletter.models import Subscriber

SEPARATOR = "~"  # stands in an address as it is
PLACE = "TOKEN"


@dataclass(frozen=True, kw_only=True)
class _Kind:
    salt: str
    route: str
    lasts: timedelta | None


class Purpose(Enum):
    """What a link is for, and how long it works."""

    CONFIRM = _Kind(salt="newsletter.confirm", route="confirm", lasts=timedelta(days=3))
    #: the same page for whom a list brought, with more time: there is one mail only
    ANSWER = _Kind(salt="newsletter.answer", route="confirm", lasts=timedelta(days=30))
    PREFERENCES = _Kind(
        salt="newsletter.preferences", route="preferences", lasts=timedelta(days=90)
    )
    UNSUBSCRIBE = _Kind(salt="newsletter.unsubscribe", route="unsubscribe", lasts=None)


class LinkRefused(Exception):
    """A link that opens nothing: changed on the way, or not ours, or of an erased subscriber."""


class LinkExpired(LinkRefused):
    """A link of ours that was sent too long ago."""


def _signer(purpose: Purpose) -> TimestampSigner:
    return TimestampSigner(salt=purpose.value.salt, sep=SEPARATOR)


def make_token(subscriber: Subscriber, purpose: Purpose) -> str:
    """Return what stands for `subscriber` in a link of this kind."""
    return _signer(purpose).sign(subscriber.key)


def key_of(token: str, purpose: Purpose) -> str:
    """Return the subscriber's key from a token. Raises LinkExpired, LinkRefused."""
    try:
        return _signer(purpose).unsign(token, max_age=purpose.value.lasts)
    except SignatureExpired:
        raise LinkExpired(purpose.value.route) from None
    except BadSignature:
        raise LinkRefused(purpose.value.route) from None


def subscriber_of(token: str, purpose: Purpose) -> Subscriber:
    """Return whom a token stands for. Raises LinkExpired, LinkRefused. One query, no write."""
    subscriber = Subscriber.objects.filter(key=key_of(token, purpose)).first()
    if subscriber is None:
        raise LinkRefused(purpose.value.route)
    return subscriber


def _path(route: str, token: str) -> str:
    return _path_around(route, get_language() or "", get_script_prefix()).replace(PLACE, token)


@lru_cache(maxsize=200)
def _path_around(route: str, _language: str, _prefix: str) -> str:
    """Return a path with PLACE in it; looking it up anew would be a third of a mail's time."""
    return reverse(route, args=[PLACE])


def path_to(subscriber: Subscriber, purpose: Purpose) -> str:
    """Return the address of a subscriber's page on this site, in the active language."""
    token = make_token(subscriber, purpose)
    return _path(f"newsletter:{purpose.value.route}", token)


def link(subscriber: Subscriber, purpose: Purpose) -> str:
    """Return the whole address of a subscriber's page, in the reader's own language."""
    with override(subscriber.language):
        return whole(path_to(subscriber, purpose))


def one_click_link(subscriber: Subscriber) -> str:
    """Return the address a mail program posts to (RFC 8058)."""
    token = make_token(subscriber, Purpose.UNSUBSCRIBE)
    return whole(_path("newsletter_one_click", token))


def list_headers(subscriber: Subscriber) -> dict[str, str]:
    """Return the headers of a newsletter mail to `subscriber`.

    One-click unsubscribing (RFC 8058, 3.1), which the sender's DKIM signature must cover; the
    list's name (RFC 2919); and that no person wrote the mail, so that nobody's absence note
    answers (RFC 3834, 5).
    """
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return {
        "List-Unsubscribe": f"<{one_click_link(subscriber)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<newsletter.{host}>",
        "Auto-Submitted": "auto-generated",
    }
