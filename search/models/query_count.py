"""What people look for: counts of searches by month, without anything about who asked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class QueryCount(models.Model):
    """One row is one text in one language in one month, and how often it was searched for.

    `digest` is a keyed hash of language and text. `text` stays empty until the text has been
    searched for often enough to say nothing about a person: rare ones can't be read from the table.
    `nothing` counts searches without filters that found nothing.
    """

    month = models.DateField(_("month"))
    language = models.CharField(_("language"), max_length=10)
    digest = models.CharField(_("digest"), max_length=32)
    text = models.CharField(_("text"), max_length=80, blank=True)
    searches = models.PositiveIntegerField(_("searches"), default=0)
    nothing = models.PositiveIntegerField(_("found nothing"), default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-month", "-searches", "digest"]
        verbose_name = _("number of searches")
        verbose_name_plural = _("numbers of searches")
        default_permissions = ("view",)  # only the worker writes
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["month", "digest"], name="search_querycount_month_digest"
            ),
            models.CheckConstraint(
                condition=Q(nothing__lte=F("searches")), name="search_querycount_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.language} {self.text or self.digest}: {self.searches}"


class FoldedQueryLog(models.Model):
    """One row is a file of log lines that has been counted, so that none is counted twice."""

    name = models.CharField(_("file"), max_length=100, unique=True)
    folded_at = models.DateTimeField(_("counted at"), auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        verbose_name = _("counted query log")
        verbose_name_plural = _("counted query logs")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
