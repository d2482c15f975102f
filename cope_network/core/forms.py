"""The editing form of translated pages: only the original language is required."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from cope_network.core.i18n import LANGS, has_content, loc, translated_fields


class TranslatedPageForm(WagtailAdminPageForm):
    """Offers an organisation's working languages, requires texts in the original one only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # made from the title in the original language
        offered = self.offered_languages()
        for name in translated_fields(type(self.instance)):
            for code in LANGS:
                if code not in offered:
                    # dropping the form field, not merely hiding its tab, keeps stored text
                    self.fields.pop(loc(name, code), None)

    def offered_languages(self) -> set[str]:
        """Working languages, the original one, and whatever language the record already has."""
        parent = getattr(self, "parent_page", None)
        if not self.instance.pk and parent is not None:
            working = getattr(parent.specific, "working_languages", lambda: LANGS)()
        else:
            working = self.instance.working_languages()
        chosen = self.data.get("original_language") if self.is_bound else None
        return {
            *working,
            self.instance.original_language,
            *self.instance.available_languages,
            *([chosen] if chosen in LANGS else []),
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
