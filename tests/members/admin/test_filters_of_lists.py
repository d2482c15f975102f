"""Filters, counts and tags of the admin name nobody and nothing of other organisations."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import GroupPagePermission, Page, PageLogEntry

from members.models import EditorAccess
from tests import builders
from tests.members.world import CANARY, Side, World, shows
from users.models import User

pytestmark = pytest.mark.django_db

TAG = "sealingwax"


@pytest.fixture
def traces(world: World, hidden: Side) -> Side:
    """Their editor owns, edited, locked and sent pages of theirs, and tagged their picture."""
    User.objects.filter(pk=hidden.checked.pk).update(first_name=CANARY, last_name="Editor")
    Page.objects.filter(path__startswith=hidden.organisation.path).update(owner=hidden.checked)
    PageLogEntry.objects.log_action(hidden.draft, "wagtail.edit", user=hidden.checked)
    Image.objects.get(title__contains=CANARY).tags.add(TAG)
    Document.objects.get().tags.add(TAG)
    unlock = Permission.objects.get(codename="unlock_page", content_type__model="page")
    for side in (world.ours, hidden):
        GroupPagePermission.objects.create(
            group=side.direct.groups.get(), page=side.organisation, permission=unlock
        )
    return hidden


FILTERED = (
    "/admin/pages/{organisation}/",
    "/admin/pages/{organisation}/results/",
    "/admin/pages/usage/members/updatepage/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/locked/",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/images/",
    "/admin/documents/",
    "/admin/images/chooser/",
    "/admin/documents/chooser/",
    "/admin/pages/search/?q=a",
    "/admin/",
)


OWN = (
    ("/admin/pages/{organisation}/", CANARY),
    ("/admin/reports/workflow/", CANARY),
    ("/admin/reports/locked/", CANARY),
    ("/admin/images/", TAG),
    ("/admin/documents/", TAG),
    ("/admin/images/chooser/", TAG),
    (f"/admin/tag-autocomplete/?term={TAG[:4]}", TAG),
)


def test_filters_name_no_people_and_tags_of_others(world: World, traces: Side) -> None:
    for address in FILTERED:
        url = address.format(organisation=world.ours.organisation.pk)

        answer = world.ours.direct_browser.get(url)

        assert answer.status_code == 200, address
        for text in (CANARY, traces.checked.email, TAG):
            assert not shows(answer, text), (address, text)


def test_filters_name_ones_own(world: World, traces: Side) -> None:
    for address, text in OWN:
        url = address.format(organisation=traces.organisation.pk)

        assert shows(traces.direct_browser.get(url), text), address
        assert shows(world.office.get(url), text), address


def test_tags_of_others_are_not_suggested(world: World, traces: Side) -> None:
    for kind in ("", "taggit/tag/", "search/concept/", "no/thing/"):
        answer = world.ours.direct_browser.get(f"/admin/tag-autocomplete/{kind}?term={TAG[:4]}")

        assert answer.status_code < 500, kind
        assert not shows(answer, TAG), kind


def numbers(answer: Any) -> bool:
    return shows(answer, "Used in ") or shows(answer, "referenced")


def test_nothing_counts_the_drafts_that_use_what_is_ours(world: World, traces: Side) -> None:
    """Their draft continues our page."""
    client, page = world.ours.direct_browser, world.ours.live
    access = EditorAccess.objects.get(organisation=world.ours.organisation)
    image = builders.make_image(title="Ours", collection=access.collection)
    document = builders.make_document(title="Ours", collection=access.collection)
    draft = Page.objects.get(title__contains=f"{CANARY} practice").specific
    draft.continues.create(target=page)
    draft.images.create(image=image)
    draft.files.create(document=document)
    draft.save()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    usage = {
        edit: reverse("wagtailadmin_pages:usage", args=[page.pk]),
        reverse("wagtailimages:edit", args=[image.pk]): image.usage_url,
        reverse("wagtaildocs:edit", args=[document.pk]): document.usage_url,
        reverse("wagtailadmin_pages:delete", args=[page.pk]): "",
        reverse("wagtailimages:delete", args=[image.pk]): "",
        f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}": "",
        f"/admin/bulk/wagtailimages/image/delete/?id={image.pk}": "",
        "/admin/images/chooser/?layout=list": "",
        "/admin/images/?layout=list": "",
    }
    for address, where in usage.items():
        assert not numbers(client.get(address)), address
        if where:
            assert not shows(client.get(where), "Private"), where
            assert shows(world.office.get(where), CANARY), where
    assert numbers(world.office.get(edit))
