"""Translated fields of the members application."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from members.models import (
    Country,
    MembershipCategory,
    OrganisationImage,
    OrganisationIndexPage,
    OrganisationPage,
    UpdateImage,
    UpdatePage,
)


@register(OrganisationIndexPage)
class OrganisationIndexTranslation(TranslationOptions):
    """The list of organisations."""

    fields = ("heading", "intro")


@register(OrganisationPage)
class OrganisationTranslation(TranslationOptions):
    """An organisation's name and summary."""

    fields = ("heading", "summary")


@register(UpdatePage)
class UpdateTranslation(TranslationOptions):
    """An update's title and text."""

    fields = ("heading", "body")


@register(OrganisationImage)
@register(UpdateImage)
class ImageTranslation(TranslationOptions):
    """A picture's alternative text."""

    fields = ("alt",)


@register(MembershipCategory)
class CategoryTranslation(TranslationOptions):
    """A category's label and description."""

    fields = ("label", "description")


@register(Country)
class CountryTranslation(TranslationOptions):
    """The office's text on a country."""

    fields = ("introduction",)
