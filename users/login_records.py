"""What is kept of signing in, beside the login: open sessions, recovery codes, asked-for resets."""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Session(AbstractBaseSession):
    """One open session, with whose it is and from where; in the place of Django's own table.

    `network` is the address shortened (IPv4 to 24 bits, IPv6 to 48); `browser` and `system` are
    codes of `users.browsers`, not what the browser sent.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions"
    )
    began_at = models.DateTimeField(null=True)
    network = models.CharField(max_length=50, blank=True)
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-began_at", "session_key"]

    def __str__(self) -> str:
        """Without the key: whoever has it is signed in."""
        return f"{self.browser} {self.system}".strip()

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The engine that writes this table."""
        return import_module(settings.SESSION_ENGINE).SessionStore


class RecoveryCode(models.Model):
    """One code that gets its owner in once, in the place of the telephone, kept as a digest."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "digest"], name="users_recoverycode_once")
        ]

    def __str__(self) -> str:
        return str(self.user)


class FactorReset(models.Model):
    """Somebody lost telephone and codes, and somebody else asked to have both forgotten.

    It is done at `due_at` unless somebody who keeps the logins stops it before. Closed rows stay
    with the login.
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open"
        DONE = "done"
        STOPPED = "stopped"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factor_resets"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state="open"), name="users_factorreset_open_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
