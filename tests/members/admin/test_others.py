"""Of the pages above their own, editors learn what readers know, wherever Wagtail names them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from home.models import HomePage
from members.editors import add_editor
from members.models import EditorMode, OrganisationIndexPage
from practices.models import PracticePage
from tests import builders
from tests.members.world import CANARY, World, shows, signed_in

pytestmark = pytest.mark.django_db
SECRET = "Blaumeise"


@pytest.fixture
def renewed(world: World) -> list[Page]:
    """The front page and the page of organisations, with drafts of the office's."""
    pages: list[Page] = [HomePage.objects.get(), OrganisationIndexPage.objects.get()]
    for page in pages:
        page.heading_en = f"{SECRET} {page.pk}"
        page.save_revision(user=world.office_user, log_action=True)
    return pages


@pytest.fixture
def of_two(world: World) -> Client:
    """An editor of two organisations: they have the page of organisations in common."""
    user = builders.make_user(email="two@two.example")
    for organisation in (world.ours.organisation, builders.make_organisation(name="Third House")):
        add_editor(user=user, organisation=organisation, mode=EditorMode.DIRECT)
    return signed_in(user)


def addresses(world: World, above: Page) -> list[str]:
    own = world.ours
    return [
        "/admin/",
        "/admin/pages/",
        f"/admin/pages/{above.pk}/",
        f"/admin/pages/{above.pk}/results/?q=Casa",
        f"/admin/pages/{own.organisation.pk}/",
        f"/admin/pages/{own.organisation.pk}/edit/",
        f"/admin/pages/{own.live.pk}/edit/",
        "/admin/pages/search/?q=Casa",
        "/admin/pages/search/results/?q=Organisations",
        "/admin/pages/usage/members/organisationpage/",
        "/admin/pages/usage/members/organisationindexpage/",
        "/admin/reports/site-history/",
        "/admin/reports/site-history/?export=csv",
        "/admin/api/main/pages/",
        "/admin/api/main/pages/?fields=parent(*)",
        f"/admin/api/main/pages/{above.pk}/",
        f"/admin/api/main/pages/{own.organisation.pk}/?fields=ancestors(*)",
        "/admin/choose-page/",
    ]


def test_no_address_names_a_draft_above_or_who_made_it(
    world: World, renewed: list[Page], of_two: Client
) -> None:
    asked = 0
    for browser in (of_two, world.ours.browser, world.ours.direct_browser):
        for address in addresses(world, renewed[1]):
            answer = browser.get(address)
            if answer.status_code == 200:
                asked += 1
                assert not shows(answer, SECRET), address
                assert not shows(answer, world.office_user.email), address
    assert asked > 40
    assert shows(world.office.get(f"/admin/pages/{renewed[1].pk}/"), SECRET)
    assert shows(world.office.get("/admin/reports/site-history/"), SECRET)


def test_the_api_tells_of_a_page_above_what_is_online(
    world: World, renewed: list[Page], of_two: Client
) -> None:
    page = renewed[1]

    found = of_two.get(f"/admin/api/main/pages/{page.pk}/").json()

    assert found["admin_display_title"] == "Organisations"
    assert found["meta"]["status"]["has_unpublished_changes"] is False
    office = world.office.get(f"/admin/api/main/pages/{page.pk}/").json()
    assert office["meta"]["status"]["has_unpublished_changes"] is True


def test_the_explorer_opens_no_page_of_others_to_an_editor_of_two(
    world: World, of_two: Client
) -> None:
    theirs: list[Any] = [world.theirs.draft, world.theirs.live, world.theirs.organisation]

    for page in theirs:
        for address in (f"/admin/pages/{page.pk}/", f"/admin/pages/{page.pk}/results/"):
            answer = of_two.get(address)
            assert answer.status_code == 404, address
            assert not shows(answer, CANARY)
    assert of_two.get(f"/admin/pages/{world.ours.draft.pk}/").status_code == 200
    assert of_two.get("/admin/pages/999999/").status_code == 404


def test_a_field_names_pages_of_others_by_what_readers_know(world: World) -> None:
    ours = PracticePage.objects.get(pk=world.ours.live.pk)
    gone = builders.make_practice(organisation=world.theirs.organisation, title="Known once")
    ours.partners.create(target=world.theirs.organisation)
    ours.continues.create(target=world.theirs.live)
    ours.continues.create(target=gone)
    ours.save()
    ours.save_revision(user=world.ours.checked).publish()
    for page in (world.theirs.organisation, world.theirs.live, gone):
        page.heading_en = f"{SECRET} {page.pk}"
        page.save_revision(user=world.theirs.checked)
    gone.unpublish()
    Page.objects.filter(pk=gone.pk).update(title=f"{SECRET} {gone.pk}")

    def shown(browser: Client) -> list[str]:
        pages = [f"/admin/pages/{ours.pk}/edit/"]
        pages += [f"/admin/pages/{ours.pk}/revisions/compare/earliest...latest/"]
        return [browser.get(address).content.decode() for address in pages]

    form, comparison = shown(world.ours.browser)
    assert SECRET not in form + comparison
    for text in (form, comparison):
        assert "A page that isn’t online" in text
        assert "Nordlys House" in text
    assert SECRET in shown(world.office)[0]


@pytest.mark.parametrize("way", ["interface", "list", "delete", "delete in list"])
def test_what_the_office_locked_stays_as_it_is(world: World, way: str) -> None:
    page = world.ours.draft
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=world.office_user)
    address = {
        "interface": f"/admin/api/main/pages/{page.pk}/action/publish/",
        "list": f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}",
        "delete": f"/admin/pages/{page.pk}/delete/",
        "delete in list": f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}",
    }[way]

    world.ours.direct_browser.post(address)

    assert not Page.objects.get(pk=page.pk).live
    world.office.post(address)  # whoever locked it goes on
    assert Page.objects.filter(pk=page.pk, live=False).count() == 0
