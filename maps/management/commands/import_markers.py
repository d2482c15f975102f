"""Bring the former map's markers over, once: `import_markers 1markers.xml [--dry-run]`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from maps import old_markers, old_points
from maps.old_markers import OldMarker, OldMarkersError


class Command(BaseCommand):
    """Match markers with organisations by name and give those without a point their town."""

    help = "Give organisations the points of the former map's XML or CSV file, matched by name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the files and `--dry-run`."""
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read every file before anything is stored; raise CommandError naming the bad one."""
        markers = [marker for path in options["files"] for marker in self._read(path)]
        with transaction.atomic():
            report = old_points.bring(markers, on=timezone.localdate(), dry_run=options["dry_run"])
        self._say(report, dry_run=options["dry_run"])

    def _read(self, path: Path) -> list[OldMarker]:
        try:
            return old_markers.read(path.read_bytes(), name=str(path))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except OldMarkersError as error:
            raise CommandError(str(error)) from error

    def _say(self, report: old_points.Report, *, dry_run: bool) -> None:
        done = "would get" if dry_run else "got"
        for marker, name in report.placed:
            self.stdout.write(f"{name} {done} the town of marker {marker.number}")
        for marker, name, away in report.differs:
            self.stdout.write(
                f"{name} keeps its point; marker {marker.number} is {away:.0f} km off"
            )
        for words, left in (
            ("no organisation has this name", report.unknown),
            ("several organisations have this name", report.several),
            ("the marker has no usable point", report.pointless),
        ):
            for marker in left:
                self.stdout.write(f"marker {marker.number} “{marker.title}”: {words}")
        self.stdout.write(
            f"{len(report.placed)} placed, {len(report.already)} as they were, "
            f"{len(report.differs)} differ, {len(report.unknown)} unknown, "
            f"{len(report.several)} ambiguous, {len(report.pointless)} without a point"
        )
