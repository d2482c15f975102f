"""The office's screens: all applications, and one of them. The board's readers see the same."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from typing_extensions import override
from wagtail.admin import messages as admin_messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from joining.answers import facts_of, in_words
from joining.models import Application, ApplicationFile, ApplicationStatus, Referee
from joining.office.access import may_decide, may_read
from joining.office.forms import DecisionForm, PersonForm, SaidForm
from joining.services import admission, applying, deciding, files, trail, twins
from joining.services.applying import NotNow
from joining.services.deciding import ChangedMeanwhile
from members.memberships.steps import StepRefused

SHOWN = 50
#: what each button needs to be filled in
_ASK, _NOTE = gettext_lazy("What we ask the applicant"), gettext_lazy("Note")
#: drafts are their applicants' own
LISTED = tuple(status for status in ApplicationStatus if status != ApplicationStatus.DRAFT)


class ReaderView(UserPassesTestMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page that the office and the board's readers open; anybody else gets 403."""

    raise_exception = True
    header_icon = "mail"

    @override
    def test_func(self) -> bool:
        return may_read(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: Wagtail's plain header."""
        return []

    def must_decide(self) -> None:
        """Raise PermissionDenied unless whoever asks may do more than read."""
        if not may_decide(self.request.user):
            raise PermissionDenied


class ApplicationsView(ReaderView):
    """All applications that were sent, those that wait for the office first."""

    template_name = "wagtailadmin/joining/applications.html"
    adds = True
    page_title = gettext_lazy("Applications")

    def applications(self) -> QuerySet[Application]:
        """Those of `?status=` only; the oldest that waits first."""
        found = Application.objects.exclude(sent_at=None)
        status = self.request.GET.get("status", "")
        if status in LISTED:
            found = found.filter(status=status)
        return found.order_by(
            F("closed_at").desc(nulls_first=True), F("sent_at").asc(nulls_last=True), "pk"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of the list. Two queries."""
        kwargs.setdefault("form", PersonForm())
        pages = Paginator(self.applications(), SHOWN)
        return super().get_context_data(**kwargs) | {
            "rows": pages.get_page(self.request.GET.get("p")),
            "statuses": [(status.value, status.label) for status in LISTED],
            "status": self.request.GET.get("status", ""),
            "may_decide": may_decide(self.request.user),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Invite a person to become an individual member."""
        self.must_decide()
        form = PersonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        applying.invite_person(**form.cleaned_data, by=request.user)
        words = _("%(email)s gets a mail with a link to the form.")
        messages.success(request, words % {"email": form.cleaned_data["email"]})
        return redirect("applications:all")


class ApplicationView(ReaderView):
    """One application, with everything that can be done about it."""

    template_name = "wagtailadmin/joining/application.html"
    adds = True

    @cached_property
    def application(self) -> Application:
        """The application of the address; a draft is nobody's but its applicant's."""
        sent = Application.objects.exclude(status=ApplicationStatus.DRAFT).exclude(sent_at=None)
        found: Application = get_object_or_404(sent, pk=self.kwargs["pk"])
        return found

    def get_page_title(self) -> str:
        """Name who applies."""
        return self.application.heading

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The answers, and forms that aren't bound yet."""
        row = self.application
        kwargs.setdefault("ask_form", SaidForm(label=_ASK, prefix="ask"))
        kwargs.setdefault("note_form", SaidForm(label=_NOTE, prefix="note"))
        kwargs.setdefault("decision_form", DecisionForm(application=row))
        return super().get_context_data(**kwargs) | {
            "application": row,
            "facts": facts_of(row),
            "decided_on": in_words(row.decided_on),
            "files": row.files.all(),
            "referee": Referee.objects.filter(application=row).first(),
            "questions": row.questions.select_related("by"),
            "notes": row.notes.select_related("by"),
            "lines": trail.lines_of(row)[:SHOWN],
            "twins": twins.twins_of(row) if row.is_open else (),
            "may_decide": may_decide(self.request.user),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says, then show the page again."""
        self.must_decide()
        act = {
            "take_up": self._take_up,
            "ask": self._ask,
            "note": self._note,
            "refuse": self._refuse,
            "admit": self._admit,
        }.get(request.POST.get("do", ""))
        if act is None:
            return redirect("applications:one", pk=self.application.pk)
        try:
            forms = act(request)
            self._point_to_errors(forms)
        except ChangedMeanwhile as changed:
            forms = self._told(changed)
        except StepRefused as refused:
            messages.error(request, str(refused))
            forms = self._bound()
        except NotNow:
            messages.error(request, _("This can’t be done in this state of the application."))
            forms = {}
        if forms:
            return self.render_to_response(self.get_context_data(**forms))
        return redirect("applications:one", pk=self.application.pk)

    def _point_to_errors(self, forms: dict[str, Any]) -> None:
        """Say on top of the long page what is wrong, with a button that leads to each field."""
        wrong = [field for form in forms.values() for field in form if field.errors]
        if wrong:
            buttons = [
                admin_messages.button(f"#{field.id_for_label}", field.label) for field in wrong
            ]
            admin_messages.error(self.request, _("Please check your answers"), buttons=buttons)

    def _version(self) -> int:
        text = self.request.POST.get("version", "")
        return int(text) if text.isdecimal() and len(text) < 10 else -1

    def _told(self, changed: ChangedMeanwhile) -> dict[str, Any]:
        """Say who was faster; what was typed stands in the forms still."""
        row = changed.application
        line = trail.lines_of(row).first()
        words = _("Meanwhile this application was changed (%(state)s; %(who)s). Look at it again.")
        who = line.user_display_name if line and line.user_id else _("the applicant")
        messages.error(self.request, words % {"state": row.get_status_display(), "who": who})
        self.application = row
        return self._bound()

    def _bound(self) -> dict[str, Any]:
        """The form that was sent, with what was typed."""
        data, do = self.request.POST, self.request.POST.get("do")
        if do == "ask":
            return {"ask_form": SaidForm(data, label=_ASK, prefix="ask")}
        if do == "note":
            return {"note_form": SaidForm(data, label=_NOTE, prefix="note")}
        if do in ("refuse", "admit"):
            return {"decision_form": DecisionForm(data, application=self.application)}
        return {}

    def _take_up(self, request: HttpRequest) -> dict[str, Any]:
        deciding.take_up(self.application, version=self._version(), by=request.user)
        messages.success(request, _("Noted: you have taken it up."))
        return {}

    def _ask(self, request: HttpRequest) -> dict[str, Any]:
        bound = self._bound()
        form = bound["ask_form"]
        if not form.is_valid():
            return bound
        text, version = form.cleaned_data["text"], self._version()
        deciding.ask_back(self.application, text=text, version=version, by=request.user)
        messages.success(request, _("The applicant is asked by mail."))
        return {}

    def _note(self, request: HttpRequest) -> dict[str, Any]:
        bound = self._bound()
        form = bound["note_form"]
        if not form.is_valid():
            return bound
        deciding.write_note(self.application, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Saved."))
        return {}

    def _refuse(self, request: HttpRequest) -> dict[str, Any]:
        bound = self._bound()
        form = bound["decision_form"]
        if not form.is_valid():
            return bound
        deciding.refuse(
            self.application,
            decision=form.cleaned_data["decision"],
            decided_on=form.cleaned_data["decided_on"],
            version=self._version(),
            by=request.user,
        )
        messages.success(request, _("Decided. The applicant gets a mail."))
        return {}

    def _admit(self, request: HttpRequest) -> dict[str, Any]:
        bound = self._bound()
        form = bound["decision_form"]
        if form.is_valid() and form.cleaned_data["category"] is None:
            form.add_error("category", _("Please make a membership category of this kind first."))
        if not form.is_valid():
            return bound
        values = form.cleaned_data
        admission.admit(
            self.application,
            category=values["category"],
            page=values.get("page"),
            decided=admission.Decision(
                decision=values["decision"], decided_on=values["decided_on"]
            ),
            version=self._version(),
            by=request.user,
        )
        messages.success(request, _("Decided. The applicant is welcomed by mail."))
        return {}


class ApplicationFileView(UserPassesTestMixin, View):
    """Gives a file to who may read it, and writes that into the trail."""

    raise_exception = True
    http_method_names = ["post"]  # it is written down: never by a link

    @override
    def test_func(self) -> bool:
        return may_read(self.request.user)

    def post(self, request: HttpRequest, pk: int, key: int) -> HttpResponse:
        """The file. Raises Http404."""
        sent = ApplicationFile.objects.select_related("application")
        sent = sent.exclude(application__sent_at=None)
        found = get_object_or_404(sent, application=pk, pk=key)
        try:
            return files.give(found, by=request.user)
        except FileNotFoundError:
            raise Http404 from None
