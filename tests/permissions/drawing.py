"""Which questions are asked: all of them, or a draw that can be repeated by its seed."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

from tests.permissions.addresses import Address
from tests.permissions.asking import Question
from tests.permissions.people import Side
from tests.permissions.things import Thing
from tests.permissions.world import World

METHODS = ("GET", "POST")


def is_whole_product() -> bool:
    """Whether everything is asked (`make matrix`)."""
    return os.environ.get("MATRIX") == "all"


def questions(address: Address, things: list[Thing], world: World) -> Iterator[Question]:
    """Every question about an address: its things × methods × queries or data."""
    for thing in things:
        yield from _about(address, thing, world)


def _about(address: Address, thing: Thing, world: World) -> Iterator[Question]:
    for query in address.rule.queries:
        yield Question(
            address=address, thing=thing, method="GET", query=_filled(query, thing, world)
        )
    for data in address.rule.sends:
        filled = {
            _filled(name, thing, world): _filled(value, thing, world)
            for name, value in data.items()
        }
        query = _filled(address.rule.queries[0], thing, world)
        yield Question(address=address, thing=thing, method="POST", query=query, data=filled)


def drawn(
    address: Address, things: list[Thing], world: World, *, rng: random.Random
) -> Iterator[Question]:
    """A GET and a POST about something of the other organisation."""
    theirs = [thing for thing in things if thing.side is Side.THEIRS] or things
    asked = list(_about(address, rng.choice(theirs), world))
    for method in METHODS:
        yield rng.choice([question for question in asked if question.method == method])


def _filled(value: Any, thing: Thing, world: World) -> Any:
    """Put values of the thing and of the world where a text names them."""
    if isinstance(value, list):
        return [_filled(each, thing, world) for each in value]
    if "{" not in value:
        return value
    return value.format_map({**world.words, "pk": str(thing.pk), **thing.values})
