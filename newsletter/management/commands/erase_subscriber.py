"""`manage.py erase_subscriber EMAIL`: what is stored about an address goes, a digest stays."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.mail.addresses import as_stored
from newsletter.subscribers.erasing import erase_by_email


class Command(BaseCommand):
    """Erases one subscriber."""

    help = "Erase what the newsletter stores about an e-mail address; the log keeps a digest."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the address."""
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase. Fails if it is nobody's."""
        erased = erase_by_email(as_stored(options["email"]))
        if not erased:
            raise CommandError("there is no subscriber with this address")
        self.stdout.write("erased")
