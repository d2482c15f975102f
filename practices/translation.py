"""Translated fields of the practices application."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from practices import models


@register(models.PracticePage)
class PracticeTranslation(TranslationOptions):
    """A practice's texts."""

    fields = ("heading", "summary", "description")


@register(models.ProjectPage)
class ProjectTranslation(TranslationOptions):
    """A project's texts."""

    fields = ("heading", "summary", "description", "results", "bilateral_results")


@register(models.ResearchPage)
class ResearchTranslation(TranslationOptions):
    """A study's texts."""

    fields = ("heading", "finding", "body")


@register(models.ExchangePage)
class ExchangeTranslation(TranslationOptions):
    """An exchange's texts."""

    fields = ("heading", "purpose", "conclusions")


@register(models.Visit)
class VisitTranslation(TranslationOptions):
    """A visit's texts."""

    fields = ("title", "facts", "lessons")


@register(models.ResourcePage)
class ResourceTranslation(TranslationOptions):
    """A material's texts."""

    fields = ("heading", "about")


@register(models.LibraryPage)
class LibraryTranslation(TranslationOptions):
    """The library's texts."""

    fields = ("heading", "intro")


@register(models.Evidence)
class EvidenceTranslation(TranslationOptions):
    """A claim's texts."""

    fields = ("claim", "outcome", "caution")


@register(models.PracticePartner)
class PartnerTranslation(TranslationOptions):
    """A partner's role."""

    fields = ("role",)


@register(models.PracticeFigure)
@register(models.Indicator)
class LabelTranslation(TranslationOptions):
    """The label of a figure or indicator."""

    fields = ("label",)


@register(models.PracticeImage)
@register(models.ProjectImage)
class ImageTranslation(TranslationOptions):
    """A picture's alternative text."""

    fields = ("alt",)


@register(models.PracticeFile)
@register(models.ResearchFile)
@register(models.ResourceFile)
class FileTranslation(TranslationOptions):
    """A file's title."""

    fields = ("title",)


@register(models.Policy)
class PolicyTranslation(TranslationOptions):
    """A policy's texts."""

    fields = ("title", "summary")


@register(models.Statistic)
class StatisticTranslation(TranslationOptions):
    """A figure's texts."""

    fields = ("statement", "caution")


@register(models.Recommendation)
class RecommendationTranslation(TranslationOptions):
    """A recommendation's texts."""

    fields = ("addressee", "text")


@register(models.Helpline)
class HelplineTranslation(TranslationOptions):
    """A helpline's texts."""

    fields = ("name", "hours", "audience")


@register(models.GlossaryTerm)
class GlossaryTranslation(TranslationOptions):
    """A term and its meaning."""

    fields = ("term", "meaning")
