"""The editing form of translated pages: only the original language is required."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.models import Page

from core.folding import order_of
from core.forms.choosing import only_choosable
from core.i18n import LANGS, has_content, loc, translated_fields


def say_languages(form: Any) -> None:
    """Name the language of each text of a form in its label; of a model without texts nothing."""
    model = form._meta.model
    for name in translated_fields(model):
        for code in LANGS:
            if loc(name, code) in form.fields:
                _say_language(form.fields[loc(name, code)], model=model, name=name, code=code)


def _say_language(field: forms.Field, *, model: Any, name: str, code: str) -> None:
    """Name a text's language in its label, for the spelling check and for screen readers."""
    label = str(model._meta.get_field(name).verbose_name).capitalize()
    field.label = f"{label} ({dict(settings.LANGUAGES)[code]})"
    field.widget.attrs["lang"] = code


def known_kinds(words: Mapping[str, Any], *, current: str, required: bool) -> forms.ChoiceField:
    """A list of the kinds in use, in words; a stored kind without words stays as it is."""
    named = ((code, str(word)) for code, word in words.items())
    choices = sorted(named, key=lambda choice: order_of(choice[1]))
    if current and current not in words:
        choices.append((current, current.replace("_", " ")))
    return forms.ChoiceField(
        choices=[("", "---------"), *choices], required=required, label=_("Kind")
    )


def _something_seen(field: forms.Field, words: Any) -> Callable[[str], None]:
    """A validator that takes a text of which nothing can be seen for none, but in drafts."""

    def check(value: str) -> None:
        if not (has_content(value) or getattr(field, "is_deferred_validation", False)):
            raise ValidationError(words, code="required")

    return check


class GuardedForm(WagtailAdminModelForm):
    """A form of the admin that takes only what its user may choose, in its rows as well.

    It says of each text in which language it is.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_languages(self)
        for formset in self.formsets.values():
            for_each_row(formset, say_languages)
        if self.for_user is not None:  # None: code of ours, nobody's request
            self._guard(self)

    def _guard(self, form: Any) -> None:
        only_choosable(form, self.for_user)
        for formset in form.formsets.values():
            for_each_row(formset, self._guard)


def for_each_row(formset: Any, fit: Callable[[Any], None]) -> None:
    """Call `fit` with every form of a formset, new and empty ones included."""
    add_fields = formset.add_fields

    def add_fitting_fields(form: Any, index: int | None) -> None:
        add_fields(form, index)
        fit(form)

    formset.add_fields = add_fitting_fields
    for form in formset.__dict__.get("forms", ()):
        fit(form)


class TranslatedPageForm(GuardedForm, WagtailAdminPageForm):
    """Offers an organisation's working languages, requires texts in the original one only."""

    #: names this form of a new page, so that it makes one page however often it is sent
    creation_token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["creation_token"]
        else:
            self.initial["creation_token"] = uuid.uuid4()
        for field in self.fields.values():
            field.show_hidden_initial = False  # Wagtail's panels leave it out: all would be changed
        self._settle_original_language()
        if "slug" in self.fields:
            self.fields["slug"].required = False  # made from the title in the original language
        self.offered = self.offered_languages()
        self._fit_texts(self)
        for formset in self.formsets.values():
            for_each_row(formset, self._fit_texts)
            for_each_row(formset, self._ask_in_original)

    def _fit_texts(self, form: Any) -> None:
        """Drop the texts of languages not offered: hiding them only would blank the stored text."""
        for name in translated_fields(form._meta.model):
            for code in set(LANGS) - self.offered:
                form.fields.pop(loc(name, code), None)

    def _ask_in_original(self, row: Any) -> None:
        """Have a row ask for what its model names; Wagtail lets a draft do without."""
        for name, words in getattr(row._meta.model, "asked_in_original", {}).items():
            field = row.fields.get(loc(name, self.instance.original_language))
            if field is not None:
                field.required = True
                field.error_messages["required"] = words
                field.validators.append(_something_seen(field, words))

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

    def _is_over_already(self) -> bool:
        """Whether the page's time is over, that isn't changed, and its draft is only saved.

        Wagtail asks for an end in the future at every saving: such a page could not be mended.
        """
        given, stored = self.cleaned_data.get("expire_at"), self.initial.get("expire_at")
        if not (self.is_deferred_validation and given and stored and given < timezone.now()):
            return False
        minute = {"second": 0, "microsecond": 0}
        return bool(given.replace(**minute) == stored.replace(**minute))

    def _post_clean(self) -> None:
        """Check all that publishing will check, so that nothing is refused after this form."""
        super()._post_clean()
        if self.errors or self.is_deferred_validation:
            return
        exclude: set[str] = set()
        if not self.instance.pk:  # its place in the tree, and what follows from it, comes later
            exclude = {field.name for field in Page._meta.fields} - set(self.fields)
            exclude |= {"slug", "record_id"}
        try:
            self.instance.full_clean(exclude=exclude)
        except ValidationError as error:
            self.add_error(None, error)

    def add_error(self, field: str | None, error: Any) -> None:
        """Show what is wrong with something the form doesn't offer at its top, by name."""
        if field == "expire_at" and self._is_over_already():
            return
        problems = getattr(error, "error_dict", None)
        if field is None and problems is not None:
            for name, found in problems.items():
                offered = name in self.fields
                known = None if offered or name == NON_FIELD_ERRORS else self._word_for(name)
                for problem in found:
                    text = " ".join(problem.messages)
                    shown = ValidationError(f"{known}: {text}") if known else problem
                    super().add_error(name if offered else None, shown)
        else:
            super().add_error(field, error)

    def _word_for(self, name: str) -> str:
        column = self.instance._meta.get_field(name)
        return str(getattr(column, "verbose_name", name)).capitalize()
