"""`manage.py load_demo`: the demo content into an empty site."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from core.i18n import loc, texts_of
from core.network.now import network_now
from home.basics.planting import CATEGORIES, VOCABULARY, plant_basics
from home.first_pages.planting import publish_finished
from home.models import HomePage
from members.models import OrganisationPage
from records.importing import prepare_import

DEMO = Path(__file__).resolve().parent.parent.parent / "demo"
FRONT_PAGE = DEMO / "texts" / "front_page.json"
FILES = (VOCABULARY, CATEGORIES, DEMO / "records.json")


class Command(BaseCommand):
    """Loads the basics and the records that come with the project, once."""

    help = "Load the demo content into an empty site; leave any other site alone."

    def handle(self, *args: Any, **options: Any) -> None:
        """Import all records of the demo folder unless the site has organisations already."""
        if OrganisationPage.objects.exists():
            self.stdout.write("The site has organisations already: the demo content stays out.")
            return
        plant_basics()
        prepared = prepare_import(FILES)
        with tqdm(total=2 * prepared.size, disable=not sys.stderr.isatty()) as bar:
            prepared.run(bar.update)
        introduce_network()
        publish_finished()
        self.stdout.write(f"Loaded {prepared.size} records of demo content.")


def introduce_network() -> None:
    """Say on the front page what the network is, unless somebody has, in every language."""
    home = HomePage.objects.get()
    if texts_of(home, "about"):
        return
    texts = json.loads(FRONT_PAGE.read_text(encoding="utf-8"))
    for code, text in texts["about"].items():
        setattr(home, loc("about", code), text % {"network": network_now().name})
    home.save_revision().publish()
