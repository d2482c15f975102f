"""Ordered rows inside a record."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TranslatedRow


class RowOfRecord(TranslatedRow):
    """Abstract: an ordered row of a record. A subclass adds the ParentalKey `record`."""

    sort_order = models.PositiveIntegerField(_("order"), default=0, editable=False)
    sort_order_field = "sort_order"  # Wagtail: rows can be reordered

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["sort_order", "pk"]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class PageReference(models.Model):
    """Abstract: an ordered reference to another page. A subclass adds `record` and `target`."""

    sort_order = models.PositiveIntegerField(_("order"), default=0, editable=False)
    sort_order_field = "sort_order"  # Wagtail: rows can be reordered

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["sort_order", "pk"]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"
