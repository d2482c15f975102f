"""The forms of invitations: who is invited, and who begins with a new login."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.i18n import language_choices
from core.mail.addresses import EmailAddressField
from members.models import EditorMode
from users.models import User


class InviteForm(forms.Form):
    """Whom to invite, in which language, and how he or she will edit."""

    email = EmailAddressField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=language_choices)
    mode = forms.ChoiceField(
        label=_("What happens when they have finished a page"),
        choices=EditorMode.choices,
        widget=forms.RadioSelect,
    )


class ColleagueForm(InviteForm):
    """The same for an editor, who gives no more than the network gave to both."""

    mode = None  # type: ignore[assignment]  # Django's way to leave out a field


class NewLoginForm(forms.Form):
    """Name and password of somebody who has no login yet."""

    use_required_attribute = False  # the page says what is missing, in its own language

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("The password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        """`email`: of the login that is made."""
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules, and both against each other."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        password, repeated = values.get("password"), values.get("repeated")
        if password and repeated and password != repeated:
            self.add_error("repeated", _("The two passwords aren’t the same."))
        if password:
            names = {name: values.get(name, "") for name in ("first_name", "last_name")}
            try:
                validate_password(password, User(email=self.email, **names))
            except ValidationError as error:
                self.add_error("password", error)
        return values
