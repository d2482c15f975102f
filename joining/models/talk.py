"""What the office asks an applicant, and what it notes for itself."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from joining.models.application import Application


class Said(models.Model):
    """Abstract: something that somebody of the office wrote about an application."""

    text = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["at", "pk"]
        default_permissions = ()


class ApplicationNote(Said):
    """One row is one note of the office; the applicant never sees it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")

    class Meta(Said.Meta):
        pass

    def __str__(self) -> str:
        return f"note {self.pk}"


class ApplicationQuestion(Said):
    """One row is one question to the applicant, with the answer."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="questions")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(Said.Meta):
        pass

    def __str__(self) -> str:
        return f"question {self.pk}"
