"""The organisation's own page: its editors change its texts, the office everything else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from members.models import OrganisationIndexPage, OrganisationPage
from practices.models import PracticePage
from tests.builders import make_organisation
from tests.forms import errors_of, filled
from tests.members.world import Side, World, refused

pytestmark = pytest.mark.django_db


def page_url(name: str, page: Page) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def bulk_url(action: str, *pages: Page) -> str:
    ids = "&".join(f"id={page.pk}" for page in pages)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{url}?{ids}&next=/admin/"


@pytest.fixture
def side(world: World) -> Side:
    """Our organisation, whose direct group holds every page permission there is."""
    group = world.ours.direct.groups.get()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page"
    ):
        GroupPagePermission.objects.get_or_create(
            group=group, page=world.ours.organisation, permission=permission
        )
    return world.ours


def attempts(page: Page, *, into: Page) -> dict[str, tuple[str, dict[str, Any]]]:
    """Every way through the admin to delete, move, hide, copy or take the page offline."""
    copy = {"new_title": "x", "new_slug": "x", "new_parent_page": str(into.pk)}
    return {
        "delete": (page_url("delete", page), {"confirm_site_name": ""}),
        "unpublish": (page_url("unpublish", page), {"include_descendants": "on"}),
        "move": (page_url("move", page), {"new_parent_page": str(into.pk)}),
        "move_confirm": (
            reverse("wagtailadmin_pages:move_confirm", args=[page.pk, into.pk]),
            {},
        ),
        "copy": (page_url("copy", page), copy),
        "privacy": (page_url("set_privacy", page), {"restriction_type": "login"}),
        "bulk delete": (bulk_url("delete", page), {}),
        "bulk unpublish": (bulk_url("unpublish", page), {"include_descendants": "on"}),
        "bulk move": (bulk_url("move", page), {"chooser": str(into.pk)}),
    }


def state_of(page: Page) -> tuple[Any, ...]:
    stored = Page.objects.get(pk=page.pk)
    return (stored.path, stored.live, stored.slug, stored.url_path, stored.expire_at)


@pytest.mark.parametrize("browser", ["browser", "direct_browser"])
def test_editors_cannot_delete_move_hide_copy_or_unpublish_it(
    side: Side, world: World, browser: str
) -> None:
    page, client = side.organisation, getattr(side, browser)
    index = OrganisationIndexPage.objects.get()
    before = state_of(page)

    for name, (url, data) in attempts(page, into=index).items():
        client.get(url)
        client.post(url, data)
        assert OrganisationPage.objects.filter(pk=page.pk).exists(), name
        assert state_of(page) == before, name

    assert OrganisationPage.objects.count() == 2
    assert not PageViewRestriction.objects.exists()


def test_the_refusals_are_real_ones(side: Side) -> None:
    """The same requests succeed on a page below the organisation, so the test above can fail."""
    group = side.direct.groups.get()
    index = OrganisationIndexPage.objects.get()
    GroupPagePermission.objects.create(group=group, page=index, permission_type="publish")

    response = side.direct_browser.post(bulk_url("unpublish", side.organisation), {})

    assert response.status_code == 302
    assert not OrganisationPage.objects.get(pk=side.organisation.pk).live


def test_direct_editors_still_unpublish_delete_and_publish_what_lies_below(side: Side) -> None:
    client = side.direct_browser

    assert client.post(page_url("unpublish", side.live)).status_code == 302
    assert not Page.objects.get(pk=side.live.pk).live
    assert client.post(bulk_url("publish", side.live), {}).status_code == 302
    assert Page.objects.get(pk=side.live.pk).live
    assert client.post(page_url("delete", side.live)).status_code == 302
    assert not Page.objects.filter(pk=side.live.pk).exists()


def test_checked_editors_change_nothing_that_is_online(world: World) -> None:
    client, live = world.ours.browser, world.ours.live

    for url in (
        page_url("unpublish", live),
        page_url("delete", live),
        bulk_url("unpublish", live),
        bulk_url("delete", live),
        bulk_url("publish", world.ours.draft),
    ):
        client.post(url, {})

    assert PracticePage.objects.get(pk=live.pk).live
    assert not Page.objects.get(pk=world.ours.draft.pk).live


@pytest.mark.parametrize("browser", ["browser", "direct_browser"])
def test_editors_see_no_address_and_no_end_of_publication(side: Side, browser: str) -> None:
    response = getattr(side, browser).get(page_url("edit", side.organisation))

    assert response.status_code == 200
    assert not {"slug", "expire_at"} & set(response.context["form"].fields)


def test_editors_change_the_texts_but_not_the_address(side: Side) -> None:
    url = page_url("edit", side.organisation)
    tomorrow = (timezone.now() + dt.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    data = filled(
        side.direct_browser,
        url,
        heading_en="Casa Verde Iași",
        slug="something-else",
        expire_at=tomorrow,
        **{"action-publish": "1"},
    )

    response = side.direct_browser.post(url, data)

    assert response.status_code == 302, errors_of(response)
    page = OrganisationPage.objects.get(pk=side.organisation.pk)
    assert (page.title, page.slug, page.expire_at) == ("Casa Verde Iași", "casa-verde", None)
    assert page.live


def test_publishing_an_older_revision_does_not_bring_an_older_address_back(
    side: Side, world: World
) -> None:
    old = side.organisation.latest_revision
    side.organisation.slug = "casa-noua"
    side.organisation.save_revision(user=world.office_user).publish()
    url = page_url("edit", side.organisation)
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[side.organisation.pk, old.pk])
    data = filled(side.direct_browser, revert, **{"action-publish": "1"})

    response = side.direct_browser.post(url, data)

    assert response.status_code == 302, errors_of(response)
    assert OrganisationPage.objects.get(pk=side.organisation.pk).slug == "casa-noua"


def test_the_office_renames_moves_unpublishes_and_deletes_it(world: World) -> None:
    page, office = world.ours.organisation, world.office
    data = filled(office, page_url("edit", page), slug="casa-noua", **{"action-publish": "1"})

    assert office.post(page_url("edit", page), data).status_code == 302
    assert OrganisationPage.objects.get(pk=page.pk).slug == "casa-noua"
    assert office.post(bulk_url("unpublish", page), {}).status_code == 302
    assert not OrganisationPage.objects.get(pk=page.pk).live
    assert office.post(page_url("delete", page)).status_code == 302
    assert not OrganisationPage.objects.filter(pk=page.pk).exists()


def test_only_the_office_makes_organisations(world: World) -> None:
    url = reverse(
        "wagtailadmin_pages:add",
        args=["members", "organisationpage", OrganisationIndexPage.objects.get().pk],
    )

    assert refused(world.ours.direct_browser.get(url))
    assert world.office.get(url).status_code == 200


def test_plain_page_rows_do_not_open_a_side_door(world: World) -> None:
    """Wagtail's listings and bulk actions hold plain Page rows, not organisations."""
    row = Page.objects.get(pk=world.ours.organisation.pk)

    assert not row.specific_deferred.permissions_for_user(world.ours.direct).can_unpublish()
    response = world.ours.direct_browser.post(bulk_url("unpublish", row), {})

    assert Page.objects.get(pk=row.pk).live
    assert response.status_code in (200, 302)


def test_anonymous_visitors_are_sent_to_the_login(world: World) -> None:
    response = Client(HTTP_HOST="localhost").get(page_url("edit", world.ours.organisation))

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_an_inactive_editor_may_nothing(world: World) -> None:
    user = world.ours.direct
    user.is_active = False

    tester = make_organisation(name="Third").permissions_for_user(user)

    assert not any(
        (tester.can_edit(), tester.can_delete(), tester.can_unpublish(), tester.can_change_slug())
    )
