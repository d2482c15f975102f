"""When an organisation last said that a page still holds; never part of a revision."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.date_rules import DatedModel, DateRules
from core.dates import PartialDateField


class Confirmation(DatedModel):
    """One row says when the facts on a page were last confirmed, and by whom.

    An ordinary table with a ForeignKey: publishing an older draft must not bring an older
    confirmation back.
    """

    date_rules = DateRules(past=("confirmed_on",))

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="confirmation")
    confirmed_on = PartialDateField(_("confirmed on"), blank=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["page_id"]
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.confirmed_on}"
