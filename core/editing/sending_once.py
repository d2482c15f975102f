"""Every form that adds something in the admin adds it once, however often its button is pressed.

Pages have views of their own for that (`page_views`), which also save by themselves. Of everything
else (entries of registers and tables, pictures, files, logins, groups) Wagtail's views are wrapped
here, those of later versions included: what makes them alike is the class they derive from. Pages
of ours with several buttons, some of which add or send something, say so by `adds = True`.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from wagtail.admin.views.generic import CreateView

from core.editing.sent_forms import claim_alone, digest_of

View = Callable[..., HttpResponseBase]


def adds_once(patterns: Iterable[URLPattern | URLResolver]) -> None:
    """Wrap the views among `patterns` that add something; to be called once, with the admin's."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            adds_once(pattern.url_patterns)
        elif _adds(getattr(pattern.callback, "view_class", object)):
            pattern.callback = _once(pattern.callback)


def _adds(view_class: type) -> bool:
    return issubclass(view_class, CreateView) or bool(getattr(view_class, "adds", False))


def _once(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = _token(request)
        if token is None:
            return view(request, *args, **kwargs)
        row, is_first = claim_alone(token, user_id=int(request.user.pk or 0))
        if not is_first:
            return redirect(row.answer)
        try:  # in no transaction: a file is cleaned here, and all others would wait for that
            response = view(request, *args, **kwargs)
        except BaseException:
            row.delete()
            raise
        if isinstance(response, HttpResponseRedirect):
            row.answer = response.url[:500]
            row.save()
        else:  # refused: the form may be sent again
            row.delete()
        return response

    return answer


def _token(request: HttpRequest) -> uuid.UUID | None:
    """Name a filled-in form: who sent it where, from which copy of the page, with what in it.

    Django writes another `csrfmiddlewaretoken` into every copy of a page that it gives out. None
    for what is no sent form, and for scripts, which wait for their answer.
    """
    copy = request.POST.get("csrfmiddlewaretoken")
    if request.method != "POST" or not copy or not request.accepts("text/html"):
        return None
    if not request.user.is_authenticated:
        return None
    sent: Any = request.FILES
    files = [(name, file.name, file.size) for name, file in sent.items()]
    whole = (request.user.pk, request.get_full_path(), copy, digest_of(request.POST), files)
    return uuid.UUID(bytes=hashlib.sha256(repr(whole).encode()).digest()[:16])
