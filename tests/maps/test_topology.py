"""The geometry behind the country files."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from maps import topology

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
coordinates = st.integers(-50, 50).map(float)
lines = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=30)


def test_arcs_are_decoded_from_steps() -> None:
    content = {
        "transform": {"scale": [0.5, 2.0], "translate": [10.0, 20.0]},
        "arcs": [[[0, 0], [2, 1], [-2, 1]]],
    }

    assert topology.decode_arcs(content) == [[(10.0, 20.0), (11.0, 22.0), (10.0, 24.0)]]


def test_a_ring_is_joined_from_arcs_in_both_directions() -> None:
    arcs = [[(0.0, 0.0), (1.0, 0.0)], [(0.0, 0.0), (1.0, 1.0), (1.0, 0.0)]]

    assert topology.join(arcs, [0, ~1]) == [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]


def test_clipping_keeps_what_is_inside() -> None:
    cut = topology.clip(SQUARE, west=5, south=-5, east=20, north=5)

    assert topology.contains(cut, x=7, y=2)
    assert not topology.contains(cut, x=2, y=2)
    assert topology.clip(SQUARE, west=20, south=0, east=30, north=10) == []


def test_a_ring_over_the_date_line_is_made_whole() -> None:
    ring = [(170.0, 60.0), (180.0, 61.0), (-170.0, 60.0), (-170.0, 50.0), (170.0, 50.0)]

    assert [x for x, _y in topology.unwrap(ring)] == [170.0, 180.0, 190.0, 190.0, 170.0]


@given(lines, st.floats(0, 5))
def test_simplifying_keeps_the_ends_and_adds_nothing(
    line: list[tuple[float, float]], tolerance: float
) -> None:
    simple = topology.simplify(line, tolerance)

    assert (simple[0], simple[-1]) == (line[0], line[-1])
    assert set(simple) <= set(line)


@given(lines)
def test_clipping_never_leaves_the_box(line: list[tuple[float, float]]) -> None:
    cut = topology.clip(line, west=-10, south=-10, east=10, north=10)

    assert all(abs(x) <= 10.000001 and abs(y) <= 10.000001 for x, y in cut)
