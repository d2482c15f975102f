"""The ledger of sending: what goes out, in which versions, and what became of each mail."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.leases import Leased, LeasedQuerySet
from core.lists import StringListField
from newsletter.models.issue import IssuePage
from newsletter.models.subscriber import Frequency, Subscriber


class MailingState(models.TextChoices):
    """Where a mailing is."""

    SCHEDULED = "scheduled", _("scheduled")
    LATE = "late", _("late: the office is asked again")
    SENDING = "sending", _("being sent")
    PAUSED = "paused", _("paused")
    FINISHED = "finished", _("sent")
    STOPPED = "stopped", _("stopped")


class Mailing(models.Model):
    """One row is one sending: of an issue, or of the digests of one period.

    Its segment is `languages`, `countries`, `themes` (record ids) and `members_only`; empty lists
    mean all. An issue goes out as `revision` has it. `enrolled_up_to` is the highest subscriber
    (primary key) that was given a row in the ledger: enrolling goes on from there after a kill.
    """

    issue = models.ForeignKey(
        IssuePage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mailings",
        verbose_name=_("issue"),
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("version"),
    )
    frequency = models.CharField(
        _("for readers of"),
        max_length=8,
        choices=Frequency.choices,
        default=Frequency.ISSUES,
    )
    #: a digest tells what is new from `covers_from` until before `covers_until`
    covers_from = models.DateTimeField(_("covers from"), null=True, blank=True)
    covers_until = models.DateTimeField(_("covers until"), null=True, blank=True)
    languages = StringListField(_("languages"))
    countries = StringListField(_("countries"))
    themes = StringListField(_("topics"))
    members_only = models.BooleanField(_("members only"), default=False)
    state = models.CharField(
        _("state"), max_length=9, choices=MailingState.choices, default=MailingState.SCHEDULED
    )
    reason = models.TextField(_("why"), blank=True)
    scheduled_for = models.DateTimeField(_("scheduled for"), default=timezone.now)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    enrolled_up_to = models.PositiveBigIntegerField(default=0, editable=False)
    enrolled = models.BooleanField(default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(pgettext_lazy("of a sending", "made"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    #: failures before that were known when somebody let the mailing go on: they pause it no more
    resumed_at = models.DateTimeField(null=True, blank=True, editable=False)

    #: related names of Delivery and Variant
    deliveries: Any
    variants: Any

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=MailingState.values), name="newsletter_mailing_state_known"
            ),
            models.UniqueConstraint(
                fields=["frequency", "covers_from"],
                condition=Q(covers_from__isnull=False),
                name="newsletter_mailing_one_digest_per_period",
            ),
        ]

    def __str__(self) -> str:
        if self.issue is not None:
            return str(self.issue)
        until = self.covers_until or self.scheduled_for
        return f"{self.get_frequency_display()} {until:%Y-%m-%d}"


class Variant(models.Model):
    """One row is one version of a mailing: the whole mail but for its reader's own links.

    `name` says for whom: of an issue the reader's languages in order ("fr,en"), of a digest also
    countries and themes. `subject`, `text` and `html` hold the marks of
    newsletter.subscribers.personal where each reader's links come. Written once, so every reader
    of a version gets the same words, until something in it is taken off the site: then it is
    `replaced_at` and another one composed.
    """

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="variants")
    name = models.CharField(max_length=2000)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    #: nothing to say to these readers (a digest without news): no mail goes out
    empty = models.BooleanField(default=False)
    #: what it names: keys of records, and primary keys of pages that its texts lead to
    named = models.JSONField(default=list, editable=False)
    replaced_at = models.DateTimeField(null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["mailing", "name"],
                condition=Q(replaced_at=None),
                name="newsletter_variant_once_per_mailing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id}: {self.name}"


class DeliveryState(models.TextChoices):
    """What became of one reader's mail."""

    QUEUED = "queued", _("waiting")
    HANDED_OVER = "handed", _("being handed to the mail server")
    ACCEPTED = "accepted", _("accepted by the mail server")
    UNCERTAIN = "uncertain", _("accepted, perhaps twice")
    FAILED = "failed", _("failed")
    SKIPPED = "skipped", _("left out")


class SkipReason(models.TextChoices):
    """Why a reader who was enrolled got no mail; stored as `last_error` of what is SKIPPED."""

    UNSUBSCRIBED = "unsubscribed", _("unsubscribed in the meantime")
    BOUNCED = "bounced", _("mails to this address come back")
    COMPLAINED = "complained", _("reported a mail as unwanted")
    ERASED = "erased", _("erased in the meantime")
    NOTHING_NEW = "nothing_new", _("nothing new for this reader")
    ELSEWHERE = "elsewhere", _("got the issue by another sending")


class Delivery(Leased):
    """One row is one mail of a mailing to one subscriber.

    It is `finished_at` once ACCEPTED, UNCERTAIN, FAILED or SKIPPED. `doubtful` is set when a
    process died or lost the connection while the mail was HANDED_OVER: the mail is sent again and
    ends as UNCERTAIN. No address is kept here; of an erased subscriber the row stays without one.
    """

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.SET_NULL, null=True, related_name="deliveries"
    )
    state = models.CharField(
        _("state"), max_length=9, choices=DeliveryState.choices, default=DeliveryState.QUEUED
    )
    doubtful = models.BooleanField(_("perhaps received before"), default=False)
    #: also the mail's Message-ID: the same in a second attempt, so that both can be recognised
    token = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    variant = models.ForeignKey(
        Variant, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    handed_at = models.DateTimeField(_("handed over"), null=True, blank=True)

    objects: ClassVar[LeasedQuerySet[Delivery]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # a manager made from the query set

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = _("mail of a sending")
        verbose_name_plural = _("mails of a sending")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["mailing", "state"], name="newsletter_delivery_by_state"),
            # what a batch takes: without it each batch would walk over all that are finished
            models.Index(
                fields=["mailing", "due_at", "id"],
                condition=Q(finished_at=None),
                name="newsletter_delivery_open",
            ),
            models.Index(fields=["mailing", "finished_at"], name="newsletter_delivery_finished"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["mailing", "subscriber"], name="newsletter_delivery_once_per_subscriber"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values),
                name="newsletter_delivery_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "handed"], finished_at=None)
                | (~Q(state__in=["queued", "handed"]) & Q(finished_at__isnull=False)),
                name="newsletter_delivery_finished_unless_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id}/{self.pk}: {self.get_state_display()}"


class HandOver(models.Model):
    """One row is so many mails handed over at one moment: what the throttle counts.

    A mail that is tried again is counted again, which its Delivery can't tell: that keeps its last
    moment only. Kept for an hour.
    """

    at = models.DateTimeField(db_index=True)
    mails = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}: {self.mails}"
