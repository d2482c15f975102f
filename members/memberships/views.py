"""The office's pages on memberships: the list, one membership, its papers, the roll of a day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from core.headers import PRIVATE
from core.showing.tables import CSV, PDF, XLSX, Sheet, as_csv, as_workbook, download
from core.written_dates import DayField
from members.memberships import lists, roll
from members.memberships.actions import note
from members.memberships.forms import (
    ContactForm,
    DissolvedForm,
    FeeForm,
    NotesForm,
    PaperForm,
    StepForm,
)
from members.memberships.standing import state_today
from members.memberships.steps import (
    StepRefused,
    allowed_steps,
    lift_planned_end,
    planned_end,
    take_step,
)
from members.models import (
    Dissolution,
    Membership,
    MembershipDocument,
    MembershipStatus,
    MembershipStep,
)
from members.office_pages import OfficeView
from users.models import User


class MembershipList(OfficeView):
    """All memberships; filters stand in the address, `?as=csv` and `?as=xlsx` give a table."""

    template_name = "wagtailadmin/memberships/list.html"
    page_title = gettext_lazy("Memberships")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list, or give it as a table."""
        memberships = lists.every_membership()
        codes = sorted({each.country for each in memberships if each.country})
        form = lists.ListForm(request.GET, countries=codes)
        rows = lists.rows_of(memberships, form) if form.is_valid() else []
        kind = request.GET.get("as", "")
        if form.is_valid() and kind in (CSV, XLSX):
            lines = lists.lines_of(rows)
            content = as_csv(lines) if kind == CSV else as_workbook([Sheet(rows=lines)])
            return download(content, kind=kind, name="memberships")
        kept = request.GET.copy()
        kept.pop("as", None)
        context = self.get_context_data(form=form, rows=rows, address=kept.urlencode())
        return self.render_to_response(context)


