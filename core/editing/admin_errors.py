"""What the model refuses in the admin is said in words, whatever view it was refused in.

Our forms check beforehand all that the model checks. Wagtail's other views (publishing many pages
at once, approving, copying, moving) have no form in which an error could stand.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db import DataError, IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core.editing.rows import too_many_rows
from core.headers import ADMIN_PREFIXES

logger = logging.getLogger(__name__)

EXPECTED = (ValidationError, IntegrityError, ProtectedError, RestrictedError)
#: What no form of ours sends: keys and dates that no column holds, half a form.
NOT_UNDERSTOOD = (OverflowError, DataError, MultiValueDictKeyError)
#: Hidden fields that Wagtail takes for keys without asking, and one that it takes for JSON.
KEYS = ("overwrite_revision_id", "revision_id")
EXTRA_DATA = "workflow-action-extra-data"
LONGEST_EXTRA_DATA = 10_000  # characters; it holds a comment
#: What is searched for, in lists and choosers, by the API and among tags. Wagtail nests a condition
#: for each word, of some hundred words too deep for Python, and SQLite takes its `"` for syntax.
SEARCHED = ("q", "search", "term")
LONGEST_SEARCH = 250  # characters; a title has 255


class AdminErrorsMiddleware:
    """Answers with a page of the admin, status 400, where a model refused something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Only exceptions are of interest."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Answer 400 to what no form of the admin sends, before a view trips over it."""
        if not request.path.startswith(ADMIN_PREFIXES):
            return None
        if not _is_understood(request):
            return render(request, "400.html", status=400)
        _simplify_searches(request)
        lines = too_many_rows(request.POST)
        return _refusal(request, lines) if lines else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say what was refused; None for errors that nobody could expect, and outside the admin."""
        known = isinstance(error, EXPECTED + NOT_UNDERSTOOD)
        if not request.path.startswith(ADMIN_PREFIXES) or not known:
            return None
        logger.warning("%s refused: %s", request.path, type(error).__name__, exc_info=error)
        if isinstance(error, NOT_UNDERSTOOD):
            return render(request, "400.html", status=400)
        return _refusal(request, _lines(error), name=_name(error))


def _refusal(request: HttpRequest, lines: list[str], *, name: str = "") -> HttpResponse:
    if not request.accepts("text/html"):
        answer = {"success": False, "error_code": "refused", "error_message": " ".join(lines)}
        return JsonResponse(answer, status=400)
    context = {"name": name, "lines": lines, "back": _back(request)}
    template = "wagtailadmin/refused.html" if request.user.is_authenticated else "400.html"
    return render(request, template, context, status=400)


def _is_understood(request: HttpRequest) -> bool:
    if any("\0" in value for _name, values in request.GET.lists() for value in values):
        return False  # no database takes it
    sent = [request.POST.get(name, "") for name in KEYS]
    if not all(key.isascii() and (key.isdecimal() or not key) for key in sent):
        return False
    extra = request.POST.get(EXTRA_DATA) or "{}"
    try:
        return len(extra) <= LONGEST_EXTRA_DATA and isinstance(json.loads(extra), dict)
    except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, too deep
        return False


def _simplify_searches(request: HttpRequest) -> None:
    """Let the view search for the words alone, and for the first ones of what is too long."""
    for name in SEARCHED:
        words = asked = request.GET.get(name, "").replace('"', " ")
        if len(words) > LONGEST_SEARCH:
            words = asked[:LONGEST_SEARCH].rpartition(" ")[0] or asked[:LONGEST_SEARCH]
        if words != request.GET.get(name, ""):
            sent = request.GET.copy()
            sent[name] = words
            request.GET = sent  # type: ignore[assignment]


def _name(error: Exception) -> str:
    """What the thing is called that was refused; empty where the error doesn't say."""
    instance = getattr(error, "instance", None)
    return str(instance) if instance is not None else ""


def _lines(error: Exception) -> list[str]:
    if isinstance(error, ProtectedError | RestrictedError):
        return [_("Something else on the site needs this, so it can't be deleted.")]
    if not isinstance(error, ValidationError):
        return [_("Somebody else changed the same thing at the same moment. Please try once more.")]
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    lines = []
    for name, problems in error.error_dict.items():
        word = _word(name, getattr(error, "instance", None))
        texts = [text for problem in problems for text in problem.messages]
        lines += [f"{word}: {text}" if word else text for text in texts]
    return lines


def _word(name: str, instance: Any) -> str:
    if name == NON_FIELD_ERRORS:
        return ""
    try:
        return str(label_for_field(name, type(instance))).capitalize()
    except (AttributeError, FieldDoesNotExist):
        return name.replace("_", " ").capitalize()


def _back(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return iri_to_uri(came_from) if known else ""
