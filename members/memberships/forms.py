"""Forms of the office's screen of a membership."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import validate_partial_date
from core.mail.addresses import EmailAddressField
from members.memberships.days import DayField
from members.models import ContactRole, MembershipContact, MembershipDocument


class StepForm(forms.Form):
    """A step: which one says the button that was pressed. `seen` is the state before the eyes."""

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

    @classmethod
    def empty(cls, *, seen: str) -> StepForm:
        """The form for a state, from today."""
        return cls(initial={"seen": seen, "day": timezone.localdate().isoformat()})


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
