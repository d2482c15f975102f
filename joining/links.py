"""Signed links: an applicant's to the own application, a referee's to the question.

A link is a key in itself, needs no cookie and no login, and opens one page. A new one can be asked
for at any time and is sent to the address that was proved.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse
from django.utils.translation import override

from core.showing.addresses import whole
from joining.models import Application, Referee

SEPARATOR = "~"  # stands in an address as it is
LASTS = timedelta(days=60)
_APPLICATION, _REFEREE = "joining.application", "joining.referee"


class ApplicationLinkRefused(Exception):
    """A link that opens nothing: changed on the way, too old, or of something erased."""

    def __init__(self, *, expired: bool = False) -> None:
        super().__init__("expired" if expired else "unknown")
        self.expired = expired


def token_of(application: Application) -> str:
    """Return what stands for an application in an address."""
    return TimestampSigner(salt=_APPLICATION, sep=SEPARATOR).sign(application.key)


def token_of_referee(referee: Referee) -> str:
    """Return what stands for a referee in an address."""
    return TimestampSigner(salt=_REFEREE, sep=SEPARATOR).sign(referee.key)


def application_of(token: str) -> Application:
    """Return the application of a link. Raises ApplicationLinkRefused. One query, no write."""
    found = Application.objects.filter(key=_key(token, _APPLICATION)).first()
    if found is None:
        raise ApplicationLinkRefused
    return found


def referee_of(token: str) -> Referee:
    """Return the referee of a link. Raises ApplicationLinkRefused. One query, no write."""
    rows = Referee.objects.select_related("application")
    found = rows.filter(key=_key(token, _REFEREE)).first()
    if found is None:
        raise ApplicationLinkRefused
    return found


def _key(token: str, salt: str) -> str:
    try:
        return TimestampSigner(salt=salt, sep=SEPARATOR).unsign(token, max_age=LASTS)
    except SignatureExpired:
        raise ApplicationLinkRefused(expired=True) from None
    except BadSignature:
        raise ApplicationLinkRefused from None


def link_to(application: Application) -> str:
    """Return the whole address of an application's page, in its applicant's language."""
    with override(application.language):
        return whole(reverse("joining:mine", args=[token_of(application)]))


def link_to_referee(referee: Referee) -> str:
    """Return the whole address of a referee's page, in the referee's language."""
    with override(referee.language):
        return whole(reverse("joining:referee", args=[token_of_referee(referee)]))
