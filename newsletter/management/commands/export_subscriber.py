"""`manage.py export_subscriber EMAIL`: what is stored about an address, for its owner."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.mail.addresses import as_stored
from newsletter.subscribers.portrait import as_json, everything_about


class Command(BaseCommand):
    """Prints JSON."""

    help = "Print everything the newsletter stores about an e-mail address, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the address."""
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print. Fails if nothing is stored about it."""
        found = everything_about(as_stored(options["email"]))
        if not any(found[part] for part in ("subscriber", "consent", "mails")):
            raise CommandError("nothing is stored about this address")
        self.stdout.write(as_json(found))
