"""`manage.py check_issue NUMBER`: what an issue lacks, its links to other sites followed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsletter.desk.checks import check_issue
from newsletter.desk.dead_links import dead_links
from newsletter.models import IssuePage


class Command(BaseCommand):
    """Print the findings on the latest version of an issue."""

    help = "Check an issue of the newsletter before it is sent; follows its links to other sites."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the issue's number."""
        parser.add_argument("number", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per finding; fail if there is no such issue."""
        del args
        page = IssuePage.objects.filter(number=options["number"]).first()
        if page is None:
            raise CommandError(f"there is no issue no. {options['number']}")
        draft = page.get_latest_revision_as_object()
        found = [*check_issue(draft), *(link.finding() for link in dead_links(draft))]
        for finding in found:
            place = ", ".join(filter(None, (finding.language, finding.block_key)))
            self.stdout.write(f"{finding.level}: {finding.text}{f' ({place})' if place else ''}")
        if not found:
            self.stdout.write("nothing to complain about")
