"""Bring stored places under the rule of town precision: `clean_places`; may be repeated."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from maps.stored_places import clean_places, forget_past_places


class Command(BaseCommand):
    """Replace rounded houses by their town's point, in pages, drafts and earlier versions."""

    help = "Give what shows its town only the town's own point, in drafts and old versions too."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many rows and versions were changed."""
        changed = clean_places() + forget_past_places()
        self.stdout.write(f"{changed} places and versions changed")
