"""The application that holds the login."""

from __future__ import annotations

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Only the user model: anything else here would tie a knot with Wagtail's migrations."""

    name = "users"
    label = "users"

    def ready(self) -> None:
        """Connect the guard of logins."""
        from users import guard

        guard.connect()
