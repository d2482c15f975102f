"""Schedule an issue from the command line, or say how many readers it would have."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cope_network.core.countries import COUNTRY_CODES
from cope_network.core.i18n import LANGS
from newsletter.models import IssuePage, Mailing
from newsletter.sending.schedule import AlreadyScheduled, Segment, schedule
from newsletter.sending.segments import count_readers
from search.concepts import current_vocabulary


class Command(BaseCommand):
    """`manage.py send_issue NUMBER`."""

    help = "Schedules the published version of an issue; the worker sends it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which issue, when, and to whom."""
        parser.add_argument("number", type=int, help="the issue's number")
        parser.add_argument("--at", help="2026-05-03T09:00; without it at once")
        parser.add_argument("--time-zone", default=settings.TIME_ZONE, help="of --at")
        for name in ("language", "country", "theme"):
            parser.add_argument(f"--{name}", action="append", default=[], help="may be repeated")
        parser.add_argument("--members-only", action="store_true")
        parser.add_argument("--count", action="store_true", help="only count the readers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Schedule or count. Raises CommandError if that makes no sense."""
        zone = _zone(options["time_zone"])
        at = _moment(options["at"], zone)
        issue = IssuePage.objects.filter(number=options["number"]).first()
        if issue is None:
            raise CommandError(f"There is no issue {options['number']}.")
        segment = _segment(options)
        readers = count_readers(Mailing(issue=issue, **segment.values()))
        if options["count"]:
            self.stdout.write(f"{readers} readers")
            return
        if issue.live_revision is None:
            raise CommandError("Publish the issue first: that version is sent.")
        try:
            mailing = schedule(
                issue,
                issue.live_revision,
                by=None,
                at=at,
                time_zone=str(zone),
                segment=segment,
            )
        except AlreadyScheduled:
            raise CommandError("The issue is on its way to these readers already.") from None
        when = timezone.localtime(mailing.scheduled_for, zone)
        self.stdout.write(f"“{issue}” goes to {readers} readers from {when:%Y-%m-%d %H:%M %Z}")


def _segment(options: dict[str, Any]) -> Segment:
    """Return the readers that are meant. Raises CommandError for a code that means nobody."""
    terms = current_vocabulary().terms.values()
    known = {
        "language": LANGS,
        "country": COUNTRY_CODES,
        "theme": {term.value for term in terms if term.scheme == "theme"},
    }
    for name, values in known.items():
        for given in options[name]:
            if given not in values:
                raise CommandError(f"There is no {name} {given}.")
    return Segment(
        languages=options["language"],
        countries=options["country"],
        themes=options["theme"],
        members_only=options["members_only"],
    )


def _zone(name: str) -> ZoneInfo:
    """Return a time zone. Raises CommandError."""
    if name not in available_timezones():
        raise CommandError(f"There is no time zone {name}.")
    return ZoneInfo(name)


def _moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    """Return a moment in a time zone. Raises CommandError."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is no moment: {error}") from error
    if moment.tzinfo is not None:
        raise CommandError(f"Give --at without an offset: {text} is read in --time-zone.")
    return moment.replace(tzinfo=zone)
