"""Checking an issue, trying it, scheduling it, and watching over its sending."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from core.i18n import language_in_words
from newsletter.desk.access import DeskPage
from newsletter.desk.findings import findings_of
from newsletter.desk.issues import draft_of
from newsletter.desk.link_tasks import follow_links, followed
from newsletter.desk.recipients import (
    ScheduleForm,
    SegmentForm,
    readers_by_language,
    segment_in_words,
)
from newsletter.models import DeliveryState, IssuePage, Mailing, MailingState
from newsletter.sending import schedule, taken_off
from newsletter.sending.report import MailingSummary, line_of, rows_of, summary
from newsletter.sending.schedule import AlreadyScheduled, Segment, WrongState
from newsletter.sending.segments import count_readers
from newsletter.sending.trial import send_test
from newsletter.sending.versions import MailTooLarge, NotComposed

READERS_A_PAGE = 500
MOST_TESTS = 10  # addresses


class TestForm(forms.Form):
    """Where a test goes, and as readers of which languages get it."""

    to = forms.CharField(label=gettext_lazy("To"), max_length=1000)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("In"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose one from the list.")},
    )

    def __init__(self, *args: Any, issue: IssuePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = [  # type: ignore[attr-defined]  # a choice field
            (code, language_in_words(code)) for code in issue.working_languages()
        ]

    def clean_to(self) -> list[str]:
        """Addresses, separated by commas, blanks or lines; not too many."""
        found = list(dict.fromkeys(self.cleaned_data["to"].replace(",", " ").split()))
        if len(found) > MOST_TESTS:
            raise ValidationError(_("Please give at most ten addresses."))
        return found


class IssueView(DeskPage):
    """A page about one issue."""

    @cached_property
    def issue(self) -> IssuePage:
        """The issue. Raises Http404."""
        return get_object_or_404(IssuePage, pk=self.kwargs["issue"])

    @cached_property
    def draft(self) -> IssuePage:
        """Its latest draft."""
        return draft_of(self.issue)

    def address(self) -> str:
        """The page on which the issue is sent."""
        return reverse("newsletter_desk:send", args=[self.issue.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the desk, here."""
        desk = f"{reverse('newsletter_desk:desk')}?issue={self.issue.pk}"
        return [
            *self.breadcrumbs_items,
            {"url": desk, "label": _("Newsletter")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_page_title(self) -> str:
        """Which issue is sent."""
        return _("Send newsletter no. %(number)s") % {"number": self.issue.number}

    def return_to(self, **wrong: forms.Form) -> HttpResponse:
        """Show the page on which the issue is sent, with a form and what is wrong with it."""
        view = SendView()
        view.setup(self.request, **self.kwargs)
        return view.render_to_response(view.get_context_data(**wrong))


class SendView(IssueView):
    """What the checks found, who would get the issue, a test, the schedule, and its sendings."""

    template_name = "wagtailadmin/newsletter/send.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything; a segment in the address is counted."""
        counted = SegmentForm(self.request.GET)
        segment = counted.segment() if counted.is_valid() else Segment()
        readers = readers_by_language(self.draft, segment)
        first = {"to": self.user.email, "languages": [self.draft.original_language]}
        links = followed(self.issue.latest_revision_id)
        kwargs.setdefault("test_form", TestForm(issue=self.draft, initial=first))
        kwargs.setdefault("form", ScheduleForm(initial={**first_choice(self.request.GET)}))
        return super().get_context_data(
            issue=self.issue,
            draft=self.draft,
            findings=findings_of(self.draft, more=[link.finding() for link in links.dead]),
            links=links,
            segment=segment_in_words(segment),
            readers=readers,
            total=sum(each.count for each in readers),
            sendings=[(each, summary(each)) for each in self.issue.mailings.all()],
            **kwargs,
        )


def first_choice(params: Any) -> dict[str, Any]:
    """What the schedule's form starts with: the segment that was counted, tomorrow at ten."""
    lists = {name: params.getlist(name) for name in ("languages", "countries", "themes")}
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {**lists, "members_only": "members_only" in params, "date": tomorrow, "time": "10:00"}


class LinksView(IssueView):
    """Has the worker follow the issue's links to other sites. Only by POST."""

    http_method_names = ["post"]  # as Django declares it

    def post(self, request: HttpRequest, issue: int) -> HttpResponse:
        """Ask for the version of now, unless that is being done."""
        del request, issue
        revision = self.issue.latest_revision_id
        if revision is not None and not followed(revision).running:
            follow_links.enqueue(revision)
        return redirect(f"{self.address()}#checks")


class TestView(IssueView):
    """Sends a test. Only by POST."""

    http_method_names = ["post"]  # as Django declares it
    adds = True

    def post(self, request: HttpRequest, issue: int) -> HttpResponse:
        """Queue one mail per address and language."""
        del issue
        form = TestForm(request.POST, issue=self.draft)
        if not form.is_valid():
            return self.return_to(test_form=form)
        try:
            sent = [
                mail
                for code in form.cleaned_data["languages"]
                for mail in send_test(self.draft, to=form.cleaned_data["to"], languages=[code])
            ]
        except ValidationError as error:
            form.add_error("to", error)
            return self.return_to(test_form=form)
        except MailTooLarge:
            messages.error(request, _("The mail is too large. Please shorten a text."))
        except NotComposed as error:
            words = _("The mail could not be put together: %(reason)s")
            messages.error(request, words % {"reason": error})
        else:
            words = ngettext(
                "%(count)s test mail is on its way.",
                "%(count)s test mails are on their way.",
                len(sent),
            )
            messages.success(request, words % {"count": len(sent)})
        return redirect(f"{self.address()}#test")


class ConfirmView(IssueView):
    """Names the number of readers and asks once more; POST schedules what was looked at."""

    template_name = "wagtailadmin/newsletter/confirm.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, or return to the form with what is wrong with it."""
        form = ScheduleForm(request.GET)
        return self.ask(form) if form.is_valid() else self.return_to(form=form)

    def ask(self, form: ScheduleForm) -> HttpResponse:
        """Show the question; no button while there is no subject, or nobody to get it at once."""
        segment = form.segment()
        readers = readers_by_language(self.draft, segment)
        total = sum(each.count for each in readers)
        grave = [each for each in findings_of(self.draft) if each.is_grave]
        context = self.get_context_data(
            issue=self.issue,
            draft=self.draft,
            back=f"{self.address()}?{self.request.GET.urlencode()}#schedule",
            fields=[(name, value) for name, values in self.request.GET.lists() for value in values],
            revision=self.issue.latest_revision_id,
            moment=form.moment(),
            zone=str(form.zone()),
            segment=segment_in_words(segment),
            readers=readers,
            total=total,
            grave=grave,
            ready=bool(self.draft.heading_in() and (form.moment() or total)),
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, issue: int) -> HttpResponse:
        """Schedule the version that was looked at, unless it was changed since."""
        del issue
        form = ScheduleForm(request.POST)
        if not form.is_valid():
            return self.return_to(form=form)
        if str(self.issue.latest_revision_id) != request.POST.get("revision"):
            messages.error(
                request, _("Nothing was scheduled: somebody changed the issue. Look at it again.")
            )
            return redirect(self.address())
        if not self.draft.heading_in():
            return self.ask(form)
        try:
            mailing = schedule.schedule(
                self.issue,
                self.issue.latest_revision,
                by=self.user,
                at=form.moment(),
                time_zone=str(form.zone()),
                segment=form.segment(),
            )
        except AlreadyScheduled:
            messages.warning(request, _("It is on its way to the same readers already."))
        else:
            messages.success(request, _scheduled(mailing))
        return redirect(f"{self.address()}#sendings")


def _scheduled(mailing: Mailing) -> str:
    count = count_readers(mailing)
    words = ngettext("Scheduled for %(count)s reader.", "Scheduled for %(count)s readers.", count)
    return words % {"count": count}


class MailingView(DeskPage):
    """A page about one sending, of an issue or of a digest."""

    @cached_property
    def mailing(self) -> Mailing:
        """The sending. Raises Http404."""
        found = Mailing.objects.select_related("issue", "created_by")
        return get_object_or_404(found, pk=self.kwargs["mailing"])


class ReportView(MailingView):
    """Who got the mail, who didn't, and why; what can be done about it."""

    template_name = "wagtailadmin/newsletter/report.html"

    def get_page_title(self) -> str:
        """Which sending."""
        if self.mailing.issue is None:
            return str(self.mailing)
        return _("Sending of newsletter no. %(number)s") % {"number": self.mailing.issue.number}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the desk, the issue where there is one, here."""
        items = [
            *self.breadcrumbs_items,
            {"url": reverse("newsletter_desk:desk"), "label": _("Newsletter")},
        ]
        issue = self.mailing.issue
        if issue is not None:
            url = reverse("newsletter_desk:send", args=[issue.pk])
            items.append({"url": url, "label": _("No. %(number)s") % {"number": issue.number}})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Numbers and a list of readers. A fixed number of queries.

        The list is of those who got nothing; `state` in the address makes it those of a state,
        `reader` the one with that address, and `p` another page.
        """
        numbers = summary(self.mailing)
        state, address = self.chosen_state(), self.request.GET.get("reader", "").strip()
        rows = rows_of(self.mailing, state=state, address=address)
        paginator = WagtailPaginator(rows, READERS_A_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        waiting = self.mailing.state in (MailingState.SCHEDULED, MailingState.LATE)
        return super().get_context_data(
            mailing=self.mailing,
            issue=self.mailing.issue,
            left_out=list(taken_off.left_out(self.mailing).values()),
            summary=numbers,
            states=[*_states(numbers)],
            readers=count_readers(self.mailing) if waiting else None,
            address=address,
            chosen=None if address else state,
            lines=[line_of(row) for row in page],
            items=page,
            elided_page_range=paginator.get_elided_page_range(page.number),
            **kwargs,
        )

    def chosen_state(self) -> DeliveryState | None:
        """The state whose readers are asked for; None for those who got nothing."""
        given = self.request.GET.get("state")
        return DeliveryState(given) if given in DeliveryState.values else None


def _states(numbers: MailingSummary) -> Iterator[tuple[str, int, str]]:
    """What became of the mails, in words, with numbers and states; those left out by reason."""
    for state, count in numbers.by_state.items():
        if state == DeliveryState.SKIPPED:
            continue
        if count or state == DeliveryState.ACCEPTED:
            yield str(state.label), count, state.value
    for reason, count in numbers.skipped.items():
        words = _("Left out: %(reason)s") % {"reason": reason.label}
        yield words, count, DeliveryState.SKIPPED.value


#: what a form asks for in `do` → what does it, and what is said then
Step = Callable[[Mailing, Any], Any]
STEPS: dict[str, tuple[Step, Any]] = {
    "pause": (lambda m, by: schedule.pause(m, by=by), gettext_lazy("Paused.")),
    "resume": (lambda m, by: schedule.resume(m, by=by), gettext_lazy("It goes on.")),
    "stop": (lambda m, by: schedule.stop(m, by=by), gettext_lazy("Stopped.")),
    "confirm": (lambda m, by: schedule.confirm_late(m, by=by), gettext_lazy("It is being sent.")),
    "rest": (lambda m, by: schedule.send_rest(m, by=by), gettext_lazy("The rest is being sent.")),
}


class ActionView(MailingView):
    """Pauses, resumes, stops a sending, answers for a late one, sends the rest. Only by POST."""

    http_method_names = ["post"]  # as Django declares it

    def post(self, request: HttpRequest, mailing: int) -> HttpResponse:
        """Do what `do` says, unless somebody was faster."""
        step = STEPS.get(request.POST.get("do", ""))
        if step is not None:
            function, words = step
            try:
                function(self.mailing, self.user)
            except WrongState as error:
                state = MailingState(error.state).label
                messages.error(
                    request, _("Nothing was changed: its state is “%(state)s”.") % {"state": state}
                )
            else:
                messages.success(request, str(words))
                self.say_what_is_left_out()
        return redirect("newsletter_desk:report", mailing)

    def say_what_is_left_out(self) -> None:
        """Where mails leave again, say what readers can’t open any more."""
        self.mailing.refresh_from_db()
        if self.mailing.state == MailingState.SENDING and taken_off.check(self.mailing).closed:
            titles = ", ".join(taken_off.left_out(self.mailing).values())
            words = _("Left out, since readers can’t open it any more: %(titles)s")
            messages.warning(self.request, words % {"titles": titles})
