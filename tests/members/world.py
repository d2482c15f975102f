"""Two organisations with a draft, a live page and two editors each, and the network office."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from members.editors import add_editor
from members.models import EditorAccess, EditorMode, OrganisationPage, UpdatePage
from members.office import ensure_office, office_group
from practices.models import PracticePage
from tests import builders
from tests.kept import kept
from users.models import User

#: Both stand in every title of the other organisation that nobody else may read; one is searched
#: for, so that an answer which repeats the question shows only that one.
CANARY = "Geheimnis"
SEARCHED = "Zaunkoenig"


def signed_in(user: User) -> Client:
    """A browser in which `user` is signed in."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client


@dataclass
class Side:
    """One organisation: its pages and its editors, each with a browser."""

    organisation: OrganisationPage
    live: PracticePage
    draft: UpdatePage
    checked: User
    direct: User
    browser: Client = field(init=False)
    direct_browser: Client = field(init=False)

    def __post_init__(self) -> None:
        self.browser = signed_in(self.checked)
        self.direct_browser = signed_in(self.direct)


@dataclass
class World:
    """Ours, theirs, and the office."""

    ours: Side
    theirs: Side
    office_user: User
    office: Client
    administrator: User
    root: Client


def _side(name: str, *, draft: str, country: str) -> Side:
    organisation = builders.make_organisation(name=name, country=country)
    word = name.split(maxsplit=1)[0].lower()
    users = {}
    for mode in EditorMode:
        users[mode] = builders.make_user(email=f"{mode.value}@{word}.example")
        add_editor(user=users[mode], organisation=organisation, mode=mode)
    return Side(
        organisation=organisation,
        live=builders.make_practice(organisation=organisation, title=f"Reading at {name}"),
        draft=builders.make_update(organisation=organisation, title=draft, live=False),
        checked=users[EditorMode.CHECKED],
        direct=users[EditorMode.DIRECT],
    )


def _build_world() -> World:
    ensure_office()
    office_user = builders.make_user(email="office@network.example", groups=(office_group(),))
    administrator = builders.make_administrator(email="administrator@network.example")
    return World(
        ours=_side("Casa Verde", draft="Our own draft", country="RO"),
        theirs=_side("Nordlys House", draft=f"{SEARCHED} {CANARY} draft", country="NO"),
        office_user=office_user,
        office=signed_in(office_user),
        administrator=administrator,
        root=signed_in(administrator),
    )


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Everything above, built once a module."""
    with kept(_build_world, blocker=django_db_blocker) as world:
        yield world


@pytest.fixture
def world(kept_world: World, db: None, settings: Any, tmp_path: Any) -> World:
    """Everything above; uploads go to a directory of the test."""
    settings.MEDIA_ROOT = str(tmp_path)
    return copy.deepcopy(kept_world)


def refused(response: Any) -> bool:
    """Wagtail refuses with 403, 404 or by sending the reader back to a page they may see."""
    return response.status_code in (403, 404) or (
        response.status_code == 302 and response["Location"] in ("/admin/", "/admin/pages/")
    )


def shows(response: Any, text: str) -> bool:
    """Whether an answer, whatever its kind, holds `text`."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return text.lower() in content.decode("utf-8", "replace").lower()


def _hide(world: World) -> None:
    theirs = world.theirs
    collection = EditorAccess.objects.get(organisation=theirs.organisation).collection
    assert collection is not None
    collection.name = f"{SEARCHED} {CANARY} collection"
    collection.save()
    picture = builders.make_image(title=f"{SEARCHED} {CANARY} picture", collection=collection)
    builders.make_document(title=f"{SEARCHED} {CANARY} file", collection=collection)
    draft = builders.make_practice(
        organisation=theirs.organisation, title=f"{SEARCHED} {CANARY} practice", live=False
    )
    draft.continues.create(target=world.ours.live)
    draft.images.create(image=picture)
    draft.save()  # with the references that the index knows
    draft.save_revision(user=theirs.checked)
    # a page that is online, with a newer draft under another title
    renamed = PracticePage.objects.get(pk=theirs.live.pk)
    renamed.heading_en = f"{SEARCHED} {CANARY} new title"
    renamed.save_revision(user=theirs.checked)
    theirs.draft.save_revision(user=theirs.checked)
    theirs.draft.get_workflow().start(theirs.draft, theirs.checked)
    theirs.draft.locked, theirs.draft.locked_by = True, theirs.checked
    theirs.draft.save()
    # an organisation that is a draft as a whole, with a page below
    unborn = builders.make_organisation(
        name=f"{SEARCHED} {CANARY} organisation", country="SE", live=False
    )
    builders.make_update(organisation=unborn, title=f"{SEARCHED} {CANARY} below", live=False)


@pytest.fixture(scope="module")
def kept_hidden(
    kept_world: World, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """What `hidden` says, built once a module; the directory of its files."""
    media = str(tmp_path_factory.mktemp("media"))
    with kept(lambda: _hide(kept_world), blocker=django_db_blocker, MEDIA_ROOT=media):
        yield media


@pytest.fixture
def hidden(kept_hidden: str, world: World, settings: Any) -> Side:
    """Their draft in review, with a picture, a file, a history, and a link to our page."""
    settings.MEDIA_ROOT = kept_hidden
    return world.theirs
