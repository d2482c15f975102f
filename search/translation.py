"""Translated fields of the vocabulary."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from search.models import Concept


@register(Concept)
class ConceptTranslation(TranslationOptions):
    """A concept's label and note."""

    fields = ("label", "note")
