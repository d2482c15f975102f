"""An invitation to edit for an organisation."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.i18n import language_choices
from core.mail.addresses import validate_email_address
from members.models.editing import EditorMode
from members.models.organisation import OrganisationPage


class InvitationState(models.TextChoices):
    """What became of it. An open one that is past its day is shown as expired."""

    OPEN = "open", _("open")
    TAKEN_UP = "taken up", _("taken up")
    DECLINED = "declined", _("declined")
    TAKEN_BACK = "taken back", _("taken back")


class Invitation(models.Model):
    """One row: somebody was asked to edit for an organisation, by a link in a mail.

    Of the link only a digest is kept. `mode` is empty where the organisation's own counts on the
    day it is taken up. `by_office`: whoever invited may let anybody in; an editor only while he or
    she edits for the organisation. `login`: whose login the office said this is.
    """

    organisation = models.ForeignKey(
        OrganisationPage,
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name=_("organisation"),
    )
    email = models.EmailField(_("e-mail"), validators=[validate_email_address])
    language = models.CharField(_("language"), max_length=8, choices=language_choices)
    mode = models.CharField(max_length=7, choices=EditorMode.choices, blank=True)
    state = models.CharField(
        _("State"), max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_office = models.BooleanField(default=False)
    login = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, editable=False)  # for a new link
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-sent_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(state=InvitationState.OPEN),
                name="members_invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.OPEN, closed_at=None)
                | (~Q(state=InvitationState.OPEN) & Q(closed_at__isnull=False)),
                name="members_invitation_closed_unless_open",
            ),
        ]

    def __str__(self) -> str:
        """Without the address: it stands in the audit trail for longer than the invitation."""
        return str(self.organisation)

    @property
    def is_open(self) -> bool:
        """Whether it can be sent again or taken back; perhaps it has expired meanwhile."""
        return self.state == InvitationState.OPEN

    @property
    def is_expired(self) -> bool:
        """Whether its link opens nothing any more for want of an answer."""
        return self.is_open and self.expires_at <= timezone.now()

    def get_shown_state(self) -> str:
        """Its state in words."""
        return str(_("expired") if self.is_expired else self.get_state_display())


def lifetime() -> timedelta:
    """How long a link opens its invitation."""
    return timedelta(days=settings.INVITATION_DAYS)
