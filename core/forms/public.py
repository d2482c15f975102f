"""Forms that strangers send: they work without cookies, and a trap stands in them for programs.

None of their views asks for Django's CSRF token. What needs no login a foreign page could do no
more with than its owner at a keyboard; the others are opened by a signed link, which a foreign page
doesn't know. So they work in the window of a mail program, too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

#: a person never sees this field; a program that fills in everything does
TRAP = "message"
View = Callable[..., HttpResponse]
form_methods = require_http_methods(["GET", "HEAD", "POST"])


class TrappedForm(forms.Form):
    """A trap for programs (`components/trap.html`)."""

    use_required_attribute = False  # the page says what is missing, in its own language

    message = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def is_trapped(self) -> bool:
        """Whether a program filled this in. No need to look at the other fields then."""
        return bool(self.data.get(self.add_prefix(TRAP)))


def private(view: View) -> View:
    """Keep a page out of search engines, caches and the addresses told to other sites."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


def public_form(view: View) -> View:
    """A page with a form that works without cookies (see above)."""
    return csrf_exempt(private(form_methods(view)))
