"""Membership: the office's business, dated, never part of a page's revisions."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.base import RegisterEntry
from core.date_rules import DatedModel, DateRules
from core.dates import PartialDateField
from members.periods import Period


class MembershipCategory(RegisterEntry):
    """One row is one category of membership (member, affiliate, honorary …)."""

    collection = "categories"
    heading_field = "label"
    translated = ("label", "description")

    label = models.CharField(_("label"), max_length=255, blank=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["record_id"]
        verbose_name = _("membership category")
        verbose_name_plural = _("membership categories")


class MembershipStatus(models.TextChoices):
    """Where a membership stands."""

    APPLICANT = "applicant", _("applicant")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by what they mean today."""

    def active(self) -> MembershipQuerySet:
        """Memberships that make an organisation a member today."""
        today = timezone.localdate()
        return self.filter(status=MembershipStatus.ACTIVE).exclude(until_last__lt=today)

    def suspending(self) -> MembershipQuerySet:
        """Memberships suspended today, of organisations that have no other one that is active."""
        members = Membership.objects.active().values("organisation")
        suspended = self.filter(status=MembershipStatus.SUSPENDED)
        return suspended.exclude(until_last__lt=timezone.localdate()).exclude(
            organisation__in=members
        )


class Membership(DatedModel):
    """One row is one period of an organisation's membership in one category."""

    date_rules = DateRules(order=(("since", "until"),))

    organisation = models.ForeignKey(
        "members.OrganisationPage",
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    category = models.ForeignKey(
        MembershipCategory,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("category"),
    )
    status = models.CharField(_("status"), max_length=9, choices=MembershipStatus.choices)
    since = PartialDateField(_("since"))
    since_first: dt.date | None
    until_last: dt.date | None
    until = PartialDateField(_("until"))
    sort_order = models.PositiveIntegerField(default=0, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["organisation_id", "sort_order", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(status__in=MembershipStatus.values),
                name="members_membership_status_known",
            )
        ]

    @property
    def period(self) -> Period:
        """The time of the membership as far as it is certain."""
        return Period.of(
            since=self.since,
            until=self.until,
            ended=self.status == MembershipStatus.ENDED,
            today=timezone.localdate(),
        )

    def clean(self) -> None:
        """Refuse a membership at the same time as another of the same organisation."""
        super().clean()
        try:
            period = self.period
        except ValueError:  # no dates at all: their fields say so
            return
        others = Membership.objects.filter(organisation=self.organisation_id).exclude(pk=self.pk)
        for other in others.select_related("category"):
            if period.overlaps(other.period):
                text = _("At that time the organisation is “%(category)s” already (%(time)s).")
                time = f"{other.since or '…'} – {other.until or '…'}"
                values = {"category": other.category, "time": time}
                raise ValidationError({"since": text % values}, code="overlap")

    def __str__(self) -> str:
        return f"{self.organisation} – {self.category} ({self.get_status_display()})"
