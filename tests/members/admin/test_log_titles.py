"""The history of an own page names others by their public titles."""

from __future__ import annotations

import pytest
from wagtail.models import PageLogEntry

from practices.models import PracticePage
from tests.builders import make_practice
from tests.members.world import World

pytestmark = pytest.mark.django_db

SECRET = "Blaumeise"


def says(world: World, *pages: PracticePage) -> str:
    """What an editor reads of the history of pages."""
    urls = [f"/admin/pages/{page.pk}/history/" for page in pages] + ["/admin/reports/site-history/"]
    return "".join(world.ours.browser.get(url).content.decode() for url in urls)


def test_a_move_says_where_from_by_the_public_title(world: World) -> None:
    theirs, to = world.theirs.organisation, world.ours.organisation
    page = make_practice(organisation=theirs, title="Wanders")
    theirs.heading_en = f"{SECRET} newname"
    theirs.save_revision()
    theirs.refresh_from_db()

    world.office.post(f"/admin/pages/{page.pk}/move/{to.pk}/confirm/", {})

    entry = PageLogEntry.objects.get(action="wagtail.move")
    assert entry.data["source"] == {"id": theirs.pk, "title": theirs.title}
    assert theirs.title in says(world, page)
    assert SECRET not in says(world, page)


def test_a_copy_says_of_what_by_the_public_title(world: World) -> None:
    source = world.theirs.live
    source.heading_en = f"{SECRET} practice"
    source.save_revision()
    asked = {
        "new_title": "Copied here",
        "new_slug": "copied-here",
        "new_parent_page": str(world.ours.organisation.pk),
    }

    world.office.post(f"/admin/pages/{source.pk}/copy/", asked)

    copied = PracticePage.objects.get(slug="copied-here")
    assert SECRET not in says(world, copied)
