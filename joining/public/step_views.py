"""The steps of the form, its files, and the referee's page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.urls import reverse

from core.forms.public import public_form
from core.i18n import current_language
from joining import limits
from joining.links import ApplicationLinkRefused, referee_of
from joining.models import Application, ApplicationFile, Paper, Referee
from joining.public.forms import (
    FORMS,
    ApplicationPaperForm,
    ApplicationStepForm,
    RefereeAnswerForm,
    RefereeForm,
)
from joining.public.views import of_application, page, step_address
from joining.services import applying, files, referees
from joining.services.applying import NotNow
from joining.steps import PAPERS, PAPERS_STEP, Step, step_called, steps_of


def _opened(application: Application) -> None:
    if application.proved_at is None or not application.may_be_written:
        raise NotNow


@public_form
@of_application
def step(request: HttpRequest, application: Application, *, token: str, slug: str) -> HttpResponse:
    """`/<lang>/join/my/<token>/<step>/`: shows one step, stores what is right of it."""
    _opened(application)
    found = step_called(application, slug)
    if found is None or slug not in FORMS:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = FORMS[slug](data, application=application, step=found)
    if request.method == "POST":
        form.is_valid()
        _store(form, application)
        if not form.errors:
            return HttpResponseRedirect(_next(application, found, token))
    return page(request, "step", _frame(application, found, token) | {"form": form})


def _store(form: ApplicationStepForm, application: Application) -> None:
    answers, language = form.right_answers(), current_language()
    if isinstance(form, RefereeForm):
        if not form.errors:
            applying.write(application, {}, language=language, referee=answers)
        return
    applying.write(application, answers, language=language)


def _next(application: Application, found: Step, token: str) -> str:
    """The step that follows, the overview after the last one."""
    steps = steps_of(application)
    position = steps.index(found) + 1
    if position == len(steps):
        return reverse("joining:mine", args=[token])
    return step_address(steps[position], token)


def _frame(application: Application, found: Step, token: str) -> dict[str, Any]:
    steps = steps_of(application)
    return {
        "application": application,
        "step": found,
        "token": token,
        "number": steps.index(found) + 1,
        "total": len(steps),
        "next": _next(application, found, token),
        "kept": limits.kept_in_words(),
    }


@public_form
@of_application
def papers(request: HttpRequest, application: Application, *, token: str) -> HttpResponse:
    """`/<lang>/join/my/<token>/papers/`: files, one at a time."""
    _opened(application)
    if PAPERS_STEP not in steps_of(application):
        raise Http404
    if "remove" in request.POST:
        key = request.POST["remove"]
        files.remove(application, key=int(key) if key.isdecimal() and len(key) < 19 else 0)
        return HttpResponseRedirect(request.path)
    form = (
        ApplicationPaperForm(request.POST, request.FILES)
        if request.method == "POST"
        else ApplicationPaperForm()
    )
    if form.is_bound and form.is_valid() and _is_taken(form, application):
        return HttpResponseRedirect(request.path)
    stored = list(application.files.all())
    counted = [each.paper for each in stored]
    wanted = [
        {
            "label": Paper(paper).label,
            "number": number,
            "there": min(counted.count(paper), number),
        }
        for paper, number in PAPERS.items()
    ]
    context = _frame(application, PAPERS_STEP, token) | {"form": form, "files": stored}
    return page(request, "papers", context | {"wanted": wanted})


def _is_taken(form: ApplicationPaperForm, application: Application) -> bool:
    upload, paper = form.cleaned_data["file"], form.cleaned_data["paper"]
    try:
        files.add(application, upload=upload, paper=paper)
    except ValidationError as refused:
        form.add_error("file", refused)
        return False
    return True


@public_form
@of_application
def own_file(
    request: HttpRequest, application: Application, *, token: str, key: int
) -> HttpResponse:
    """`/<lang>/join/my/<token>/files/<key>/`: gives applicants a file of their own back."""
    del request, token
    found = ApplicationFile.objects.filter(application=application, pk=key).first()
    if found is None or application.proved_at is None:
        raise Http404
    try:
        return files.give(found)
    except FileNotFoundError:
        raise Http404 from None


@public_form
def referee(request: HttpRequest, token: str) -> HttpResponse:
    """`/<lang>/join/referee/<token>/`: what a referee is asked, and “I’d rather not”."""
    try:
        found = referee_of(token)
        if not referees.may_answer(found):
            return page(request, "referee_done", {"referee": found})
        form = RefereeAnswerForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and "decline" in request.POST:
            referees.decline(found)
            return HttpResponseRedirect(request.path)
        if form.is_bound and form.is_valid():
            referees.answer(found, text=form.cleaned_data["answer"])
            return HttpResponseRedirect(request.path)
    except (ApplicationLinkRefused, Referee.DoesNotExist):
        return page(request, "referee_done", status=404)
    except NotNow:
        return HttpResponseRedirect(request.path)
    context = {
        "referee": found,
        "form": form,
        "months": settings.REFEREES_MONTHS,
        "days": limits.ENTERED.days,
    }
    return page(request, "referee", context)
