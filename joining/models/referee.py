"""Referees: whom an applicant names, and what they answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.i18n import default_language, language_choices
from core.mail.addresses import folded, validate_email_address
from core.tidy import tidy_texts
from joining.models.application import Application, new_key


class RefereeState(models.TextChoices):
    """Whether a referee was asked, and what came."""

    NAMED = "named", _("not asked yet")
    ASKED = "asked", _("asked, no answer yet")
    ANSWERED = "answered", _("has answered")
    DECLINED = "declined", _("would rather not")


def code_of(email: str) -> str:
    """What is kept of the address of somebody who would rather not be asked."""
    return salted_hmac("joining.declined", folded(email), algorithm="sha256").hexdigest()


class Referee(models.Model):
    """One row is the referee of an application; who is named instead of another takes its place."""

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="referee"
    )
    key = models.CharField(max_length=32, default=new_key, unique=True, editable=False)
    name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True, validators=[validate_email_address])
    language = models.CharField(max_length=2, choices=language_choices, default=default_language)
    relation = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=8, choices=RefereeState.choices, default=RefereeState.NAMED)
    answer = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    #: codes of addresses whose owners would rather not, one in each line
    declined = models.TextField(blank=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["application_id"]
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(state__in=RefereeState.values),
                name="joining_referee_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"referee {self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Save without what can't be printed."""
        tidy_texts(self)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own

    def decline(self) -> None:
        """Store that who is named would rather not: the address goes, a code made from it stays."""
        self.declined = "\n".join(filter(None, (self.declined, code_of(self.email))))
        self.state, self.email, self.answered_at = RefereeState.DECLINED, "", timezone.now()
        self.save()
