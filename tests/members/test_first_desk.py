"""The admin's first page is headed by the network and shows editors their organisations."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.network.now import network_now
from tests.builders import make_membership
from tests.members.world import World

pytestmark = pytest.mark.django_db


def test_editors_find_their_organisation_and_what_they_can_do(world: World) -> None:
    organisation = world.ours.organisation
    page = world.ours.browser.get(reverse("wagtailadmin_home")).content.decode()

    assert organisation.title in page
    assert world.theirs.organisation.title not in page
    addresses = [reverse("wagtailadmin_pages:edit", args=[organisation.pk])] + [
        reverse("wagtailadmin_pages:add", args=[*kind, organisation.pk])
        for kind in (("practices", "practicepage"), ("members", "updatepage"))
    ]
    for address in addresses:
        assert f'href="{address}"' in page
        assert world.ours.browser.get(address).status_code == 200


def test_what_a_former_member_s_editors_may_not_do_is_not_offered(world: World) -> None:
    make_membership(
        organisation=world.ours.organisation, since="2016", until="2024", status="ended"
    )

    page = world.ours.browser.get(reverse("wagtailadmin_home")).content.decode()

    assert 'aria-labelledby="own-' not in page


@pytest.mark.parametrize("who", ["editor", "office"])
def test_the_network_heads_the_page(world: World, who: str) -> None:
    browser = world.office if who == "office" else world.ours.browser
    page = browser.get(reverse("wagtailadmin_home")).content.decode()

    assert f'<h1 class="w-h1 w-mt-0"> {network_now().name} </h1>' in " ".join(page.split())
    assert f"- {network_now().name}</title>" in page


def test_who_edits_for_nobody_has_no_such_panel(world: World) -> None:
    page = world.office.get(reverse("wagtailadmin_home")).content.decode()

    assert 'aria-labelledby="own-' not in page
