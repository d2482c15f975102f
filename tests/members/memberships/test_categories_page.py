"""What membership means: the categories that a site starts with, in each language."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from core.i18n import LANGS
from home.basics.planting import CATEGORIES
from records.importing import prepare_import
from tests.shown import read

pytestmark = pytest.mark.django_db
TEXTS = ("description", "rights", "duties", "conditions")


def test_every_text_of_every_category_stands_in_the_reader_s_language(client: Client) -> None:
    prepare_import([CATEGORIES]).run()
    categories = json.loads(CATEGORIES.read_text())["categories"]

    for language in LANGS:
        page = read(client, f"/{language}/membership/")
        headings = {heading.lower() for heading in page.headings(2)}
        for category in categories:
            assert category["label"][language].lower() in headings
            for name in set(TEXTS) & set(category):
                assert category[name][language] in page.words, (category["id"], name, language)
