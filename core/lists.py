"""Short ordered lists inside a row: names, regions, authors, sources, languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.bounds import validate_lines
from core.i18n import LANGS, language_choices


class LinesField(forms.CharField):
    """A text area with one entry per line; cleans to a list of non-empty strings.

    Too many or too long ones are refused beside it, and stay there as they were typed.
    """

    default_validators = [validate_lines]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        kwargs.setdefault("help_text", _("One entry per line."))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored list as lines; show what was typed as it was typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the lines as a list without empty ones."""
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the lists, not their layout."""
        return bool(self.to_python(initial) != self.to_python(data))


class StringListField(models.JSONField):
    """An ordered list of strings, stored as JSON; empty list by default."""

    default_validators = [validate_lines]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """Edit it as lines."""
        label = kwargs.pop("label", None) or self.verbose_name
        options = {"required": not self.blank, "label": capfirst(label)}
        if self.help_text:
            options["help_text"] = self.help_text
        return LinesField(**options)


class LanguageListField(StringListField):
    """An ordered list of language codes."""

    def formfield(self, **kwargs: Any) -> Any:
        """Edit it as check boxes."""
        return forms.TypedMultipleChoiceField(
            choices=language_choices,
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self, value: Any, model_instance: Any) -> Any:
        """Refuse anything but known codes, keep the order of LANGS for ticked boxes."""
        cleaned = super().clean(value, model_instance)
        return [code for code in cleaned if code in LANGS]
