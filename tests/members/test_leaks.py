"""Nothing in the admin shows one organisation's drafts to another organisation's editors.

A sweep, not a list of known holes: every address of the admin that a GET can reach is asked, with
the other organisation's objects in its parameters, and no answer may hold the canary.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, Revision, TaskState

from members.models import EditorAccess
from tests import builders
from tests.members.conftest import CANARY, Side, World

pytestmark = pytest.mark.django_db

#: Addresses that end the session or wait for another server.
NOT_ASKED = {"/admin/logout/"}


@pytest.fixture
def hidden(world: World) -> Side:
    """Their draft in review, with a picture, a file, a history, and a link to our page."""
    theirs = world.theirs
    collection = EditorAccess.objects.get(organisation=theirs.organisation).collection
    assert collection is not None
    collection.name = f"{CANARY} collection"
    collection.save()
    picture = builders.make_image(title=f"{CANARY} picture", collection=collection)
    builders.make_document(title=f"{CANARY} file", collection=collection)
    draft = builders.make_practice(
        organisation=theirs.organisation, title=f"{CANARY} practice", live=False
    )
    draft.continues.create(target=world.ours.live)
    draft.images.create(image=picture)
    draft.save_revision(user=theirs.checked)
    theirs.draft.save_revision(user=theirs.checked)
    theirs.draft.get_workflow().start(theirs.draft, theirs.checked)
    theirs.draft.locked, theirs.draft.locked_by = True, theirs.checked
    theirs.draft.save()
    # an organisation that is a draft as a whole, with a page below
    unborn = builders.make_organisation(name=f"{CANARY} organisation", country="SE", live=False)
    builders.make_update(organisation=unborn, title=f"{CANARY} below", live=False)
    return theirs


def _routes(patterns: list[Any], prefix: str) -> Iterator[tuple[str, list[str]]]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
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
    return sorted((r, n) for r, n in found.items() if r.startswith("/admin/") and "(" not in r)


def values_for(hidden: Side) -> dict[str, list[str]]:
    """What to put where a route has a parameter, by a part of its name."""
    pages = Page.objects.filter(title__icontains=CANARY)
    revisions = Revision.objects.filter(object_id__in=[str(page.pk) for page in pages])
    states = TaskState.objects.all()
    numbers = {
        *pages.values_list("pk", flat=True),
        hidden.organisation.pk,
        *revisions.values_list("pk", flat=True),
        *states.values_list("pk", flat=True),
        *Image.objects.values_list("pk", flat=True),
        *Document.objects.values_list("pk", flat=True),
        *EditorAccess.objects.values_list("collection_id", flat=True),
        *states.values_list("task_id", flat=True),
    }
    return {
        "int": [str(number) for number in sorted(numbers)],
        "app": ["members", "practices", "wagtailcore", "wagtailimages", "wagtaildocs"],
        "model": ["updatepage", "practicepage", "organisationpage", "page", "image", "document"],
        "action": ["approve", "reject", "delete", "move", "publish", "unpublish"],
        "mode": ["en"],
        "revision": ["earliest", "latest", *(str(r.pk) for r in revisions)],
    }


def _choices(name: str, values: dict[str, list[str]]) -> list[str]:
    lowered = name.lower()
    for part in ("app", "model", "action", "mode", "revision"):
        if part in lowered and not lowered.endswith(("_id", "pk")):
            return values[part]
    return values["int"]


def addresses(hidden: Side) -> list[str]:
    """All routes with their parameters filled in, as many ways as stay below 60 per route."""
    values, found = values_for(hidden), []
    for route, names in admin_routes():
        parts = [_choices(name, values) for name in names]
        for chosen in itertools.islice(itertools.product(*parts), 60):
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
    assert len(asked) > 500


QUERY = f"q={CANARY}&search={CANARY}&p=1"


@pytest.mark.slow
@pytest.mark.parametrize("query", ["", QUERY])
def test_no_address_of_the_admin_shows_the_canary(
    world: World, hidden: Side, query: str, client: Any
) -> None:
    client.force_login(world.ours.direct)
    leaks = []

    for address in addresses(hidden):
        response = client.get(f"{address}?{query}" if query else address, HTTP_HOST="localhost")
        text = response.content.decode("utf-8", "replace") if not response.streaming else ""
        if response.status_code == 200 and CANARY in text.replace(f"q={CANARY}", "").replace(
            f'value="{CANARY}"', ""
        ):
            leaks.append(address)

    assert leaks == []
