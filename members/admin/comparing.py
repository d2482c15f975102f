"""Comparing versions: a page that a field held is named as its reader knows it."""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey
from wagtail.admin.compare import ForeignObjectComparison, comparison_class_registry
from wagtail.models import Page


class _Named:
    """A page in a comparison; two are the same where their keys are."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def __str__(self) -> str:
        return str(self.page.get_admin_display_title())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Named) and other.page.pk == self.page.pk

    def __hash__(self) -> int:
        return hash(self.page.pk)


class PageComparison(ForeignObjectComparison):
    """Two versions of a field that holds a page."""

    def get_objects(self) -> tuple[Any, ...]:
        """The pages of both versions, None where there is none."""
        return tuple(_Named(page) if page else None for page in super().get_objects())


def connect() -> None:
    """Use it for every field that holds a page."""
    comparison_class_registry.register(ForeignKey, to=Page, value=PageComparison)
