"""What the office keeps of a membership: its steps, papers and persons; never public."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.date_rules import DatedModel, DateRules
from core.dates import PartialDateField
from core.mail.addresses import validate_email_address
from members.models.membership import Membership, MembershipStatus
from members.models.organisation import OrganisationPage

#: kinds of papers: what Wagtail's documents may be, and pictures of paper
PAPERS = (*settings.WAGTAILDOCS_EXTENSIONS,)


class MembershipStep(models.Model):
    """One row is one step of a membership: from which state to which, from which day, by whom.

    `taken_by` is the address of somebody who took it on another site and has no login here.
    Written by `members.memberships.steps` only. A day that lies ahead is a planned end.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="steps")
    from_status = models.CharField(
        _("from"), max_length=9, choices=MembershipStatus.choices, blank=True
    )
    to_status = models.CharField(_("to"), max_length=9, choices=MembershipStatus.choices)
    day = models.DateField(_("day"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    taken_by = models.CharField(
        _("by"),
        max_length=254,
        blank=True,
        editable=False,
        validators=[validate_email_address],
    )
    decision = models.TextField(_("decision"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["membership_id", "day", "pk"]
        verbose_name = _("step of a membership")
        verbose_name_plural = _("steps of memberships")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(to_status__in=MembershipStatus.values)
                & Q(from_status__in=["", *MembershipStatus.values])
                & ~Q(from_status=F("to_status")),
                name="members_membershipstep_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.from_status or '–'} → {self.to_status}"


class MembershipDocument(models.Model):
    """One row is one paper of a membership; read by the office only, each time with a trace.

    It lies apart from the documents of the site and has no public address.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="documents")
    step = models.ForeignKey(
        MembershipStep, on_delete=models.SET_NULL, null=True, blank=True, related_name="documents"
    )
    title = models.CharField(_("title"), max_length=255)
    file = models.FileField(
        _("file"),
        upload_to="membership",
        max_length=255,
        validators=[FileExtensionValidator(PAPERS)],
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["membership_id", "pk"]
        verbose_name = _("paper of a membership")
        verbose_name_plural = _("papers of memberships")

    def __str__(self) -> str:
        return self.title


class ContactRole(models.TextChoices):
    """What somebody is asked or told for an organisation."""

    BOARD_VOTE = "board_vote", _("votes in the assembly")
    NEWSLETTER = "newsletter", _("news for the newsletter")
    PRACTICE = "practice", _("questions on the work")
    FEE = "fee", _("fees and renewal")


class MembershipContact(models.Model):
    """One row is a person the office reaches for one purpose; never public."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(_("purpose"), max_length=10, choices=ContactRole.choices)
    name = models.CharField(_("name"), max_length=255)
    email = models.CharField(
        _("e-mail"), max_length=254, blank=True, validators=[validate_email_address]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["membership_id", "role", "name", "pk"]
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(role__in=ContactRole.values),
                name="members_membershipcontact_role_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"


class Dissolution(DatedModel):
    """One row says that an organisation exists no more, since which day; public, as its page is.

    An ordinary table: the office says so, and no older draft takes it back.
    """

    date_rules = DateRules(past=("on",))

    organisation = models.OneToOneField(
        OrganisationPage,
        on_delete=models.CASCADE,
        related_name="dissolution",
        verbose_name=_("organisation"),
    )
    on = PartialDateField(_("dissolved on"), blank=False)
    on_last: dt.date | None

    class Meta:
        ordering: ClassVar[list[str]] = ["organisation_id"]
        verbose_name = _("dissolution of an organisation")
        verbose_name_plural = _("dissolutions of organisations")

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.on}"
