"""The offline list of towns: any spelling, honest doubt, no network, no writing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from core.places import gazetteer, store
from core.places.gazetteer import distance_km, find, nearest
from core.places.names import keys, town_key


@pytest.mark.parametrize(
    ("query", "name", "country"),
    [
        ("Iași", "Iași", "RO"),
        ("Iaşi", "Iași", "RO"),
        ("Iasi", "Iași", "RO"),
        ("Jassy", "Iași", "RO"),
        ("BUCUREȘTI", "Bucharest", "RO"),
        ("Köln", "Köln", "DE"),
        ("Koeln", "Köln", "DE"),
        ("Koln", "Köln", "DE"),
        ("Cologne", "Köln", "DE"),
        ("Αθήνα", "Athens", "GR"),
        ("αθηνα", "Athens", "GR"),
        ("Łódź", "Łódź", "PL"),
        ("lodz", "Łódź", "PL"),
        ("Århus", "Århus", "DK"),
        ("Aarhus", "Århus", "DK"),
        ("Київ", "Kyiv", "UA"),
        ("Genève", "Geneva", "CH"),
        ("'s-Gravenhage", "The Hague", "NL"),
        ("St. Albans", "St Albans", "GB"),
        ("Frankfurt", "Frankfurt am Main", "DE"),
        ("Montrouge", "Montrouge", "FR"),
    ],
)
def test_a_town_is_found_however_it_is_written(query: str, name: str, country: str) -> None:
    first = find(query)[0]

    assert (first.name, first.country, first.match) == (name, country, "exact")


@pytest.mark.parametrize(("query", "name"), [("Dramenn", "Drammen"), ("Timisoaraa", "Timișoara")])
def test_a_slip_of_the_pen_is_found_and_said_to_be_close(query: str, name: str) -> None:
    first = find(query)[0]

    assert (first.name, first.match) == (name, "close")


def test_a_part_of_an_address_is_said_to_be_a_part() -> None:
    first = find("For Fangers Pårørende, 0950 Oslo")[0]

    assert (first.name, first.match) == ("Oslo", "part")


def test_an_ambiguous_name_gives_every_candidate_the_bigger_first() -> None:
    towns = find("Halle", country="DE")

    assert towns[0].name == "Halle (Saale)"
    assert "Halle" in {town.name for town in towns[1:]}
    assert len({town.point for town in towns}) == len(towns)


def test_a_country_keeps_to_that_country() -> None:
    assert {town.country for town in find("Halle", country="BE")} == {"BE"}
    assert find("Iași", country="NO") == []
    assert find("Brest", country=["BY", "PL"])[0].country == "BY"


def test_nothing_is_invented_for_what_is_no_town() -> None:
    assert find("Bredtveit") == []
    assert find("") == find(" , ;") == find("x") == find("0950") == []


@given(st.text(max_size=400))
def test_any_string_is_a_question(query: str) -> None:
    assert len(find(query, limit=3)) <= 3


@given(st.text(max_size=80))
def test_a_key_is_its_own_key(name: str) -> None:
    assert all(town_key(key) == key for key in keys(name))


def test_limit_is_kept() -> None:
    assert len(find("Saint-Denis", limit=2)) == 2


def test_the_nearest_town_is_found_and_nothing_in_the_ocean() -> None:
    town = nearest(47.16, 27.59)

    assert town is not None
    assert town.name == "Iași"
    assert nearest(0.0, -30.0) is None
    assert nearest(90.0, 0.0) is None


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_nearest_takes_every_point_of_the_globe(latitude: float, longitude: float) -> None:
    town = nearest(latitude, longitude, within_km=30)

    assert town is None or distance_km((latitude, longitude), town.point) <= 30


def test_distance_is_the_great_circle() -> None:
    assert distance_km((51.5074, -0.1278), (48.8566, 2.3522)) == pytest.approx(343.6, abs=0.5)
    assert distance_km((10.0, 179.9), (10.0, -179.9)) == pytest.approx(21.9, abs=0.1)


def test_looking_up_writes_nothing(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    gazetteer._database.cache_clear()

    assert find("Oslo")[0].name == "Oslo"

    assert list(tmp_path.iterdir()) == []
    gazetteer._database.cache_clear()


def test_the_prepared_file_answers_like_the_shipped_table(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    in_memory = find("Halle")
    assert not store.is_prepared()

    count = store.prepare()
    gazetteer._database.cache_clear()

    assert count > 70_000
    assert store.is_prepared()
    assert find("Halle") == in_memory
    gazetteer._database.cache_clear()


def test_a_broken_or_old_file_is_not_used(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    store.database_file().write_bytes(b"no database")

    assert not store.is_prepared()
