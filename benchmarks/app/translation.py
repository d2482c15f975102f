"""Translated fields of the generated records."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from benchmarks.app.models import GeneratedRecord


@register(GeneratedRecord)
class GeneratedRecordTranslation(TranslationOptions):
    """All texts."""

    fields = ("heading", "summary", "body")
