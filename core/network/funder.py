"""Who pays for the network or for a project of it, and what has to be said about that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from core import columns
from core.acting import forget_read
from core.base import TranslatedSave
from core.date_rules import DateRules
from core.dates import PartialDateField

_elsewhere: list[Callable[[], Q]] = []


def shown_where(condition: Callable[[], Q]) -> None:
    """Have funders that meet a condition on `Funder` shown, with their emblems."""
    _elsewhere.append(condition)


class FunderQuerySet(models.QuerySet[Any]):
    """Funders: those within their time that stand on something public, and so their emblems."""

    def for_public(self) -> FunderQuerySet:
        """The public gate: those of today, on every page or on something else that is public."""
        somewhere = reduce(or_, (each() for each in _elsewhere), Q(everywhere=True))
        return self.of_today().filter(somewhere)

    def of_today(self) -> FunderQuerySet:
        """Those within their time, wherever they stand."""
        today = timezone.localdate()
        begun = Q(since_first=None) | Q(since_first__lte=today)
        return self.filter(begun, Q(until_last=None) | Q(until_last__gte=today))

    def for_every_page(self) -> FunderQuerySet:
        """Those of today that stand on every page."""
        return self.of_today().filter(everywhere=True)


class Funder(TranslatedSave, ClusterableModel):
    """One row is one funder, with its emblem and the words that its contract asks for.

    An ordinary row of the office's: it rides in no page's revisions.
    """

    translated = ("sentence", "disclaimer")
    date_rules = DateRules(order=(("since", "until"),))

    name = models.CharField(_("name"), max_length=150)
    web_address = models.URLField(_("web address"), max_length=500, blank=True)
    emblem = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("emblem"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sentence = columns.TextColumn(_("sentence"), max_length=300, blank=True)
    disclaimer = columns.TextColumn(_("disclaimer"), max_length=1500, blank=True)
    since = PartialDateField(_("from"))
    since_first: dt.date | None
    until = PartialDateField(_("until"), help_text=_("The last day."))
    until_last: dt.date | None
    everywhere = models.BooleanField(_("on every page and in the newsletter"), default=True)

    objects = FunderQuerySet.as_manager()

    class Meta:
        verbose_name = _("funder")
        verbose_name_plural = _("funders")
        ordering: ClassVar[list[str]] = ["since_first", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Ask for dates that agree. Raises ValidationError."""
        super().clean()
        values = {"since": self.since, "until": self.until}
        problems = self.date_rules.problems(lambda name: values[name], today=timezone.localdate())
        if problems:
            raise ValidationError(problems)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the rest of this request sees it."""
        super().save(*args, **kwargs)
        forget_read()
