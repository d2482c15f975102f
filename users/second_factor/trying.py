"""Codes are asked for as often as passwords: whoever has a password guesses no code."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from core.throttling import counting
from core.throttling.answers import TooMany
from core.throttling.clients import client_of
from core.throttling.rules import LOCKED_MAIL, SECOND_FACTOR, By
from users.models import User
from users.second_factor.factor import fits
from users.second_factor.mails import Event, tell


def try_code(request: HttpRequest, user: User, code: str) -> bool:
    """Whether a code fits. Counted before it is looked at. Raises TooMany."""
    if not settings.THROTTLING:
        return fits(user, code)
    client = client_of(request)
    account = {By.ACCOUNT: str(user.pk), By.PAIR: f"{user.pk} {client.key}"}
    counted = counting.count_all(
        SECOND_FACTOR, {By.CLIENT: client.key, **account}, network=client.network
    )
    if counted[-1].wait:
        raise TooMany(counted[-1].wait)
    if fits(user, code):
        counting.forget(SECOND_FACTOR, account)
        return True
    reached = [each for each in counted if each.limit.pause and each.count == each.limit.most]
    key = {By.ACCOUNT: f"codes {user.pk}"}
    if reached and not counting.count_all(LOCKED_MAIL, key, network=client.network)[-1].wait:
        tell(user, Event.WRONG_CODES, count=reached[0].count)
    return False
