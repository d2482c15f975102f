"""Translated fields of the home application."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from home.models import HomePage, StandardPage


@register(HomePage)
class HomeTranslation(TranslationOptions):
    """The front page's texts."""

    fields = ("heading", "lead", "about")


@register(StandardPage)
class StandardTranslation(TranslationOptions):
    """A page's texts."""

    fields = ("heading", "lead", "body")
