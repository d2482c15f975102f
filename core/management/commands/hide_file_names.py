"""`manage.py hide_file_names`: moves uploads whose addresses could be guessed."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from core.files.names import hide_file_names


class Command(BaseCommand):
    """Moves the files and says how many."""

    help = (
        "Move pictures, their sizes and documents whose names on the disk could be guessed into "
        "folders that nobody can guess. Safe to stop and to repeat."
    )

    def handle(self, *args: object, **options: object) -> None:
        """Move what needs it. Raises CommandError where the disk refuses."""
        try:
            done = hide_file_names()
        except OSError as error:
            raise CommandError(f"stopped: {error}") from error
        self.stdout.write(f"{done.moved} moved, {done.deleted} old copies deleted")
        for name in done.missing:
            self.stderr.write(f"{name}: the file is missing")
        for name in done.unknown:
            self.stderr.write(f"{name}: nothing on the site uses it; it may be deleted")
