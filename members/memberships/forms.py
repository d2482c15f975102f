"""Forms of the office's screen of a membership."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import validate_partial_date
from core.mail.addresses import EmailAddressField
from core.written_dates import DayField
from members.models import (
    ContactRole,
    Membership,
    MembershipCategory,
    MembershipContact,
    MembershipDocument,
    MembershipStatus,
)


class CategoryField(forms.ModelChoiceField[MembershipCategory]):
    """Categories by their labels in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """The category's label."""
        return str(obj.heading_in())


class StepForm(forms.Form):
    """A step: which one says the button that was pressed. `seen` is the state before the eyes.

    Where an applicant becomes a member it asks for the category, if there are several.
    """

    seen = forms.CharField(widget=forms.HiddenInput)
    day = DayField(
        label=_("From which day"),
        help_text=_("Of an end: the first day without membership. It may lie ahead."),
    )
    decision = forms.CharField(
        label=_("Decision"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who decided, and where it is written."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only the office reads it."),
    )
    paper = forms.FileField(label=_("Paper"), required=False)

    category = CategoryField(
        label=_("Category, once it is active"),
        queryset=MembershipCategory.objects.none(),
        required=False,
        empty_label=None,
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["category"]
        known: Any = MembershipCategory.objects  # its type is the base class's manager
        asked.queryset = known.filter(path=membership.category.path)
        found = list(asked.queryset) if membership.status == MembershipStatus.APPLICANT else []
        if len(found) < 2:
            del self.fields["category"]
        else:
            asked.initial = max(found, key=lambda each: each.votes)
        self.order_fields(["seen", "day", "category"])

    @classmethod
    def empty(cls, membership: Membership) -> StepForm:
        """The form for a membership as it stands, from today."""
        today = timezone.localdate().isoformat()
        return cls(membership=membership, initial={"seen": membership.status, "day": today})


class FeeForm(forms.Form):
    """Until when the fee is paid."""

    fee_paid_until = DayField(label=_("Fee paid until"), required=False)


class NotesForm(forms.Form):
    """What the office wants to remember."""

    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class DissolvedForm(forms.Form):
    """Since when the organisation exists no more; empty if it does."""

    on = forms.CharField(
        label=_("Dissolved on"),
        required=False,
        max_length=10,
        validators=[validate_partial_date],
        help_text=_("A year (2016), a month (2016-04) or a day (2016-04-12); empty if it exists."),
    )


class ContactForm(forms.ModelForm[MembershipContact]):
    """Whom the office reaches, for one purpose."""

    email = EmailAddressField(label=_("E-mail"), required=False)

    class Meta:
        model = MembershipContact
        fields = ("role", "name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = ContactRole.BOARD_VOTE


class PaperForm(forms.ModelForm[MembershipDocument]):
    """A paper that belongs to no step."""

    class Meta:
        model = MembershipDocument
        fields = ("title", "file")
