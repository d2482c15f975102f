"""An ordered list of countries inside a record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst

from core.countries import COUNTRY_CODES, country_choices
from core.lists import StringListField


class CountryListField(StringListField):
    """An ordered list of country codes (ISO 3166-1 alpha-2, XK)."""

    def formfield(self, **kwargs: Any) -> Any:
        """Edit it as a list with several choices, Europe first."""
        return forms.TypedMultipleChoiceField(
            choices=country_choices,
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=forms.SelectMultiple(attrs={"size": 10}),
        )

    def clean(self, value: Any, model_instance: Any) -> Any:
        """Drop anything but known codes."""
        return [code for code in super().clean(value, model_instance) if code in COUNTRY_CODES]
