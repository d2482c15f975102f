"""The form of a concept: its other words as one line each, by language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.forms.pages import GuardedForm
from core.i18n import LANGS
from core.lists import LinesField


def alternative_field(code: str) -> FieldPanel:
    """The panel of the other words in one language."""
    return FieldPanel(f"alternative_{code}")


class ConceptForm(GuardedForm):
    """Splits the stored {language: [words]} into one field per language and joins it again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in LANGS:
            self.initial[f"alternative_{code}"] = self.instance.alternative.get(code, [])

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Write the words back, languages without any left out."""
        words = {code: self.cleaned_data.get(f"alternative_{code}") or [] for code in LANGS}
        self.instance.alternative = {code: found for code, found in words.items() if found}
        return super().save(*args, **kwargs)


for _code in LANGS:
    _field = LinesField(
        required=False,
        label=_("Other words"),
        help_text=_("One per line. The search finds them; readers don't see them."),
    )
    ConceptForm.base_fields[f"alternative_{_code}"] = _field
    ConceptForm.declared_fields[f"alternative_{_code}"] = _field
