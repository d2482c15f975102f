"""Keeps forms for strangers closed until the site says who asks, and what becomes of the answer.

A form that nobody thought of is closed as well: it is named in the table of `core.throttling.rules`
or in STAY_OPEN, or nobody can send it on a site without privacy notice and imprint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.headers import ADMIN_PREFIXES
from core.network.legal import forms_are_open
from core.throttling.rules import OTHER_POST, rule_for

READS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
#: opened by a link that came by mail to somebody whom the site knows already
STAY_OPEN = frozenset(
    """newsletter:confirm newsletter:preferences newsletter:unsubscribe
    joining:mine joining:step joining:send joining:withdraw joining:referee""".split()
)
NOT_YET = 404  # there is no such form on this site, for now


class ClosedFormsMiddleware:
    """Answers in place of a form that is not open yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Say that the form is not open yet; None where it is, or where there is none."""
        if not _asks(request) or forms_are_open():
            return None
        return render(request, "not_open_yet.html", {"no_signup": True}, status=NOT_YET)


def _asks(request: HttpRequest) -> bool:
    """Whether a request is one to a form for strangers."""
    if request.resolver_match is None or request.path.startswith(ADMIN_PREFIXES):
        return False
    name = request.resolver_match.view_name
    rule = rule_for(name, writes=True, signed_in=False)
    if rule is OTHER_POST:
        return request.method not in READS and name not in STAY_OPEN
    return rule is not None and rule.asks
