"""Whom to look for: an address, a name, or both."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.i18n import language_choices
from core.mail.addresses import EmailAddressField
from core.privacy.person import PersonSought

SHORTEST_NAME = 3


class SoughtForm(forms.Form):
    """Address and name of a person."""

    email = EmailAddressField(label=_("E-mail address"), required=False)
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=150,
        help_text=_("First and last name. What is found by the name alone, you decide one by one."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a search for nobody, and one that would find half of all texts."""
        cleaned = super().clean() or {}
        name = (cleaned.get("name") or "").strip()
        if not self.errors and not cleaned.get("email") and not name:
            raise forms.ValidationError(_("Please enter an address, a name, or both."))
        if name and sum(letter.isalnum() for letter in name) < SHORTEST_NAME:
            self.add_error("name", _("Please enter the whole name."))
        return cleaned

    def sought(self) -> PersonSought:
        """Whom to look for, of a valid form."""
        return PersonSought(
            email=self.cleaned_data.get("email") or "",
            name=" ".join((self.cleaned_data.get("name") or "").split()),
        )


class AnswerForm(forms.Form):
    """In which language the person is answered, and why the office lets something be."""

    language = forms.ChoiceField(label=_("Language of the answer"), choices=language_choices)
    reason = forms.CharField(
        label=_("Why what you did not tick stays"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the answer, so write it in the person’s language."),
    )
