"""Asking a translation service: JSON over HTTP, with an end to patience and to size."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import SplitResult, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.core.exceptions import ImproperlyConfigured

from core.translation.engines.base import EngineProblem, TranslationError

SECONDS = 30.0  # for one call, from connecting to the last byte
LARGEST = 4 * 1024 * 1024  # bytes of an answer
PIECE = 64 * 1024
LOCAL = ("localhost", "127.0.0.1", "::1")


class ServiceAnswer(NamedTuple):
    """What a service said: the HTTP status and the JSON, None where it was none."""

    status: int
    value: Any


class _NoRedirect(HTTPRedirectHandler):
    """A key and a draft go to the address the operator named and to no other."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nothing: the redirect itself becomes the answer."""


_opener = build_opener(_NoRedirect)


def checked_base(address: str, *, encrypted: bool) -> str:
    """Return a service's address without a slash at its end.

    `encrypted` asks for https unless the service is on this machine. Raises ImproperlyConfigured,
    without the address: it may hold a password.
    """
    try:
        parts: SplitResult = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise ImproperlyConfigured("TRANSLATION_URL names no address such as https://host")
    if parts.username is not None or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            "TRANSLATION_URL holds more than an address; the key belongs in TRANSLATION_API_KEY"
        )
    if encrypted and parts.scheme != "https" and host not in LOCAL:
        raise ImproperlyConfigured("TRANSLATION_URL: this service is only asked by https")
    return address.rstrip("/")


def post(url: str, *, content: Mapping[str, Any], headers: Mapping[str, str]) -> ServiceAnswer:
    """Send JSON and return the answer, whatever its status. Raises EngineError.

    No answer within SECONDS, half an answer and one larger than LARGEST are errors.
    """
    until = time.monotonic() + SECONDS
    request = Request(  # noqa: S310 # checked_base() lets http and https through only
        url,
        data=json.dumps(content).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json", **headers},
    )
    try:
        try:
            with _opener.open(request, timeout=SECONDS) as response:
                return ServiceAnswer(response.status, _read(response, until=until))
        except HTTPError as error:
            with error:
                return ServiceAnswer(error.code, _read(error, until=until))
    except (OSError, HTTPException) as error:  # refused, timed out, cut off, not HTTP
        raise TranslationError(EngineProblem.UNAVAILABLE, type(error).__name__) from error


def _read(response: Any, *, until: float) -> Any:
    received = bytearray()
    while piece := response.read1(PIECE):
        received += piece
        if len(received) > LARGEST:
            raise TranslationError(EngineProblem.ANSWER, "the answer is too large")
        if time.monotonic() > until:
            raise TranslationError(EngineProblem.UNAVAILABLE, "the answer takes too long")
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) != len(received):
        raise TranslationError(EngineProblem.UNAVAILABLE, "the answer ends too early")
    try:
        return json.loads(received)
    except ValueError:
        return None
