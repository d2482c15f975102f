"""Schedule an issue from the command line, or say how many readers it would have."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.countries import COUNTRY_CODES
from core.i18n import LANGS
from core.moments import around, instead_of, moments_of, offset_of
from core.time_zones import known_zones
from newsletter.models import IssuePage, Mailing
from newsletter.sending.schedule import AlreadyScheduled, Segment, schedule
from newsletter.sending.segments import count_readers
from search.vocabulary.concepts import current_vocabulary

WHICH = ("first", "second")


class Command(BaseCommand):
    """`manage.py send_issue NUMBER`."""

    help = "Schedules the published version of an issue; the worker sends it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which issue, when, and to whom."""
        parser.add_argument("number", type=int, help="the issue's number")
        parser.add_argument(
            "--at", help="2026-05-03T09:00, or with an offset +02:00; without it at once"
        )
        parser.add_argument("--time-zone", default=settings.TIME_ZONE, help="of --at")
        twice = parser.add_mutually_exclusive_group()
        for which in WHICH:
            twice.add_argument(
                f"--{which}",
                dest="which",
                action="store_const",
                const=which,
                help="of the two times that --at means when the clocks are put back",
            )
        parser.add_argument(
            "--no-input", action="store_false", dest="interactive", help="ask nothing"
        )
        for name in ("language", "country", "theme"):
            parser.add_argument(f"--{name}", action="append", default=[], help="may be repeated")
        parser.add_argument("--members-only", action="store_true")
        parser.add_argument("--count", action="store_true", help="only count the readers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Schedule or count. Raises CommandError if that makes no sense."""
        zone = _zone(options["time_zone"])
        at = self._moment(options["at"], zone, options)
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

    def _moment(self, text: str | None, zone: ZoneInfo, options: dict[str, Any]) -> datetime | None:
        """Return what is meant; ask where the clocks are changed. Raises CommandError."""
        if text is None:
            return None
        wall = _wall(text)
        if wall.tzinfo is not None:
            if around(wall, zone).utcoffset() != wall.utcoffset():
                told = _written(around(wall, zone))
                raise CommandError(f"In {zone} the clock is not so far ahead then: --at {told}?")
            return wall
        moments = moments_of(wall, zone)
        if len(moments) == 1:
            return moments[0]
        if not moments:
            why = f"The clocks of {zone} are put forward then: there is no {wall:%H:%M}."
            return self._ask(why, instead_of(wall, zone), options)
        if options["which"]:
            return moments[WHICH.index(options["which"])]
        why = f"The clocks of {zone} are put back then: {wall:%H:%M} comes twice."
        return self._ask(why, moments, options, hint=" (or --first, --second)")

    def _ask(
        self, why: str, moments: list[datetime], options: dict[str, Any], *, hint: str = ""
    ) -> datetime:
        """Let a person choose; without one say what to write. Raises CommandError."""
        first, second = (_written(moment) for moment in moments)
        if not options["interactive"] or not sys.stdin.isatty():
            raise CommandError(f"{why} Give --at {first} or --at {second}{hint}.")
        self.stdout.write(f"{why}\n  1  {first}\n  2  {second}")
        chosen = input("Which one? ").strip()
        if chosen not in ("1", "2"):
            raise CommandError("Nothing was scheduled.")
        return moments[int(chosen) - 1]


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
    if name not in known_zones():
        raise CommandError(f"There is no time zone {name}.")
    return ZoneInfo(name)


def _wall(text: str) -> datetime:
    """Return what --at says. Raises CommandError."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is no moment: {error}") from error


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}{offset_of(moment)}"
