"""The permission matrix: every address, every person, own and other things, GET and POST.

In the ordinary run each address is asked by each person about something of the other organisation,
by GET and by POST; about which thing is drawn. `make matrix` asks everything.
"""

from __future__ import annotations

import inspect
import os
import random
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from tests.permissions.addresses import AREAS, addresses, things_for
from tests.permissions.asking import Asker
from tests.permissions.changes import Borders
from tests.permissions.drawing import drawn, is_whole_product, questions
from tests.permissions.people import EDITORS, Person, Side
from tests.permissions.references import Form, references
from tests.permissions.things import Kind
from tests.permissions.world import World
from tests.permissions.world_pages import Estate
from tests.permissions.world_past import LEFT
from tests.users.second_factor.codes import sign_in_fully

pytestmark = pytest.mark.django_db
#: each area is cut into so many tests, for processes that share the work
PARTS = 2


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """MATRIX_SEED, else the seed of the whole run, which pytest prints at its beginning."""
    given = os.environ.get("MATRIX_SEED")
    return int(given or request.config.getoption("randomly_seed", 1) or 1)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("person", Person)
def test_nobody_sees_or_changes_what_is_not_theirs(
    world: World, person: Person, area: str, part: int, seed: int, record_property: Any
) -> None:
    asker = Asker(world, person, Borders(world))
    faults: list[str] = []

    for address in [each for each in addresses() if each.area == area][part::PARTS]:
        things = things_for(address, world.things)
        rng = random.Random(f"{seed} {person} {address.route}")  # noqa: S311 # to be repeated
        asked = (
            questions(address, things, world)
            if is_whole_product()
            else drawn(address, things, world, rng=rng)
        )
        for question in asked:
            faults += asker.faults(question)

    record_property("addresses", len(addresses()))
    record_property("persons", len(Person))
    record_property("things", sum(map(len, world.things.values())))
    record_property("requests", asker.requests)
    record_property("seconds of processor and waiting", asker.seconds)
    if faults:
        said = "\n".join([f"{len(faults)} faults (MATRIX_SEED={seed})", *faults])
        pytest.fail(said, pytrace=False)


@pytest.mark.parametrize("person", sorted(EDITORS))
def test_nobody_keeps_a_hand_on_what_they_wrote_for_an_organisation_they_left(
    world: World, person: Person, record_property: Any
) -> None:
    asker = Asker(world, person, Borders(world))
    faults: list[str] = []

    for address in addresses():
        things = [
            thing
            for thing in things_for(address, world.things)
            if thing.state.endswith(f"{person.value} {LEFT}")
        ]
        for question in questions(address, things, world):
            faults += asker.faults(question)

    record_property("requests", asker.requests)
    record_property("seconds of processor and waiting", asker.seconds)
    assert asker.requests > 100
    if faults:
        pytest.fail("\n".join([f"{len(faults)} faults", *faults]), pytrace=False)


def is_ours(path: str) -> bool:
    """Whether the numbers of an address are those of a table of ours, or its view is."""
    found = resolve(path)
    view = getattr(found.func, "view_class", inspect.unwrap(found.func))
    tables = ("wagtailsnippets_", "wagtailsnippetchoosers_", "wagtailusers_users")
    return found.view_name.startswith(tables) or not view.__module__.startswith(
        ("wagtail", "django")
    )


@pytest.mark.parametrize("person", sorted(EDITORS))
def test_a_number_in_use_answers_as_one_that_is_not(world: World, person: Person) -> None:
    client = Client(HTTP_HOST="localhost")
    sign_in_fully(client, world.users[person])
    unused = dict.fromkeys(("pk", "page_id"), "999999")
    different, asked = [], 0
    for address in addresses():
        for thing in things_for(address, world.things):
            path = address.filled(thing)
            other = address.filled(replace(thing, pk=999999, values={**thing.values, **unused}))
            is_hidden = thing.side is not Side.OURS and not thing.public
            if path == other or not is_hidden or not path.startswith("/admin/"):
                continue
            if not is_ours(path):
                continue
            told, untold = client.get(path), client.get(other)
            asked += 1
            if (told.status_code, told.get("Location")) != (
                untold.status_code,
                untold.get("Location"),
            ):
                different.append(f"{path} → {told.status_code}, {other} → {untold.status_code}")

    assert asked > 50
    assert not different, "\n".join(different)


# -- forms that are given something by its key ---------------------------------------------------
def taken(world: World, estate: Estate) -> dict[str, bool]:
    """Which fields of our pages' forms take something that `estate` keeps to itself."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(world.ours.direct)
    found = {}
    for name, page in world.ours.pages.items():
        if name.endswith("newer draft"):  # one of each type
            form = Form(client, page)
            for reference in references(type(page)):
                if key := reference.key_of(estate):
                    found[str(reference)] = form.takes(reference, key)
    return found


def test_no_form_takes_what_the_other_organisation_keeps_to_itself(world: World) -> None:
    found = taken(world, world.theirs)

    assert len(found) > 10
    assert [name for name, was_taken in found.items() if was_taken] == []


def test_the_same_forms_take_what_is_our_own(world: World) -> None:
    found = taken(world, world.ours)

    assert any("image" in name for name in found)
    assert any("document" in name for name in found)
    assert [name for name, was_taken in found.items() if not was_taken] == []


# -- the world -----------------------------------------------------------------------------------
def test_every_address_can_be_filled_in_and_leads_to_itself(world: World) -> None:
    wrong = []
    for address in addresses():
        things = things_for(address, world.things)
        wrong += [address.name] * (not address.is_whole)
        wrong += [f"{address.name}: no {address.kind}"] * (not things)
        for thing in things:
            wrong += [f"{address.name}: {thing}"] * ("<" in address.filled(thing))

    assert wrong == []


def test_the_world_has_something_of_each_side_where_it_matters(world: World) -> None:
    for kind in (Kind.PAGE, Kind.REVISION, Kind.IMAGE, Kind.DOCUMENT, Kind.USER, Kind.BULK):
        sides = {thing.side for thing in world.things[kind]}
        assert {Side.OURS, Side.THEIRS} <= sides, kind
    states = {thing.state for thing in world.things[Kind.PAGE] if thing.side is Side.THEIRS}
    for state in ("draft", "sent", "live", "live with newer draft", "scheduled", "expired"):
        assert f"update, {state}" in states
