"""Whoever is signed in gives the own password again, for what a borrowed session must not do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from core.throttling.answers import TooMany, when_in_words
from core.throttling.clients import Client
from users.models import User
from users.signing_in import Attempt


@sensitive_variables("password")
def counted(user: User, client: Client | None, check: Callable[[], str]) -> str:
    """Return the password that `check` finds right, asked as often as signing in does.

    What was typed wrong here and there is counted together. Raises ValidationError where it is
    wrong or asked too often.
    """
    if not settings.THROTTLING:
        return check()
    try:
        attempt = Attempt(user.email, client=client)
    except TooMany as error:
        words = f"{_('That was too often')}. {when_in_words(error.wait)}"
        raise ValidationError(words, code="too_many") from error
    try:
        password = check()
    except ValidationError:
        attempt.failed()
        raise
    attempt.succeeded()
    return password


@sensitive_variables("password")
def right_password(user: User, password: str) -> str:
    """Return a login's password. Raises ValidationError where it is another."""
    if not user.check_password(password):
        wrong = PasswordChangeForm.error_messages["password_incorrect"]
        raise ValidationError(wrong, code="password_incorrect")
    return password


class OwnPasswordForm(forms.Form):
    """Asks for the password of whoever is signed in."""

    use_required_attribute = False  # the page says what is missing, in its own language

    old_password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, client: Client | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.client = user, client

    @sensitive_variables()
    def clean_old_password(self) -> str:
        """Return the password. Raises ValidationError."""
        return counted(self.user, self.client, self._checked)

    @sensitive_variables()
    def _checked(self) -> str:
        return right_password(self.user, self.cleaned_data["old_password"])
