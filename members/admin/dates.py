"""The office's form of a membership's dates: it undoes nothing that others decide meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.views.snippets import CreateView, EditView

from core.editing.snippets import TableViewSet
from core.forms.pages import GuardedForm
from members.models import NOT_ADMITTED, Membership, MembershipStatus

STATUS_HELP = gettext_lazy(
    "While an organisation is suspended, nothing of it is shown in public: neither its page nor "
    "what it has published. It all comes back when the suspension ends. Its editors can go on "
    "writing, and read of the suspension when they sign in. With any other status everything stays "
    "public."
)
#: what the form corrects, and the state: whoever corrects has seen both
SEEN = ("organisation_id", "category_id", "status", "applicant_since", "since", "until")
#: what the form doesn't say: others change it while a form is checked
STANDING = ("status", "fee_paid_until", "reminded_for", "notes")


def _seen(row: Membership) -> str:
    return " / ".join(str(getattr(row, name) or "") for name in SEEN)


class MembershipForm(GuardedForm):
    """Enters a membership that there is already, and corrects one; its state moves by steps."""

    #: what whoever corrects had before the eyes
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = _seen(self.instance)
        if self.instance.pk:
            self.fields.pop("status", None)
        elif "status" in self.fields:
            admitted = [each for each in MembershipStatus.choices if each[0] not in NOT_ADMITTED]
            self.fields["status"].choices = [("", "---------"), *admitted]


def _save(view: Any, form: Any, save: Callable[[Any], HttpResponse]) -> HttpResponse:
    """Save; say it in the form where another membership came a moment before."""
    try:
        with transaction.atomic():
            return save(form)
    except IntegrityError:
        words = _("At that time the organisation has another membership already.")
        return _refuse(view, form, "since", words)


def _refuse(view: Any, form: Any, field: str | None, words: str) -> HttpResponse:
    """Show the form again with an error that came after all others."""
    form.add_error(field, words)
    view.is_valid(form)  # it isn't any more: Wagtail says so above the form
    answer: HttpResponse = view.form_invalid(form)
    return answer


class MembershipCreateView(CreateView):
    """A membership that there was before this site."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, or show the form again."""
        return _save(self, form, super().form_valid)


class MembershipEditView(EditView):
    """Corrects the dates of the membership that was before the eyes, and of no other."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save to the row as it is by now, unless somebody has changed it since it was shown."""
        with transaction.atomic():
            rows = Membership.objects.select_for_update(of=("self",))
            held = get_object_or_404(rows, pk=self.object.pk)
            if form.cleaned_data["seen"] != _seen(held):
                words = _(
                    "In the meantime somebody else changed this membership. Nothing was saved: "
                    "open it anew and correct it then."
                )
                return _refuse(self, form, None, words)
            for name in STANDING:
                setattr(form.instance, name, getattr(held, name))
            return _save(self, form, super().form_valid)


class MembershipViewSet(TableViewSet):
    """Memberships that there were before this site, and corrections of dates."""

    model = Membership
    icon = "group"
    menu_label = gettext_lazy("Dates of memberships")
    add_view_class = MembershipCreateView
    edit_view_class = MembershipEditView
    list_display: ClassVar[list[str]] = ["holder", "category", "status", "since", "until"]
    list_filter: ClassVar[list[str]] = ["status", "category"]
    search_fields: ClassVar[list[str]] = ["name"]
    edit_handler = ObjectList(
        [
            "organisation",
            FieldRowPanel(["name", "holder_country", "in_directory"]),
            FieldRowPanel(["category", FieldPanel("status", help_text=STATUS_HELP)]),
            FieldRowPanel(["applicant_since", "since", "until"]),
        ],
        base_form_class=MembershipForm,
    )
