"""The demo content goes into an empty site only."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from members.models import Membership, OrganisationPage
from practices.models import PracticePage
from search.models import Concept
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


def test_site_with_an_organisation_is_left_alone(tmp_path: Path) -> None:
    import_files(written(tmp_path, organisations=[organisation()]))

    assert "stays out" in load_demo()
    assert OrganisationPage.objects.count() == 1
