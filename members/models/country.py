"""The network office's text on a country."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import columns
from core.base import TranslatedSave, original_language_field
from core.countries import country_choices, country_name
from core.i18n import languages_of
from core.lists import StringListField
from core.visibility import PublicQuerySet


class Country(TranslatedSave):
    """One row is what the office writes about one country."""

    collection: ClassVar[str] = "countries"
    translated = ("introduction",)

    record_id = models.CharField(_("country"), max_length=2, unique=True, choices=country_choices)
    original_language = original_language_field()
    introduction = columns.TextColumn(_("introduction"), blank=True)
    sources = StringListField(_("sources"))
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["record_id"]
        verbose_name = _("country text")
        verbose_name_plural = _("country texts")

    @property
    def key(self) -> str:
        """`countries/<code>`."""
        return f"{self.collection}/{self.record_id}"

    @property
    def available_languages(self) -> tuple[str, ...]:
        """The languages the introduction is written in."""
        return languages_of(self, "introduction")

    def __str__(self) -> str:
        return country_name(self.record_id)
