"""`manage.py worker`: the background process."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from cope_network.core.worker import Worker


class Command(BaseCommand):
    """Runs the loop of cope_network.core.worker."""

    help = (
        "Do the background work: search index, scheduled publishing, mails, tasks. "
        "Stops after the current piece of work on Ctrl-C or SIGTERM."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --once."""
        parser.add_argument(
            "--once",
            action="store_true",
            help="do what there is to do now and stop; fails if a piece of work failed",
        )

    def handle(self, *args: object, once: bool = False, **options: object) -> None:
        """Run until stopped, or once."""
        worker = Worker()
        worker.listen()
        if not once:
            worker.run()
        elif not worker.run_once():
            self.stdout.write("Another worker is at work.")
        elif worker.failed:
            raise CommandError(f"failed: {', '.join(sorted(worker.failed))}")
