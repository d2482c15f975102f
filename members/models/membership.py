"""Membership: the office's business, dated, never part of a page's revisions."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import columns
from core.base import RegisterEntry
from core.countries import country_choices
from core.date_rules import DatedModel, DateRules
from core.dates import PartialDateField
from core.record_ids import ID_LENGTH, validate_record_id
from members.periods import DAY_BEFORE, END_OF_TIME, Period


class MembershipPath(models.TextChoices):
    """By which steps one becomes a member of a category (`members.memberships.paths`)."""

    ORGANISATION = "organisation", _("for organisations: as an applicant first")
    INDIVIDUAL = "individual", _("for persons, by invitation")
    AFFILIATE = "affiliate", _("for affiliates: news only")


class MembershipCategory(RegisterEntry):
    """One row is one category of membership (member, affiliate, honorary …), for everybody."""

    collection = "categories"
    heading_field = "label"
    translated = ("label", "description", "rights", "duties", "fee", "conditions")

    path = models.CharField(
        _("way to membership"),
        max_length=12,
        choices=MembershipPath.choices,
        default=MembershipPath.ORGANISATION,
    )
    votes = columns.FewColumn(
        _("votes"), default=0, help_text=_("Of each member in the general assembly.")
    )
    by_invitation = models.BooleanField(
        _("nobody applies for it"),
        default=False,
        help_text=_("The network invites or elects; the form for joining doesn’t offer it."),
    )
    label = models.CharField(_("label"), max_length=255, blank=True)
    description = columns.TextColumn(_("description"), blank=True)
    rights = columns.TextColumn(_("rights"), blank=True)
    duties = columns.TextColumn(_("duties"), blank=True)
    fee = columns.TextColumn(_("fee"), blank=True)
    conditions = columns.TextColumn(_("conditions"), blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["record_id"]
        verbose_name = _("membership category")
        verbose_name_plural = _("membership categories")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(path__in=MembershipPath.values),
                name="members_membershipcategory_path_known",
            )
        ]


class MembershipStatus(models.TextChoices):
    """Where a membership stands."""

    APPLIED = "applied", _("applied")
    IN_REVIEW = "in_review", _("in review")
    APPLICANT = "applicant", _("applicant")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn before a decision")


#: before anybody was admitted, or where nobody was: no time of a membership, and nobody's business
NOT_ADMITTED = (
    MembershipStatus.APPLIED,
    MembershipStatus.IN_REVIEW,
    MembershipStatus.REFUSED,
    MembershipStatus.WITHDRAWN,
)
#: what is said in public, to members and in exports for everybody
PUBLIC_STATUSES = (MembershipStatus.APPLICANT, MembershipStatus.ACTIVE, MembershipStatus.ENDED)


def new_membership_id() -> str:
    """Return an id by which files and sites know a membership; nobody's name is in it."""
    return uuid.uuid4().hex


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by what they mean today."""

    def active(self) -> MembershipQuerySet:
        """Memberships that make an organisation a member today; affiliates aren't members."""
        today = timezone.localdate()
        return (
            self.filter(status=MembershipStatus.ACTIVE, organisation__isnull=False)
            .exclude(until_last__lt=today)
            .exclude(category__path=MembershipPath.AFFILIATE)
            .exclude(organisation__dissolution__on_last__lte=today)
        )

    def suspending(self) -> MembershipQuerySet:
        """Memberships suspended today, of organisations that have no other one that is active."""
        members = Membership.objects.active().values("organisation")
        suspended = self.filter(status=MembershipStatus.SUSPENDED, organisation__isnull=False)
        today = timezone.localdate()
        return (
            suspended.exclude(until_last__lt=today)
            .exclude(organisation__dissolution__on_last__lte=today)
            .exclude(organisation__in=members)
        )

    def public(self) -> MembershipQuerySet:
        """Memberships that may be spoken of: no application, no refusal, no suspension."""
        today = timezone.localdate()
        over = Q(until_last__lt=today) | Q(organisation__dissolution__on_last__lte=today)
        suspended = Q(status=MembershipStatus.SUSPENDED)
        return self.filter(Q(status__in=PUBLIC_STATUSES) | (suspended & over))


