"""Tells modeltranslation which texts each model has in every language: what `translated` names.

Imported once, by modeltranslation itself when all models are known (MODELTRANSLATION_… in the
settings): the columns `heading_en`, `heading_ro` and so on exist from then on.
"""

from __future__ import annotations

from django.apps import apps
from modeltranslation.translator import TranslationOptions, translator

from core.i18n import translated_fields

for _model in apps.get_models():
    if _names := translated_fields(_model):
        translator.register(_model, TranslationOptions, fields=_names)
