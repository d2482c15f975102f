"""The pages of the second factor. They stand before Wagtail's own gate: they open it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.throttling.clients import client_of
from users.accounts import language_of
from users.login_records import FactorReset
from users.models import User
from users.own_password import OwnPasswordForm
from users.second_factor import factor, resets
from users.second_factor.forms import CodeForm
from users.second_factor.middleware import whose
from users.second_factor.qr_code import address_of, drawn, in_groups
from users.second_factor.trying import try_code

View = Callable[..., HttpResponse]


def by_owner(view: View) -> View:
    """Give a view whose sign-in it is about, in that person's language; strangers sign in first."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        user = whose(request)
        if user is None:
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        with translation.override(language_of(user, otherwise=translation.get_language() or "")):
            return view(request, user)

    checked = require_http_methods(["GET", "HEAD", "POST"])(guarded)
    return never_cache(sensitive_post_parameters()(checked))


def _page(request: HttpRequest, name: str, values: dict[str, Any]) -> HttpResponse:
    return render(request, f"wagtailadmin/users/{name}.html", values)


def _next(request: HttpRequest) -> str:
    """Where somebody wanted to go, the admin's first page otherwise."""
    asked = request.POST.get("next", request.GET.get("next", ""))
    inside = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if inside else reverse("wagtailadmin_home")


def _given(request: HttpRequest, user: User) -> None:
    """Note in the session that a code was given; under a new key, as after a password."""
    request.session[factor.GIVEN] = True
    request.session.cycle_key()
    request.user = user


@by_owner
def ask_code(request: HttpRequest, user: User) -> HttpResponse:
    """`/admin/second-factor/code/`: the second step of signing in."""
    if getattr(request, "half_signed_in", None) is None or not factor.has_factor(user):
        return redirect(_next(request))
    form = CodeForm(request.POST or None)
    if form.is_valid() and form.check(try_code(request, user, form.cleaned_data["code"])):
        _given(request, user)
        return redirect(_next(request))
    return _page(request, "code", {"form": form, "next": _next(request)})


@by_owner
def overview(request: HttpRequest, user: User) -> HttpResponse:
    """`/admin/second-factor/`: what there is; begin, another telephone, new codes, turn off."""
    is_set_up = factor.has_factor(user)
    if not is_set_up:
        return _first(request, user)
    form = CodeForm(request.POST or None)
    if form.is_valid() and form.check(try_code(request, user, form.cleaned_data["code"])):
        return _change(request, user)
    return _overview(request, user, form=form)


def _first(request: HttpRequest, user: User) -> HttpResponse:
    """Begin, for somebody who gives the password: a borrowed session locks nobody out."""
    given = request.POST if "begin" in request.POST else None
    form = OwnPasswordForm(given, user=user, client=client_of(request))
    if form.is_valid():
        factor.begin(user)
        return redirect("second_factor_set_up")
    return _overview(request, user, password=form)


def _change(request: HttpRequest, user: User) -> HttpResponse:
    """Do what the pressed button says, for somebody who just gave a code."""
    if "codes" in request.POST:
        return _codes(request, factor.draw_codes(user))
    if "off" in request.POST:
        if factor.is_required(user):
            raise PermissionDenied
        key = request.session.session_key
        request.session.pop(factor.GIVEN, None)
        factor.turn_off(user, but=key)
        return redirect("second_factor")
    factor.begin(user)
    return redirect("second_factor_set_up")


def _overview(request: HttpRequest, user: User, **more: Any) -> HttpResponse:
    values = {
        "is_set_up": "form" in more,
        "is_required": factor.is_required(user),
        "is_half": getattr(request, "half_signed_in", None) is not None,
        "codes_left": user.recovery_codes.count(),
        **more,
    }
    return _page(request, "second_factor", values)


@by_owner
def set_up(request: HttpRequest, user: User) -> HttpResponse:
    """`/admin/second-factor/set-up/`: the drawing for the telephone, and its first code."""
    device = factor.begun(user)
    if device is None:
        return redirect("second_factor")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        key = request.session.session_key
        codes = factor.confirm(user, code=form.cleaned_data["code"], session=key)
        if form.check(codes is not None) and codes is not None:
            _given(request, user)
            return _codes(request, codes)
    values = {"form": form, "drawing": drawn(address_of(device, user)), "key": in_groups(device)}
    return _page(request, "second_factor_set_up", values)


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Show recovery codes, this once."""
    return _page(request, "recovery_codes", {"codes": codes})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop_reset(request: HttpRequest, token: str) -> HttpResponse:
    """`/admin/second-factor/stop/<token>/`: stops a reset, by the link in a mail and a button."""
    opened = resets.opened_by(token)
    reset = opened[0] if opened else None
    if opened is not None and request.method == "POST":
        resets.stop(opened[0], by=opened[1])
        return redirect("stop_factor_reset", token=token)
    language = language_of(opened[1]) if opened else translation.get_language() or ""
    with translation.override(language):
        state = reset.state if reset else ""
        values = {"reset": reset, "is_open": state == FactorReset.State.OPEN, "state": state}
        response = _page(request, "stop_reset", values)
    response.status_code = 200 if opened else 404
    response["Referrer-Policy"] = "same-origin"
    return response
