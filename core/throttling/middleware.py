"""Counts what comes in, before its view runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from core.mail.addresses import normalise_email
from core.throttling import counting
from core.throttling.answers import TooMany, too_many
from core.throttling.clients import client_of
from core.throttling.rules import By, Rule, rule_for

READS = frozenset({"GET", "HEAD"})
HARMLESS = frozenset({"OPTIONS", "TRACE"})
EMAIL = "email"  # the field of every form whose address is counted


class ThrottleMiddleware:
    """Asks the table of rules for each request that reached a view.

    It stands behind those that refuse a form without its token and know who is signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer 429 in place of the view if a limit is reached."""
        if not settings.THROTTLING or request.method in HARMLESS or not request.resolver_match:
            return None
        writes = request.method not in READS
        rule = rule_for(
            request.resolver_match.view_name,
            writes=writes,
            signed_in=writes and request.user.is_authenticated,
        )
        if rule is None:
            return None
        wait = _wait_for_a_write(request, rule) if writes else _wait_for_a_read(request, rule)
        return too_many(request, wait=wait, answer=rule.answer) if wait else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 429 where a limit is reached inside a view, as of signing in."""
        return too_many(request, wait=exception.wait) if isinstance(exception, TooMany) else None


def _wait_for_a_write(request: HttpRequest, rule: Rule) -> int:
    client = client_of(request)
    values = {By.CLIENT: client.key, By.EVERYBODY: ""}
    if any(limit.by is By.ADDRESS for limit in rule.limits):
        address = mailbox(request.POST.get(EMAIL, ""))
        if address:
            values[By.ADDRESS] = address
    counted = counting.count_all(rule, values, network=client.network)
    return max((each.wait for each in counted), default=0)


def _wait_for_a_read(request: HttpRequest, rule: Rule) -> int:
    value = client_of(request).key
    return max(counting.memory.count(rule, limit, value=value) for limit in rule.limits)


def mailbox(typed: str) -> str:
    """Return what is the same for all ways to write one mailbox: `Ana+x@B.org` is `ana@b.org`.

    Nothing for what is no address: no mail would go there.
    """
    try:
        name, _at, domain = normalise_email(typed).lower().rpartition("@")
    except ValidationError:
        return ""
    return f"{name.partition('+')[0] or name}@{domain}"