class Roll(OfficeView):
    """The electoral roll of a day, `?day=`; `?persons=1` is the office's own copy."""

    template_name = "wagtailadmin/memberships/roll.html"
    page_title = gettext_lazy("Electoral roll")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the roll, or give it as PDF or workbook."""
        form = RollForm(request.GET)
        today = timezone.localdate()
        day = (form.cleaned_data["day"] or today) if form.is_valid() else None
        persons = form.is_valid() and form.cleaned_data["persons"]
        voters = roll.roll_of(day, with_persons=persons) if day else []
        kind = request.GET.get("as", "")
        if day and kind == PDF:
            content = roll.as_pdf(voters, day=day, with_persons=persons)
            return download(content, kind=kind, name=f"roll-{day}")
        if day and kind == XLSX:
            content = as_workbook([Sheet(rows=roll.lines_of(voters, with_persons=persons))])
            return download(content, kind=kind, name=f"roll-{day}")
        names, *lines = roll.lines_of(voters, with_persons=persons)
        context = self.get_context_data(
            form=form if request.GET else RollForm(initial={"day": today.isoformat()}),
            voters=voters,
            names=names,
            lines=[list(zip(names, line, strict=True)) for line in lines],
            title_of_roll=roll.title_of(day) if day else "",
            day=day,
            persons=persons,
        )
        return self.render_to_response(context)


class RollForm(forms.Form):
    """Of which day, and whether with the persons who vote."""

    day = DayField(label=gettext_lazy("Day"), required=False)
    persons = forms.BooleanField(
        label=gettext_lazy("With the persons who vote: the office's own copy"), required=False
    )


class MembershipScreen(OfficeView):
    """One membership: where it stands, what may follow, and everything the office keeps of it."""

    template_name = "wagtailadmin/memberships/membership.html"
    adds = True

    @cached_property
    def membership(self) -> Membership:
        """The membership of the address. Raises Http404."""
        rows = Membership.objects.select_related("category", "organisation__dissolution")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Whose it is."""
        return self.membership.holder

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """State, next steps, history of all memberships of the same holder, papers, persons."""
        row = self.membership
        gone = getattr(row.organisation, "dissolution", None)
        kwargs.setdefault("step_form", StepForm.empty(row))
        kwargs.setdefault("contact_form", ContactForm())
        kwargs.setdefault("paper_form", PaperForm())
        paid = row.fee_paid_until.isoformat() if row.fee_paid_until else ""
        kwargs.setdefault("fee_form", FeeForm(initial={"fee_paid_until": paid}))
        kwargs.setdefault("notes_form", NotesForm(initial={"notes": row.notes}))
        kwargs.setdefault("dissolved_form", DissolvedForm(initial={"on": gone.on if gone else ""}))
        return super().get_context_data(**kwargs) | {
            "membership": row,
            "state": MembershipStatus(state_today(row) or row.status).label,
            "next_steps": [(each, MembershipStatus(each).label) for each in allowed_steps(row)],
            "plan": planned_end(row),
            "history": _history(row),
            "papers": row.documents.filter(step=None),
            "contacts": row.contacts.all(),
            "today": timezone.localdate(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says, then show the page again."""
        actions: dict[str, Callable[[], HttpResponse | None]] = {
            "to": self._step,
            "lift": self._lift,
            "fee": self._fee,
            "keep_notes": self._notes,
            "dissolve": self._dissolve,
            "add_contact": self._add_contact,
            "remove_contact": self._remove_contact,
            "add_paper": self._add_paper,
        }
        for name, act in actions.items():
            if name in request.POST:
                answer = act()
                return answer or redirect("membership", pk=self.membership.pk)
        return redirect("membership", pk=self.membership.pk)

    def _again(self, **forms_: forms.BaseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**forms_))

    def _step(self) -> HttpResponse | None:
        row, to = self.membership, self.request.POST["to"]
        form = StepForm(self.request.POST, self.request.FILES, membership=row)
        if not form.is_valid():
            return self._again(step_form=form)
        given = form.cleaned_data
        row.status = given["seen"]  # what whoever decides has seen; the service compares
        try:
            step = take_step(
                row,
                to=to,
                on=given["day"],
                by=self.request.user,
                category=given.get("category") if to == MembershipStatus.ACTIVE else None,
                decision=given["decision"],
                reason=given["reason"],
                documents=[given["paper"]] if given["paper"] else [],
            )
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            del self.membership
            sent = self.request.POST.copy()
            sent["seen"] = self.membership.status  # it is before their eyes now
            form.data = sent
            return self._again(step_form=form)
        note(row, "step", by=self.request.user)
        words = _("From %(day)s it is “%(status)s”.")
        messages.success(
            self.request,
            words % {"day": date_format(step.day), "status": step.get_to_status_display()},
        )
        return None

    def _lift(self) -> None:
        try:
            lift_planned_end(self.membership)
        except StepRefused as refusal:
            messages.error(self.request, str(refusal))
            return
        note(self.membership, "lift", by=self.request.user)
        messages.success(self.request, _("The end is taken back."))

    def _fee(self) -> HttpResponse | None:
        form = FeeForm(self.request.POST)
        if not form.is_valid():
            return self._again(fee_form=form)
        self._save(fee_paid_until=form.cleaned_data["fee_paid_until"])
        return None

    def _notes(self) -> None:
        form = NotesForm(self.request.POST)
        if form.is_valid():
            self._save(notes=form.cleaned_data["notes"])

    def _save(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self.membership, name, value)
        self.membership.save(update_fields=[*values])
        log(instance=self.membership, action="wagtail.edit", user=self.request.user)
        messages.success(self.request, _("Saved."))

    def _dissolve(self) -> HttpResponse | None:
        form, organisation = DissolvedForm(self.request.POST), self.membership.organisation
        if organisation is None:
            return None
        if not form.is_valid():
            return self._again(dissolved_form=form)
        row = Dissolution(organisation=organisation, on=form.cleaned_data["on"])
        try:
            row.clean()
        except ValidationError as refusal:
            form.add_error("on", refusal.messages)
            return self._again(dissolved_form=form)
        Dissolution.objects.filter(organisation=organisation).delete()
        if row.on:
            row.save()
        note(self.membership, "dissolve", by=self.request.user)
        messages.success(self.request, _("Saved."))
        return None

    def _add_contact(self) -> HttpResponse | None:
        form = ContactForm(self.request.POST)
        form.instance.membership = self.membership
        if not form.is_valid():
            return self._again(contact_form=form)
        note(self.membership, "contact", by=self.request.user, role=form.save().role)
        messages.success(self.request, _("Saved."))
        return None

    def _remove_contact(self) -> None:
        key = self.request.POST["remove_contact"]
        pk = int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else 0
        for contact in self.membership.contacts.filter(pk=pk):
            contact.delete()
            note(self.membership, "contact_out", by=self.request.user, role=contact.role)
        messages.success(self.request, _("Taken out."))

    def _add_paper(self) -> HttpResponse | None:
        form = PaperForm(self.request.POST, self.request.FILES)
        form.instance.membership = self.membership
        form.instance.added_by = User.objects.get(pk=self.request.user.pk)
        if not form.is_valid():
            return self._again(paper_form=form)
        note(self.membership, "paper", by=self.request.user, paper=form.save().pk)
        messages.success(self.request, _("Saved."))
        return None


def _history(row: Membership) -> list[MembershipStep]:
    """Steps of all memberships of the same organisation, the newest first."""
    own = Q(membership__organisation=row.organisation_id) if row.organisation_id else Q()
    steps = MembershipStep.objects.filter(own or Q(membership=row))
    shown = steps.select_related("membership__category", "actor").prefetch_related("documents")
    return sorted(shown, key=lambda step: (step.day, step.pk), reverse=True)


class PaperView(OfficeView):
    """A paper of a membership, by a button: who reads it is written down."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the button."""
        return redirect("membership", pk=self._paper().membership_id)

    def _paper(self) -> MembershipDocument:
        rows = MembershipDocument.objects.select_related("membership__organisation")
        return get_object_or_404(rows, pk=self.kwargs["paper"], membership=self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Write down who reads it, and give it."""
        paper = self._paper()
        note(paper.membership, "read", by=request.user, paper=paper.pk, title=paper.title)
        name = str(paper.file.name).rpartition("/")[2]
        answer = FileResponse(paper.file.open("rb"), as_attachment=True, filename=name)
        answer.headers["Cache-Control"] = PRIVATE
        return answer


urlpatterns = [
    path("memberships/", MembershipList.as_view(), name="memberships"),
    path("memberships/roll/", Roll.as_view(), name="electoral_roll"),
    path("memberships/<int:pk>/", MembershipScreen.as_view(), name="membership"),
    path("memberships/<int:pk>/papers/<int:paper>/", PaperView.as_view(), name="membership_paper"),
]
