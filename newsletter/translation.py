"""Translated fields of the newsletter application."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from newsletter.models import ArchivePage, IssueBlock, IssuePage


@register(ArchivePage)
class ArchiveTranslation(TranslationOptions):
    """The archive's title and introduction."""

    fields = ("heading", "intro")


@register(IssuePage)
class IssueTranslation(TranslationOptions):
    """An issue's subject, preview line and introduction."""

    fields = ("heading", "preheader", "intro")


@register(IssueBlock)
class BlockTranslation(TranslationOptions):
    """A block's heading, text and alternative text."""

    fields = ("heading", "text", "alt")