class Membership(DatedModel):
    """One row is the membership of an organisation or a person in one category.

    From the application to the end; whoever comes back gets another row. `since` and
    `applicant_since` are the first days as a member and as an applicant, `until` the last day.
    """

    date_rules = DateRules(
        order=(("since", "until"), ("applicant_since", "since"), ("applicant_since", "until"))
    )
    #: what the records format doesn't hold of an organisation's: an import leaves it as it is
    beside_records: ClassVar[tuple[str, ...]] = (
        "record_id",
        "name",
        "holder_country",
        "in_directory",
    )

    record_id = models.CharField(
        max_length=ID_LENGTH,
        unique=True,
        default=new_membership_id,
        editable=False,
        validators=[validate_record_id],
    )
    organisation = models.ForeignKey(
        "members.OrganisationPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    name = models.CharField(
        _("name"),
        max_length=255,
        blank=True,
        help_text=_("Of a person, or of an organisation that has no page here."),
    )
    holder_country = models.CharField(
        _("country"), max_length=2, choices=country_choices, blank=True
    )
    category = models.ForeignKey(
        MembershipCategory,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("category"),
    )
    status = models.CharField(_("status"), max_length=9, choices=MembershipStatus.choices)
    applicant_since = PartialDateField(_("applicant since"))
    applicant_since_first: dt.date | None
    since = PartialDateField(_("since"))
    since_first: dt.date | None
    until = PartialDateField(_("until"), help_text=_("The last day."))
    until_last: dt.date | None
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    fee_paid_until = models.DateField(_("fee paid until"), null=True, blank=True)
    reminded_for = models.DateField(null=True, blank=True, editable=False)
    in_directory = models.BooleanField(
        _("in the directory"),
        default=False,
        help_text=_("A person's name and country are shown only if he or she chose so."),
    )
    notes = columns.TextColumn(_("notes"), blank=True, help_text=_("Only the office reads them."))
    begun = models.GeneratedField(
        expression=Coalesce("applicant_since_last", "since_last", "until_first", Value(DAY_BEFORE)),
        output_field=models.DateField(),
        db_persist=True,
    )
    lasted = models.GeneratedField(
        expression=Greatest(
            Coalesce("applicant_since_last", "since_last", "until_first", Value(DAY_BEFORE)),
            Case(
                When(
                    status__in=NOT_ADMITTED,
                    then=Value(dt.date.min, output_field=models.DateField()),
                ),
                When(until_first__isnull=False, then="until_first"),
                When(
                    status=MembershipStatus.ENDED,
                    then=Value(dt.date.min, output_field=models.DateField()),
                ),
                default=Value(END_OF_TIME, output_field=models.DateField()),
            ),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["organisation_id", "sort_order", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=MembershipStatus.values),
                name="members_membership_status_known",
            ),
            models.CheckConstraint(
                condition=Q(since_first=None)
                | Q(until_last=None)
                | Q(until_last__gte=models.F("since_first")),
                name="members_membership_end_after_start",
            ),
            models.CheckConstraint(
                condition=Q(applicant_since_first=None)
                | (
                    (Q(since_last=None) | Q(since_last__gte=models.F("applicant_since_first")))
                    & (Q(until_last=None) | Q(until_last__gte=models.F("applicant_since_first")))
                ),
                name="members_membership_applicant_first",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=NOT_ADMITTED) | Q(applicant_since="", since="", until=""),
                name="members_membership_no_time_before_admission",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(name=""),
                name="members_membership_somebody_s",
            ),
        ]

    @property
    def period(self) -> Period:
        """The time of the membership as far as it is certain; empty before an admission."""
        if self.status in NOT_ADMITTED:
            return Period(DAY_BEFORE, DAY_BEFORE)
        return Period.of(
            since=self.applicant_since or self.since,
            until=self.until,
            ended=self.status == MembershipStatus.ENDED,
        )

    @property
    def in_records(self) -> bool:
        """Whether the records format holds it: applications stay with the office."""
        return self.status not in NOT_ADMITTED

    @property
    def holder(self) -> str:
        """Whose membership it is; the kept name where there is no page, or none any more."""
        return self.organisation.title if self.organisation is not None else self.name

    @property
    def country(self) -> str:
        """Where whoever holds it is, a code; empty where nobody said so."""
        return self.organisation.country if self.organisation is not None else self.holder_country

    def clean(self) -> None:
        """Refuse a membership of nobody, and one at the same time as another."""
        super().clean()
        if self.organisation_id is None and not self.name:
            raise ValidationError({"organisation": _("Choose an organisation or write a name.")})
        self.refuse_overlap()

    def refuse_overlap(self) -> None:
        """Raise ValidationError where the organisation has another membership at the time."""
        try:
            period = self.period
        except ValueError:  # no dates at all: their fields say so
            return
        if self.organisation_id is None:
            return
        others = Membership.objects.filter(organisation=self.organisation_id).exclude(pk=self.pk)
        for other in others.select_related("category"):
            if period.overlaps(other.period):
                text = _("At that time the organisation is “%(category)s” already (%(time)s).")
                time = f"{other.applicant_since or other.since or '…'} – {other.until or '…'}"
                values = {"category": other.category, "time": time}
                raise ValidationError({"since": text % values}, code="overlap")

    def keep_holder(self) -> None:
        """Take the organisation's name and country over; they survive its page."""
        if self.organisation is not None:
            self.name = self.organisation.title[:255]
            self.holder_country = self.organisation.country

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the organisation's name of today."""
        self.keep_holder()
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return f"{self.holder} – {self.category} ({self.get_status_display()})"
