"""The editing forms of tagged pages and register entries."""

from __future__ import annotations

from typing import Any

from core.forms.pages import GuardedForm, TranslatedPageForm
from search.models import Scheme
from search.vocabulary.tagging import ConceptChoiceField, TaggingForm


class TaggedPageForm(TaggingForm, TranslatedPageForm):
    """A translated page with concept tags."""

    themes = ConceptChoiceField(Scheme.THEME)
    target_groups = ConceptChoiceField(Scheme.TARGET_GROUP)
    settings = ConceptChoiceField(Scheme.SETTING)
    stages = ConceptChoiceField(Scheme.STAGE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_tag_fields()

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Write the tags into the page before it is saved."""
        self.apply_tags()
        return super().save(*args, **kwargs)


class TaggedEntryForm(TaggingForm, GuardedForm):
    """A register entry with concept tags."""

    themes = ConceptChoiceField(Scheme.THEME)
    stages = ConceptChoiceField(Scheme.STAGE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_tag_fields()

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Write the tags into the entry before it is saved."""
        self.apply_tags()
        return super().save(*args, **kwargs)
