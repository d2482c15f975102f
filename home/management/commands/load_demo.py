"""`manage.py load_demo`: the demo content into an empty site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from members.models import OrganisationPage
from records.importing import prepare_import

DEMO = Path(__file__).resolve().parent.parent.parent / "demo"


class Command(BaseCommand):
    """Loads the vocabulary and the records that come with the project, once."""

    help = "Load the demo content into an empty site; leave any other site alone."

    def handle(self, *args: Any, **options: Any) -> None:
        """Import all files of the demo folder unless the site has organisations already."""
        if OrganisationPage.objects.exists():
            self.stdout.write("The site has organisations already: the demo content stays out.")
            return
        prepared = prepare_import(sorted(DEMO.glob("*.json")))
        with tqdm(total=2 * prepared.size, disable=not sys.stderr.isatty()) as bar:
            prepared.run(bar.update)
        self.stdout.write(f"Loaded {prepared.size} records of demo content.")
