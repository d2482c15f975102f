"""What the office writes about an application."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import PartialDate
from core.i18n import current_language, language_choices
from core.mail.addresses import EmailAddressField
from core.written_dates import WrittenDateField
from joining.models import Application, JoiningPath
from joining.services.twins import pages_like
from members.memberships.forms import CategoryField
from members.models import MembershipCategory, OrganisationPage

NEEDED = {"required": _("Please write something here.")}


class SaidForm(forms.Form):
    """A question to the applicant, or a note."""

    text = forms.CharField(
        max_length=5000, widget=forms.Textarea(attrs={"rows": "4"}), error_messages=NEEDED
    )

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


class DecisionForm(forms.Form):
    """What the board decided, and when."""

    decision = forms.CharField(
        label=_("Decision of the board"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages=NEEDED,
        help_text=_("As in the minutes. Nobody outside the office and the board reads it."),
    )
    decided_on = WrittenDateField(
        label=_("Day of the decision"),
        error_messages=NEEDED,
        help_text=_("As you write it: 12.3.2026, 12 March 2026."),
    )

    category = CategoryField(
        label=_("Category"),
        queryset=MembershipCategory.objects.none(),
        required=False,
        empty_label=None,
    )
    page: Any = forms.ModelChoiceField(
        label=_("Page of the organisation"),
        queryset=OrganisationPage.objects.none(),
        required=False,
        empty_label=_("a new page, which its editors put online later"),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        categories: Any = self.fields["category"]
        known: Any = MembershipCategory.objects  # its type is the base class's manager
        categories.queryset = known.filter(path=application.path)
        categories.initial = application.category_id
        pages: Any = self.fields["page"]
        if application.path == JoiningPath.ORGANISATION:
            same = OrganisationPage.objects.filter(country=application.country)
            pages.queryset = same.order_by("title", "pk")
            pages.initial = next(iter(pages_like(application)), None)
        else:
            del self.fields["page"]
        today = PartialDate(timezone.localdate().isoformat())
        self.fields["decided_on"].initial = today.in_words(current_language())

    def clean_decided_on(self) -> str:
        """A whole day, neither before the application was sent nor in the future."""
        date = PartialDate(self.cleaned_data["decided_on"])
        if date.first != date.last:
            raise ValidationError(_("Please give the day, too."))
        if date.first > timezone.localdate():
            words = _("%(date)s lies in the future.")
            raise ValidationError(words % {"date": date.in_words(current_language())})
        sent = self.application.sent_at
        if sent is not None and date.first < timezone.localdate(sent):
            words = _(
                "The application was sent on %(date)s. If the board decided before, take that day "
                "and name the board’s own day in the decision."
            )
            day = PartialDate(timezone.localdate(sent).isoformat())
            raise ValidationError(words % {"date": day.in_words(current_language())})
        return date.text


class PersonForm(forms.Form):
    """A person whom the network invites to become an individual member."""

    email = EmailAddressField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=language_choices)
