"""The editing form of translated pages: only the original language is required."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cope_network.core.i18n import LANGS, has_content, loc, translated_fields


def say_language(field: forms.Field, *, model: Any, name: str, code: str) -> None:
    """Name a text's language in its label, for the spelling check and for screen readers."""
    label = str(model._meta.get_field(name).verbose_name).capitalize()
    field.label = f"{label} ({dict(settings.LANGUAGES)[code]})"
    if isinstance(field.widget, forms.Textarea) and "rows" not in field.widget.attrs:
        field.widget = AdminAutoHeightTextInput()
    field.widget.attrs["lang"] = code


def known_kinds(words: Mapping[str, Any], *, current: str, required: bool) -> forms.ChoiceField:
    """A list of the kinds in use, in words; a stored kind without words stays as it is."""
    choices = sorted(((code, str(word)) for code, word in words.items()), key=lambda c: c[1])
    if current and current not in words:
        choices.append((current, current.replace("_", " ")))
    return forms.ChoiceField(
        choices=[("", "---------"), *choices], required=required, label=_("Kind")
    )


class TranslatedPageForm(WagtailAdminPageForm):
    """Offers an organisation's working languages, requires texts in the original one only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._settle_original_language()
        if "slug" in self.fields:
            self.fields["slug"].required = False  # made from the title in the original language
        self.offered = self.offered_languages()
        self._fit_texts(self)
        for formset in self.formsets.values():
            self._limit_rows(formset)

    def _fit_texts(self, form: Any) -> None:
        """Drop the texts of languages not offered, say the others' language.

        Hiding them only would blank the stored text.
        """
        for name in translated_fields(form._meta.model):
            for code in LANGS:
                column = loc(name, code)
                if code not in self.offered:
                    form.fields.pop(column, None)
                elif column in form.fields:
                    say_language(form.fields[column], model=form._meta.model, name=name, code=code)

    def _limit_rows(self, formset: Any) -> None:
        """Do the same in each row of a formset, new ones included."""
        add_fields = formset.add_fields

        def add_offered_fields(form: Any, index: int | None) -> None:
            add_fields(form, index)
            self._fit_texts(form)

        formset.add_fields = add_offered_fields
        for form in formset.__dict__.get("forms", ()):
            self._fit_texts(form)

    def _settle_original_language(self) -> None:
        """Start a new page in its parent's language; afterwards the tabs follow what was chosen."""
        parent = getattr(self, "parent_page", None)
        if not self.instance.pk and parent is not None:
            working = getattr(parent.specific, "working_languages", lambda: ())()
            inherited = getattr(parent.specific, "original_language", "")
            if inherited and working:
                self.instance.original_language = inherited if inherited in working else working[0]
                self.initial["original_language"] = self.instance.original_language
        chosen = self.data.get("original_language") if self.is_bound else None
        if chosen in LANGS:
            self.instance.original_language = chosen

    def offered_languages(self) -> set[str]:
        """Working languages, the original one, and whatever language the record already has."""
        parent = getattr(self, "parent_page", None)
        if not self.instance.pk and parent is not None:
            working = getattr(parent.specific, "working_languages", lambda: LANGS)()
        else:
            working = self.instance.working_languages()
        return {
            *working,
            self.instance.original_language,
            *self.instance.available_languages,
        }

    def clean(self) -> dict[str, Any]:
        """Ask for the required texts in the original language (a draft needs its title only)."""
        cleaned: dict[str, Any] = super().clean()
        original = cleaned.get("original_language") or self.instance.original_language
        required = self.instance.required_in_original
        if self.is_deferred_validation:
            required = [name for name in required if name == "heading"]
        language = dict(settings.LANGUAGES).get(original, original)
        for name in required:
            field = loc(name, original)
            if field in self.fields and not has_content(cleaned.get(field)):
                message = _("Please fill this in: %(language)s is this page's original language.")
                self.add_error(
                    field, ValidationError(message % {"language": language}, code="required")
                )
        return cleaned
