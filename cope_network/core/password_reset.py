"""The form that asks for a new password. What it answers, and when, tells nobody who is here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from cope_network.users.models import User


class PasswordResetForm(WagtailPasswordResetForm):
    """Wagtail's form. For an address of nobody it writes the same mail, and takes it back."""

    def get_users(self, email: str) -> Iterable[User]:
        """The accounts of an address, or somebody who doesn't exist."""
        found = list(super().get_users(email))
        self._is_known = bool(found)
        return found or [User(pk=0, email=email, password="!")]  # noqa: S106 - no password is this

    def save(self, **options: Any) -> None:
        """Queue the mail."""
        with transaction.atomic():
            super().save(**options)
            if not self._is_known:
                transaction.set_rollback(True)
