"""The public pages of the newsletter. A GET never changes anything: mail scanners follow links."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from core.forms.public import View, private, public_form
from core.mail.addresses import masked_email
from newsletter.models import ArchivePage, How, State, Subscriber
from newsletter.subscribers import services
from newsletter.subscribers.forms import (
    AddressForm,
    PreferencesForm,
    SmallSubscribeForm,
    SubscribeForm,
)
from newsletter.subscribers.links import (
    LinkExpired,
    LinkRefused,
    Purpose,
    key_of,
    make_token,
    path_to,
    subscriber_of,
)
from newsletter.subscribers.wording import subscribe_wording, unsubscribe_wording


def _page(
    request: HttpRequest, name: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    values = {"no_signup": True, **(context or {})}
    return render(request, f"newsletter/{name}.html", values, status=status)


def _subscriber_of(token: str, purposes: tuple[Purpose, ...]) -> Subscriber:
    """Return whom a link of one of these kinds stands for. Raises LinkRefused, LinkExpired."""
    *others, last = purposes
    for purpose in others:
        try:
            return subscriber_of(token, purpose)
        except LinkExpired:
            raise
        except LinkRefused:
            continue
    return subscriber_of(token, last)


def of_subscriber(*purposes: Purpose) -> Callable[[View], View]:
    """Give a view the subscriber of its link; answer a link that opens nothing by itself."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            try:
                return view(request, _subscriber_of(token, purposes))
            except LinkExpired:
                return _page(request, "link_refused", {"expired": True}, status=410)
            except (LinkRefused, Subscriber.DoesNotExist):  # erased, perhaps a moment ago
                return _page(request, "link_refused", {"expired": False}, status=404)

        return opened

    return decorate


@private
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """`/<lang>/newsletter/`: leads to the archive, to the form while there is none."""
    archive = ArchivePage.objects.for_public().first()
    found = archive.get_url(request) if archive is not None else None
    return HttpResponseRedirect(found or reverse("newsletter:subscribe"))


@public_form
def subscribe(request: HttpRequest) -> HttpResponse:
    """`/<lang>/newsletter/subscribe/`: the form. Its answer is the same for every address."""
    if request.method != "POST":
        return _page(
            request, "subscribe", {"form": SubscribeForm(), "wording": subscribe_wording()}
        )
    small = "small" in request.POST
    form = SmallSubscribeForm(request.POST) if small else SubscribeForm(request.POST)
    if form.is_trapped():
        return HttpResponseRedirect(reverse("newsletter:sent"))
    if form.is_valid():
        services.subscribe(
            email=form.cleaned_data["email"], choices=form.choices(), wording=subscribe_wording()
        )
        return HttpResponseRedirect(reverse("newsletter:sent"))
    if small:
        form = _whole_form(form)
    return _page(request, "subscribe", {"form": form, "wording": subscribe_wording()})


def _whole_form(small: SmallSubscribeForm | SubscribeForm) -> SubscribeForm:
    """The whole form with what was typed in the small one and what was wrong with it."""
    form = SubscribeForm(initial={"email": small.data.get("email", "")})
    form.errors["email"] = small.errors["email"]
    return form


@private
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """`/<lang>/newsletter/sent/`: look into your mail. Says nothing about the address."""
    return _page(request, "sent")


@public_form
@of_subscriber(Purpose.CONFIRM, Purpose.ANSWER)
def confirm(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """`/<lang>/newsletter/confirm/<token>/`: a button that starts the subscription."""
    wording = subscribe_wording()
    if request.method == "POST":
        with suppress(services.NothingToConfirm):  # confirmed or unsubscribed since: the page says
            services.confirm(subscriber, wording=wording)
        return HttpResponseRedirect(request.path)
    if subscriber.state == State.ACTIVE:
        path = path_to(subscriber, Purpose.PREFERENCES)
        return _page(request, "confirmed", {"preferences_path": path})
    if subscriber.asked_at is None:
        return _page(request, "link_refused", {"expired": True}, status=410)
    context = {
        "subscriber": subscriber,
        "wording": wording,
        "asked_once": services.was_brought_by_a_list(subscriber),
    }
    return _page(request, "confirm", context)


@public_form
@of_subscriber(Purpose.PREFERENCES)
def preferences(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """`/<lang>/newsletter/preferences/<token>/`: what to get, and the way out."""
    if subscriber.state != State.ACTIVE:
        return _page(request, "unsubscribed")
    if request.method == "POST":
        form = PreferencesForm(request.POST, subscriber=subscriber)
        if form.is_valid():
            services.change_choices(subscriber, choices=form.choices())
            return HttpResponseRedirect(f"{request.path}?saved=1")
    else:
        form = PreferencesForm(subscriber=subscriber)
    context = {
        "form": form,
        "saved": "saved" in request.GET and not form.errors,
        "unsubscribe_path": path_to(subscriber, Purpose.UNSUBSCRIBE),
    }
    return _page(request, "preferences", context)


@public_form
@of_subscriber(Purpose.UNSUBSCRIBE)
def unsubscribe(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """`/<lang>/newsletter/unsubscribe/<token>/`: a button that ends the subscription."""
    wording = unsubscribe_wording()
    if request.method == "POST":
        services.unsubscribe(subscriber, how=How.UNSUBSCRIBE_PAGE, wording=wording)
        return HttpResponseRedirect(request.path)
    if subscriber.state == State.UNSUBSCRIBED and subscriber.asked_at is None:
        return _page(request, "unsubscribed")
    hint = masked_email(subscriber.email)  # the mail with the link may have been forwarded
    return _page(request, "unsubscribe", {"subscriber": hint, "wording": wording})


@public_form
def links(request: HttpRequest) -> HttpResponse:
    """`/<lang>/newsletter/links/`: mails a reader's own links. Same answer for every address."""
    form = AddressForm(request.POST) if request.method == "POST" else AddressForm()
    if form.is_bound and form.is_trapped():
        return HttpResponseRedirect(reverse("newsletter:sent"))
    if form.is_bound and form.is_valid():
        services.send_links(email=form.cleaned_data["email"])
        return HttpResponseRedirect(reverse("newsletter:sent"))
    return _page(request, "links", {"form": form})


@public_form
def one_click(request: HttpRequest, token: str) -> HttpResponse:
    """`/newsletter/one-click/<token>/`: for mail programs (RFC 8058); leads people to the page.

    A POST is answered without a redirect, and with 200 also by a second one and of an erased
    subscriber: there is nothing left to end.
    """
    try:
        key = key_of(token, Purpose.UNSUBSCRIBE)
    except LinkRefused:
        return HttpResponse("unknown link\n", content_type="text/plain", status=404)
    subscriber = Subscriber.objects.filter(key=key).first()
    if request.method != "POST":
        return _to_unsubscribe_page(subscriber, token)
    if request.POST.get("List-Unsubscribe") != "One-Click":
        text = "expected List-Unsubscribe=One-Click\n"
        return HttpResponse(text, content_type="text/plain", status=400)
    if subscriber is not None:
        with suppress(Subscriber.DoesNotExist):  # erased a moment ago
            services.unsubscribe(subscriber, how=How.ONE_CLICK)
    return HttpResponse("unsubscribed\n", content_type="text/plain")


def _to_unsubscribe_page(subscriber: Subscriber | None, token: str) -> HttpResponse:
    if subscriber is None:
        return HttpResponseRedirect(reverse("newsletter:unsubscribe", args=[token]))
    with override(subscriber.language):
        path = reverse("newsletter:unsubscribe", args=[make_token(subscriber, Purpose.UNSUBSCRIBE)])
    return HttpResponseRedirect(path)
