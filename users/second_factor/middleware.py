"""Whoever gave a password only, where a code is asked for, is nobody until the code is there."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from core.headers import is_admin
from users.models import User
from users.second_factor.factor import GIVEN, has_factor, is_required


class LackingStep(Enum):
    """What is missing, and the name of the page where it is given."""

    CODE = "second_factor_code"
    SET_UP = "second_factor"


#: parts of every page of the admin, which Wagtail gives strangers, too. A page in their place would
#: be drawn into the page that asks for the code, and kept by the browser as the icons of all.
_PARTS = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
_EVER = {"wagtailadmin_logout", *_PARTS}
#: where somebody who lacks something may go
OPEN = {
    LackingStep.CODE: {"second_factor_code", *_EVER},
    LackingStep.SET_UP: {"second_factor", "second_factor_set_up", *_EVER},
}


class SecondFactorMiddleware:
    """Stands behind that which knows who signed in, before all that asks who that is.

    It looks only when somebody asks: public pages and pictures cost nothing more and stay the same
    for all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hide who signed in by half from everything behind."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            looked: Any = SimpleLazyObject(partial(_fully_signed_in, request))
            request.user = looked
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponseBase | None:
        """Lead from every page of the admin to the one where what is missing is given."""
        del args
        match = request.resolver_match
        if match is None or not is_admin(request) or request.user.is_authenticated:
            return None
        lacking: LackingStep | None = getattr(request, "lacking", None)
        if lacking is None:
            return None
        if match.view_name in OPEN[lacking]:
            return None
        path = reverse(lacking.value)
        wanted = request.get_full_path() if request.method == "GET" else ""
        return redirect(f"{path}?{urlencode({'next': wanted})}" if wanted else path)


def _fully_signed_in(request: HttpRequest) -> Any:
    """Who signed in, or nobody where something is missing; then the request notes who and what.

    Not around `request.user`: Wagtail's log of actions writes nothing of an object that is lazy
    twice over.
    """
    user = get_user(request)
    lacking = lacking_in(request, user) if user.is_authenticated else None
    if lacking is None:
        return user
    request.half_signed_in = user  # type: ignore[attr-defined]
    request.lacking = lacking  # type: ignore[attr-defined]
    return AnonymousUser()


def lacking_in(request: HttpRequest, user: User) -> LackingStep | None:
    """What is missing in a session. One query at most; none where a code was given."""
    if request.session.get(GIVEN):
        return None
    if has_factor(user):
        return LackingStep.CODE
    return LackingStep.SET_UP if is_required(user) else None


def whose(request: HttpRequest) -> User | None:
    """Who signed in, by half too; None for nobody. For the pages of the second factor alone."""
    if request.user.is_authenticated:
        return request.user
    half: User | None = getattr(request, "half_signed_in", None)
    return half
