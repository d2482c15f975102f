"""The application that holds the login."""

from __future__ import annotations

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """The user's model, rights and signing in; a page here would tie a knot in the migrations."""

    name = "users"
    label = "users"

    def ready(self) -> None:
        """Connect the guard of logins, and what notes where a session began."""
        from django.contrib.auth.signals import user_logged_in

        from users import guard
        from users.sessions import note_where

        guard.connect()
        user_logged_in.connect(note_where, dispatch_uid="users-session-from")
