"""The picture of the floors shows the house as it is, and every room says what it is for."""

from __future__ import annotations

import pytest

from tests.project.floors import PICTURE, Floor, about, drawn, floors


def test_the_picture_shows_the_house_as_it_is() -> None:
    assert PICTURE.read_text(encoding="utf-8") == drawn(floors()), (
        "draw it anew: python -m tests.project.floors"
    )


def test_no_floor_uses_one_above_it() -> None:
    house = floors()
    below: set[str] = set()
    for floor in reversed(house):
        assert floor.uses <= below, floor.name
        below.add(floor.name)


@pytest.mark.parametrize("floor", floors(), ids=lambda floor: floor.name)
def test_every_room_says_what_it_is_for(floor: Floor) -> None:
    assert [room for room in floor.rooms if len(about(f"{floor.name}/{room}")) < len(room)] == []
