"""Whose request is answered: what the guards of the models ask, whichever way a model changes.

And what is read but once while it is answered. Commands and the worker act for nobody and are
trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

#: The link in the mail says who acts here, whoever else is signed in in this browser.
BY_LINK = {"wagtailadmin_password_reset_confirm", "take_up_invitation"}
_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)
_read: ContextVar[dict[Callable[[], Any], Any] | None] = ContextVar("read", default=None)
Value = TypeVar("Value")


class ActorMiddleware:
    """Tells the guards whose request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; no query as long as nothing guarded is changed."""
        token, kept = _request.set(request), _read.set({})
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)
            _read.reset(kept)


def acting_user() -> Any | None:
    """Who is signed in where a request is answered; None for nobody, commands and the worker."""
    request = _request.get()
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return None
    match = request.resolver_match
    return None if match is not None and match.url_name in BY_LINK else user


def read_once(read: Callable[[], Value]) -> Value:
    """What `read` returns, asked for once while a request is answered; elsewhere each time."""
    kept = _read.get()
    if kept is None:
        return read()
    if read not in kept:
        kept[read] = read()
    value: Value = kept[read]
    return value


def forget_read() -> None:
    """Read again what was read once: somebody changed it."""
    kept = _read.get()
    if kept is not None:
        kept.clear()
