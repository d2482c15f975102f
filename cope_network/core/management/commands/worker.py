"""`manage.py worker`: the background process."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from cope_network.core.status import status_lines
from cope_network.core.worker import Worker


class Command(BaseCommand):
    """Runs the loop of cope_network.core.worker."""

    help = (
        "Do the background work: search index, scheduled publishing, mails, tasks. "
        "Stops after the current piece of work on Ctrl-C or SIGTERM."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --once and --status."""
        parser.add_argument(
            "--once",
            action="store_true",
            help="do what there is to do now and stop; fails if a piece of work failed",
        )
        parser.add_argument(
            "--status", action="store_true", help="only say what waits and what was given up"
        )

    def handle(self, *args: object, **options: bool) -> None:
        """Run until stopped, or once, or report."""
        if options["status"]:
            self.stdout.write("\n".join(status_lines()))
            return
        worker = Worker()
        worker.listen()
        if not options["once"]:
            worker.run()
        elif not worker.run_once():
            self.stdout.write("Another worker is at work.")
        elif worker.failed:
            raise CommandError(f"failed: {', '.join(sorted(worker.failed))}")
