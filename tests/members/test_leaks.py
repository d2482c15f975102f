"""Nothing in the admin shows one organisation's drafts to another organisation's editors.

A sweep, not a list of known holes: every address of the admin that a GET can reach is asked, with
the other organisation's objects in its parameters, and no answer may hold the canary.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, TaskState

from members.models import EditorAccess
from tests import builders
from tests.members.world import CANARY, SEARCHED, Side, World, refused, shows

pytestmark = pytest.mark.django_db

#: How many objects are tried in one route.
WAYS = 24
#: Ends the session; raises an exception on purpose.
NOT_ASKED = {"/admin/logout/", "/admin/failwhale/"}


def _routes(patterns: list[Any], prefix: str) -> Iterator[tuple[str, list[str]]]:
    for entry in patterns:
        route = prefix + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            yield from _routes(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            names = (
                list(entry.pattern.converters) if isinstance(entry.pattern, RoutePattern) else []
            )
            yield route, names


def admin_routes() -> list[tuple[str, list[str]]]:
    """Every path route below /admin/ with the names of its parameters."""
    found = dict(_routes(get_resolver().url_patterns, "/"))
    return sorted(
        (route.removesuffix("$"), names)
        for route, names in found.items()
        if route.startswith("/admin/") and not set("(*") & set(route)
    )


def values_for(hidden: Side) -> dict[str, list[str]]:
    """What to put where a route has a parameter, by a part of its name."""
    pages = Page.objects.filter(title__icontains=CANARY)
    keys = [str(key) for key in pages.values_list("pk", flat=True)]
    revisions = [
        str(page.latest_revision_id) for page in (*pages, Page.objects.get(pk=hidden.live.pk))
    ]
    state = TaskState.objects.get()
    others = [
        state.workflow_state_id,
        *Image.objects.values_list("pk", flat=True),
        *Document.objects.values_list("pk", flat=True),
        EditorAccess.objects.get(organisation=hidden.organisation).collection_id,
    ]
    return {
        "task_state": [str(state.pk)],
        "task": [str(state.task_id)],
        "page": [str(hidden.live.pk), *keys, str(hidden.organisation.pk)],
        "int": list(dict.fromkeys([*keys, str(hidden.live.pk), *map(str, others)])),
        "app": ["members", "practices", "wagtailcore", "wagtailimages", "wagtaildocs"],
        "model": ["updatepage", "practicepage", "organisationpage", "page", "image", "document"],
        "action": ["approve", "delete", "publish"],
        "mode": ["en"],
        "revision": [*revisions, "earliest", "latest"],
    }


def _choices(name: str, values: dict[str, list[str]]) -> list[str]:
    lowered = name.lower()
    return next((values[part] for part in values if part in lowered), values["int"])


def addresses(hidden: Side) -> list[str]:
    """All routes with their parameters filled in, in at most WAYS ways."""
    values, found = values_for(hidden), []
    for route, names in admin_routes():
        parts = [_choices(name, values) for name in names]
        for chosen in itertools.islice(itertools.product(*parts), WAYS):
            address = route
            for _name, value in zip(names, chosen, strict=True):
                before, _open, rest = address.partition("<")
                address = before + value + rest.partition(">")[2]
            found.append(address)
    return [address for address in found if address not in NOT_ASKED]


def test_the_sweep_reaches_what_it_is_meant_to_reach(world: World, hidden: Side) -> None:
    asked = set(addresses(hidden))

    draft = hidden.draft.pk
    for expected in (
        "/admin/pages/",
        f"/admin/pages/{draft}/edit/",
        f"/admin/pages/{draft}/history/",
        f"/admin/choose-page/{hidden.organisation.pk}/",
        "/admin/reports/page-types-usage/",
        "/admin/reports/site-history/",
        f"/admin/api/main/pages/{draft}/",
        "/admin/images/chooser/",
        "/admin/pages/usage/members/updatepage/",
    ):
        assert expected in asked, expected
    assert len(asked) > 300


def tells(response: Any, text: str) -> bool:
    """Whether an answer holds `text`, or leaves a message that the next page will show."""
    storage = getattr(response.wsgi_request, "_messages", None)
    queued = getattr(storage, "_queued_messages", [])
    return shows(response, text) or any(text in str(message) for message in queued)


@pytest.mark.slow  # the matrix of permissions asks more with every landing
@pytest.mark.parametrize("query", ["", f"q={SEARCHED}&search={SEARCHED}"])
def test_no_address_of_the_admin_shows_the_canary(
    world: World, hidden: Side, query: str, client: Any
) -> None:
    client.force_login(world.ours.direct)
    client.raise_request_exception = False
    asked = addresses(hidden)
    if query:  # searching is for lists: nothing else reads the query
        asked = [address for address in asked if len(re.findall(r"/\d+", address)) < 2]

    leaks = [
        address
        for address in asked
        if tells(client.get(f"{address}?{query}", HTTP_HOST="localhost"), CANARY)
    ]

    assert not leaks, "\n".join(leaks)


def test_the_same_sweep_finds_the_canary_for_its_owner(world: World, hidden: Side) -> None:
    """The lists do show it to those who may see it, so the sweep can fail."""
    for address in (
        "/admin/pages/",
        f"/admin/pages/{hidden.draft.pk}/edit/",
        f"/admin/choose-page/{hidden.organisation.pk}/",
        f"/admin/choose-page/search/?q={SEARCHED}",
        f"/admin/choose-page/chosen-multiple/?id={hidden.draft.pk}",
        f"/admin/pages/search/?q={SEARCHED}",
        "/admin/images/",
        "/admin/documents/",
        "/admin/reports/workflow/",
    ):
        url = address.replace("/admin/pages/", f"/admin/pages/{hidden.organisation.pk}/")
        url = url if address == "/admin/pages/" else address
        assert shows(hidden.direct_browser.get(url), CANARY), url
    assert shows(world.office.get("/admin/reports/page-types-usage/"), CANARY)


@pytest.mark.parametrize("name", ["", "results/"])
def test_the_report_on_page_types_is_the_offices(world: World, name: str) -> None:
    url = f"/admin/reports/page-types-usage/{name}"

    assert refused(world.ours.direct_browser.get(url))
    assert world.office.get(url).status_code == 200
    assert world.root.get(url).status_code == 200


def test_our_page_does_not_name_the_draft_that_links_to_it(world: World, hidden: Side) -> None:
    url = reverse("wagtailadmin_pages:usage", args=[world.ours.live.pk])

    response = world.ours.direct_browser.get(url)

    assert response.status_code == 200
    assert not shows(response, CANARY)


@pytest.mark.parametrize("browser", ["browser", "direct_browser"])
def test_every_page_view_refuses_posts_of_the_other_organisation(
    world: World, hidden: Side, browser: str
) -> None:
    client = getattr(world.ours, browser)
    ours = {page.pk for page in world.ours.organisation.get_descendants()}
    theirs = {page.pk for page in hidden.organisation.get_descendants()}
    for page in (hidden.draft, hidden.live, hidden.organisation):
        before = type(page).objects.filter(pk=page.pk).values().get()
        revisions = page.revisions.count()
        for name in PAGE_VIEWS:
            client.post(
                reverse(f"wagtailadmin_pages:{name}", args=[page.pk]),
                {"heading_en": "mine", "confirm": "1", "action-publish": "1"},
            )
        assert type(page).objects.filter(pk=page.pk).values().get() == before
        assert page.revisions.count() == revisions

    _carry(client, page=world.ours.draft, into=hidden.organisation)
    _carry(client, page=hidden.draft, into=world.ours.organisation)
    _carry(client, page=hidden.live, into=world.ours.organisation)

    assert {page.pk for page in world.ours.organisation.get_descendants()} == ours
    assert {page.pk for page in hidden.organisation.get_descendants()} == theirs


PAGE_VIEWS = (
    "edit",
    "delete",
    "unpublish",
    "copy",
    "move",
    "lock",
    "unlock",
    "set_privacy",
    "convert_alias",
    "confirm_workflow_cancellation",
    "preview_on_edit",
    "set_page_position",
)


def _carry(client: Client, *, page: Page, into: Page) -> None:
    """Try to move and to copy `page` below `into`."""
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, into.pk]))
    client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "c", "new_slug": "c", "new_parent_page": str(into.pk)},
    )


def test_pages_are_made_below_the_own_organisation_only(world: World, hidden: Side) -> None:
    def add(parent: Page) -> str:
        return reverse("wagtailadmin_pages:add", args=["members", "updatepage", parent.pk])

    assert refused(world.ours.browser.get(add(hidden.organisation)))
    assert refused(world.ours.browser.post(add(hidden.organisation), {"heading_en": "mine"}))
    assert world.ours.browser.get(add(world.ours.organisation)).status_code == 200


def test_pictures_and_files_of_the_other_organisation_are_closed(
    world: World, hidden: Side
) -> None:
    image, document = Image.objects.get(), Document.objects.get()

    for url in (
        f"/admin/images/{image.pk}/",
        f"/admin/images/{image.pk}/delete/",
        f"/admin/images/chooser/{image.pk}/",
        f"/admin/images/chooser/chosen-multiple/?id={image.pk}",
        f"/admin/documents/edit/{document.pk}/",
        f"/admin/documents/chooser/{document.pk}/",
        f"/admin/documents/chooser/chosen-multiple/?id={document.pk}",
    ):
        assert not shows(world.ours.direct_browser.get(url), CANARY), url
    world.ours.direct_browser.post(f"/admin/images/{image.pk}/delete/")
    world.ours.direct_browser.post(f"/admin/documents/delete/{document.pk}/")
    assert Image.objects.exists()
    assert Document.objects.exists()


def test_registers_are_closed_to_editors(world: World) -> None:
    concept = builders.make_concept()

    for url in ("/admin/snippets/", "/admin/snippets/search/concept/"):
        assert refused(world.ours.direct_browser.get(url)), url
    edit = f"/admin/snippets/search/concept/edit/{concept.pk}/"
    assert refused(world.ours.direct_browser.get(edit))
    assert world.office.get(edit).status_code == 200
