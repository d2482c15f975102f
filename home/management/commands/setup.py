"""`manage.py setup`: the part of the first hour that needs the machine."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.urls import reverse

from core.showing.addresses import whole
from home.setup.steps import administrator, steps

#: what a run without questions can't do
MISSING = (
    "Nobody can sign in yet. Make the first administrator in a terminal:\n"
    "    manage.py createsuperuser\n"
    "or without one:\n"
    "    DJANGO_SUPERUSER_PASSWORD=… manage.py createsuperuser --no-input --email you@example.org"
)


class Command(BaseCommand):
    """Plants the basics, asks for an administrator where there is none, says what is left."""

    help = (
        "Plant what every site starts with, make the first administrator, and say what is left to "
        "do. Can be repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let scripts run it without questions."""
        parser.add_argument("--no-input", action="store_true", help="ask nothing")

    def handle(self, *args: Any, no_input: bool, **options: Any) -> None:
        """Go through what can be done here; the rest is done in the admin."""
        del args, options
        call_command("plant_basics", stdout=self.stdout)
        if not administrator().is_done and not no_input and sys.stdin.isatty():
            call_command("createsuperuser", stdout=self.stdout)
        found = steps()
        for step in found:
            self.stdout.write(f"[{'x' if step.is_done else ' '}] {step.title}: {step.words}")
        if not administrator().is_done:
            self.stdout.write(MISSING)
        if not all(step.is_done for step in found):
            self.stdout.write(f"Go on at {whole(reverse('first_hour'))}")
