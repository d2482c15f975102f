"""The application that holds the login."""

from __future__ import annotations

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """The user's model, rights and signing in; a page here would tie a knot in the migrations."""

    name = "users"
    label = "users"

    def ready(self) -> None:
        """Connect the guard of logins."""
        from users import guard

        guard.connect()
