"""The application that holds the login."""

from __future__ import annotations

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Only the user model: anything else here would tie a knot with Wagtail's migrations."""

    name = "cope_network.users"
    label = "users"

    def ready(self) -> None:
        """Connect the guard of logins."""
        from cope_network.users import guard

        guard.connect()
