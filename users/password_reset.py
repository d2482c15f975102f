"""The form that asks for a new password. What it answers, and when, tells nobody who is here.

The mail's words are in templates/wagtailadmin/account/password_reset/.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from core.i18n import current_language
from core.network.now import network_now
from users.accounts import language_of
from users.models import User


class PasswordResetForm(WagtailPasswordResetForm):
    """Wagtail's form. For an address of nobody it writes the same mail, and takes it back."""

    def get_users(self, email: str) -> Iterable[User]:
        """The accounts of an address, or somebody who doesn't exist."""
        found = list(super().get_users(email))
        self._is_known = bool(found)
        return found or [User(pk=0, email=email, password="!")]  # noqa: S106 - no password is this

    def send_mail(
        self, subject_name: str, mail_name: str, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> None:
        """Write the mail in its reader's language."""
        path = reverse(
            "wagtailadmin_password_reset_confirm", args=[context["uid"], context["token"]]
        )
        own = {
            "network": network_now().name,
            "link": settings.WAGTAILADMIN_BASE_URL + path,
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        }
        with translation.override(language_of(context["user"], otherwise=current_language())):
            super().send_mail(subject_name, mail_name, {**context, **own}, *args, **kwargs)

    def save(self, **options: Any) -> None:
        """Queue the mail."""
        with transaction.atomic():
            super().save(**options)
            if not self._is_known:
                transaction.set_rollback(True)
