"""`manage.py lift_throttling`: whoever has to wait because of too many requests may go on."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from core.throttling.counting import ThrottleCount


class Command(BaseCommand):
    """Forgets what was counted in the database, of everybody."""

    help = "Forget how often who did what: nobody is locked out any more (docs/operators.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Forget, and say of how many."""
        number, _rows = ThrottleCount.objects.all().delete()
        self.stdout.write(f"{number} counts were forgotten")
