"""Bring the former map's markers over, once: `import_markers 1markers.xml [--dry-run]`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from core.countries import country_name
from maps import old_markers, old_points
from maps.old_markers import MarkerFile, OldMarker, OldMarkersError


class Command(BaseCommand):
    """Match markers with organisations by name and give those without a point their town."""

    help = (
        "Give organisations the points of the former map (XML, KML, GeoJSON, a table), matched by "
        "name."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the files and `--dry-run`."""
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read every file before anything is stored; raise CommandError naming the bad one."""
        files = [(path, self._read(path)) for path in options["files"]]
        for path, found in files:
            said = "; ".join([*found.assumed, f"markers: {len(found.markers)}"])
            self.stdout.write(f"{path.name}: {said}")
        markers = [marker for _path, found in files for marker in found.markers]
        with transaction.atomic():
            report = old_points.bring(markers, on=timezone.localdate(), dry_run=options["dry_run"])
        self._say(report, dry_run=options["dry_run"])

    def _read(self, path: Path) -> MarkerFile:
        try:
            return old_markers.read(path.read_bytes(), name=str(path))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except OldMarkersError as error:
            raise CommandError(str(error)) from error

    def _say(self, report: old_points.MarkerReport, *, dry_run: bool) -> None:
        done = "would get" if dry_run else "got"
        for one in report.placed:
            self.stdout.write(
                f"{one.name} {done} the town of {named(one.marker)}: {one.where}, "
                f"{one.km:.0f} km from it"
            )
        for one in report.differs:
            self.stdout.write(
                f"{one.name} keeps its point ({one.where}); {named(one.marker)} is "
                f"{one.km:.0f} km off"
            )
        for marker, name, wrong in report.elsewhere:
            country = country_name(wrong.expected, "en")
            self.stdout.write(
                f"{name} ({country}) gets nothing from {named(marker)}: {wrong.in_words()} "
                f"[{wrong.where}; {wrong.km:.0f} km from {country}]"
            )
        for marker, name, why in report.refused:
            self.stdout.write(f"{name} can't be saved with the point of {named(marker)}: {why}")
        for words, left in (
            ("no organisation has this name", report.unknown),
            ("several organisations have this name", report.several),
            ("the marker has no usable point", report.pointless),
        ):
            for marker in left:
                written = f" ({marker.written})" if marker.point is None and marker.written else ""
                self.stdout.write(f"{named(marker)}: {words}{written}")
        self.stdout.write(
            f"{len(report.placed)} placed, {len(report.already)} as they were, "
            f"{len(report.differs)} differ, {len(report.elsewhere)} in another country, "
            f"{len(report.unknown)} unknown, {len(report.several)} ambiguous, "
            f"{len(report.pointless)} without a point, {len(report.refused)} refused"
        )


def named(marker: OldMarker) -> str:
    """Return “marker 3 “Title” (address)”."""
    address = f" ({marker.address})" if marker.title and marker.address else ""
    return f"marker {marker.number} “{marker.name}”{address}"
