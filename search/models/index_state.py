"""What the search index owes the database: one row per record, kept after deletion."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class IndexStateQuerySet(models.QuerySet["IndexState"]):
    """Rows by what is left to do."""

    def waiting(self) -> IndexStateQuerySet:
        """Rows whose record changed after it was last written to the index."""
        return self.filter(wanted__gt=F("indexed"))

    def settled(self) -> IndexStateQuerySet:
        """Rows of which the index holds the last change."""
        return self.filter(wanted__lte=F("indexed"))


class IndexState(models.Model):
    """One row is one record's place in the search index.

    `wanted` grows by one with every change, in the change's own transaction, so that the row lock
    orders the numbers as the commits; `indexed` is the number the index holds, and `read_on` the
    day on which it was read: what an entry says may depend on it. The row stays after the record is
    deleted: a number is never used twice.
    """

    key = models.CharField(_("record"), max_length=200, unique=True)
    wanted = models.PositiveBigIntegerField(_("changes"), default=0)
    indexed = models.PositiveBigIntegerField(_("changes in the index"), default=0)
    read_on = models.DateField(null=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(_("failed attempts"), default=0)
    retry_at = models.DateTimeField(_("next attempt at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    objects = IndexStateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["key"]
        default_permissions = ("view",)  # the worker writes, nobody else
        verbose_name = _("state of the search index")
        verbose_name_plural = _("states of the search index")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["changed_at"],
                condition=Q(wanted__gt=F("indexed")),
                name="search_indexstate_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.indexed}/{self.wanted}"
