"""The public pages: how to join, begin, and what whoever has a link does.

A GET never changes anything: mail scanners follow links.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.forms.public import View, private, public_form
from core.i18n import current_language
from core.network.legal import forms_are_open
from joining import limits
from joining.answers import everything_of
from joining.links import ApplicationLinkRefused, application_of
from joining.models import Application, ApplicationStatus
from joining.public.forms import AskForLinkForm, BeginForm, SendForm
from joining.public.wording import consent_wording
from joining.services import applying, standing
from joining.services.applying import Incomplete, NotNow
from joining.steps import PAPERS_STEP, Step, missing_in, steps_of
from members.memberships.public import categories_shown


def page(
    request: HttpRequest, name: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Answer with one of the pages of this application."""
    values = {"no_signup": True, **(context or {})}
    return render(request, f"joining/{name}.html", values, status=status)


def of_application(view: View) -> View:
    """Give a view the application of its link; answer by itself a link that opens nothing."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        try:
            return view(request, application_of(token), token=token, **more)
        except ApplicationLinkRefused as refused:
            status = 410 if refused.expired else 404
            return page(request, "link_refused", {"expired": refused.expired}, status=status)
        except Application.DoesNotExist:  # erased a moment ago
            return page(request, "link_refused", {"expired": False}, status=404)
        except NotNow:  # sent, decided or withdrawn since: the page says
            return HttpResponseRedirect(reverse("joining:mine", args=[token]))

    return opened


def step_address(step: Step, token: str) -> str:
    """The page of one step."""
    if step is PAPERS_STEP:
        return reverse("joining:papers", args=[token])
    return reverse("joining:step", args=[token, step.slug])


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """`/<lang>/join/`: what the network asks, the categories, and the way in."""
    context = {"categories": categories_shown(), "may_begin": _may_begin()}
    return page(request, "start", context)


def _may_begin() -> bool:
    return forms_are_open() and bool(standing.open_paths())


@public_form
def begin(request: HttpRequest) -> HttpResponse:
    """`/<lang>/join/begin/`: an address. The answer is the same for every one."""
    if not standing.open_paths():
        return HttpResponseRedirect(reverse("joining:start"))
    form = (
        BeginForm(request.POST)
        if request.method == "POST"
        else BeginForm(
            initial={"path": request.GET.get("path", "")} if "path" in request.GET else None
        )
    )
    if form.is_bound and form.is_trapped():
        return HttpResponseRedirect(reverse("joining:sent"))
    if form.is_bound and form.is_valid():
        applying.begin(
            email=form.cleaned_data["email"],
            path=form.cleaned_data["path"],
            language=current_language(),
        )
        return HttpResponseRedirect(reverse("joining:sent"))
    return page(request, "begin", {"form": form, "kept": limits.kept_in_words()})


@private
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """`/<lang>/join/sent/`: look into your mail. Says nothing about the address."""
    return page(request, "sent")


@public_form
def link(request: HttpRequest) -> HttpResponse:
    """`/<lang>/join/link/`: mails the link again. Same answer for every address."""
    form = AskForLinkForm(request.POST) if request.method == "POST" else AskForLinkForm()
    if form.is_bound and form.is_trapped():
        return HttpResponseRedirect(reverse("joining:sent"))
    if form.is_bound and form.is_valid():
        applying.send_link_again(email=form.cleaned_data["email"])
        return HttpResponseRedirect(reverse("joining:sent"))
    return page(request, "link", {"form": form})


@public_form
@of_application
def mine(request: HttpRequest, application: Application, *, token: str) -> HttpResponse:
    """`/<lang>/join/my/<token>/`: where it stands, and the steps; what was sent can be read."""
    if request.method == "POST":
        applying.prove(application, language=current_language())
        return HttpResponseRedirect(request.path)
    if application.proved_at is None:
        return page(request, "prove", {"application": application, "kept": limits.kept_in_words()})
    steps = [
        {
            "title": step.title,
            "missing": missing_in(step, application),
            "url": step_address(step, token),
        }
        for step in (steps_of(application) if application.may_be_written else ())
    ]
    questions = application.questions.all()
    context = {
        "application": application,
        "token": token,
        "steps": steps,
        "ready": not any(step["missing"] for step in steps),
        "questions": questions,
        "answers": () if application.may_be_written else everything_of(application),
        "kept": limits.kept_in_words(),
        "Status": ApplicationStatus,
    }
    return page(request, "mine", context)


@public_form
@of_application
def send(request: HttpRequest, application: Application, *, token: str) -> HttpResponse:
    """`/<lang>/join/my/<token>/send/`: all to read over, answers to the office, and off."""
    if not application.may_be_written or application.proved_at is None:
        raise NotNow
    wording = consent_wording()
    questions = application.questions.filter(answered_at=None)
    data = request.POST if request.method == "POST" else None
    form = SendForm(data, questions=questions, wording=wording)
    incomplete = False
    if form.is_bound:
        valid = form.is_valid()
        if form.questions:  # what is answered stays, whatever is missing
            applying.answer(application, answers=form.answers())
        try:
            if valid:
                applying.send(application, consent=wording)
                return HttpResponseRedirect(reverse("joining:mine", args=[token]))
        except Incomplete:
            incomplete = True
    context = {
        "form": form,
        "application": application,
        "token": token,
        "incomplete": incomplete,
        "answers": everything_of(application),
        "kept": limits.kept_in_words(),
    }
    return page(request, "send", context)


@public_form
@of_application
def withdraw(request: HttpRequest, application: Application, *, token: str) -> HttpResponse:
    """`/<lang>/join/my/<token>/withdraw/`: a button that ends it."""
    if request.method == "POST":
        applying.withdraw(application)
        return HttpResponseRedirect(reverse("joining:mine", args=[token]))
    if not application.is_open:
        raise NotNow
    return page(request, "withdraw", {"application": application, "token": token})
