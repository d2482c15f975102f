"""The demo content goes into an empty site only."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from core.i18n import LANGS, texts_of
from home.management.commands.load_demo import introduce_network
from home.models import HomePage
from members.models import Membership, OrganisationPage
from practices.models import PracticePage
from search.models import Concept
from tests.builders import home_page
from tests.records.samples import import_files, organisation, written

pytestmark = pytest.mark.django_db


def load_demo() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.mark.slow
def test_demo_content_is_loaded_once() -> None:
    first = load_demo()
    second = load_demo()

    assert first == "Loaded 842 records of demo content.\n"
    assert second == "The site has organisations already: the demo content stays out.\n"
    assert OrganisationPage.objects.for_public().count() == 152
    assert PracticePage.objects.for_public().count() == 134
    assert Concept.objects.count() == 128
    assert Membership.objects.active().exists()


def test_the_front_page_says_what_the_network_is_by_its_name(settings: Any) -> None:
    settings.NETWORK_NAME = "Nordlys"
    home_page()

    introduce_network()

    texts = texts_of(HomePage.objects.get(), "about")
    assert tuple(texts) == LANGS
    assert all("Nordlys" in text and "%" not in text for text in texts.values())


def test_what_the_office_says_of_the_network_stays() -> None:
    home = home_page()
    home.about_fr = "Notre réseau"
    home.save()

    introduce_network()

    assert texts_of(HomePage.objects.get(), "about") == {"fr": "Notre réseau"}


def test_site_with_an_organisation_is_left_alone(tmp_path: Path) -> None:
    import_files(written(tmp_path, organisations=[organisation()]))

    assert "stays out" in load_demo()
    assert OrganisationPage.objects.count() == 1
