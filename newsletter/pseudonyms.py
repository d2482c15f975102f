"""A keyed digest stands for an address where the address itself must not stay."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import salted_hmac

from core.mail.addresses import folded

SALT = "newsletter.consent"


def digest_of(email: str) -> str:
    """Return 64 hexadecimal digits for a normalised address, the same whatever its case.

    HMAC-SHA-256 (RFC 2104) with a key made from `CONSENT_KEY`: without that key nobody can try
    out addresses against the log.
    """
    return salted_hmac(
        SALT, folded(email), secret=settings.CONSENT_KEY, algorithm="sha256"
    ).hexdigest()
