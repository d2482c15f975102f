"""`manage.py plant_basics`: what a site needs before anybody writes on it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from home.basics.planting import plant_basics


class Command(BaseCommand):
    """Plants the vocabulary, the categories of membership and the drafts of the first pages."""

    help = (
        "Give a new site its vocabulary, its membership categories and the drafts of its first "
        "pages. What is there already, or was thrown away, stays as it is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Plant what is missing and say what that was."""
        planted = plant_basics()
        self.stdout.write(
            f"Planted {planted.concepts} keywords, {planted.categories} membership categories "
            f"and {planted.pages} drafts of pages."
        )
