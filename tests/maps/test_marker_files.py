"""Files of a former map as people have them: each is read, and nothing lands abroad."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from maps import old_markers
from maps.old_markers.marker import both_of, degrees
from maps.old_markers.titles import as_text, readings
from members.models import OrganisationPage
from tests.builders import make_organisation

FILES = Path(__file__).parent / "files"
BABY = '<markers><marker lat="1" lng="2" title="Bébé"/></markers>'
AGE_CONCERN = ("Age Concern", (51.5, -0.12))


def read(name: str) -> old_markers.MarkerFile:
    return old_markers.read((FILES / name).read_bytes(), name=name)


@pytest.mark.parametrize(
    ("name", "title", "point", "assumed"),
    [
        (
            "m04-semicolon-comma.csv",
            "Age Concern",
            (51.5073, -0.1277),
            ["encoding: UTF-8", "separator: semicolon", "columns: title, lat, lng"],
        ),
        (
            "m05-utf16-tab.csv",
            "Niños Sin Barreras",
            (40.41, -3.7),
            ["encoding: UTF-16", "separator: tab", "columns: title, lat, lng"],
        ),
        (
            "m06-cp1252.csv",
            "Niños Sin Barreras",
            (40.41, -3.7),
            ["encoding: Windows-1252", "separator: semicolon", "columns: title, lat, lng"],
        ),
        ("m11.kml", *AGE_CONCERN, ["encoding: UTF-8", "format: KML"]),
        ("m12.geojson", *AGE_CONCERN, ["encoding: UTF-8", "format: GeoJSON"]),
        (
            "m16-latlng.csv",
            *AGE_CONCERN,
            ["encoding: UTF-8", "separator: comma", "columns: title, address, latlng"],
        ),
        ("m19-attr.xml", *AGE_CONCERN, ["encoding: UTF-8", "format: XML"]),
        (
            "m20-sep.csv",
            *AGE_CONCERN,
            ["encoding: UTF-8", "separator: semicolon", "columns: title, lat, lng"],
        ),
    ],
)
def test_each_kind_of_file_is_read_and_says_how(
    name: str, title: str, point: tuple[float, float], assumed: list[str]
) -> None:
    found = read(name)

    assert [(marker.title, marker.point) for marker in found.markers] == [(title, point)]
    assert found.assumed == assumed


@pytest.mark.parametrize(
    ("content", "title", "point"),
    [
        ("title|lat|lng\nA|1|2\n".encode("utf-16-le"), "A", (1, 2)),
        ("title|lat|lng\nA|1|2\n".encode("utf-16-be"), "A", (1, 2)),
        ("Name;Latitude;Longitude\r\nÉ;51° 30′ N;0° 7′ 12″ W\r\n".encode(), "É", (51.5, -0.12)),
        (f'<?xml version="1.0" encoding="ISO-8859-1"?>{BABY}'.encode("latin-1"), "Bébé", (1, 2)),
        (BABY.encode("cp1252"), "Bébé", (1, 2)),
        (b'[{"title": "A", "lat": "1,5", "lng": 2}]', "A", (1.5, 2)),
        (
            b"""{"type": "Feature", "properties": {"title": "A"},
            "geometry": {"type": "Point", "coordinates": [2, 1, 0]}}""",
            "A",
            (1, 2),
        ),
        (
            b"""<kml><Folder><Placemark><name>A</name><Point>
            <coordinates> 2,1,0 </coordinates></Point></Placemark></Folder></kml>""",
            "A",
            (1, 2),
        ),
        (
            b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":null,"geometry":null}]}',
            "",
            None,
        ),
        (b"<kml><Placemark><name>A</name><LineString/></Placemark></kml>", "A", None),
    ],
)
def test_kin_of_these_files_are_read_too(content: bytes, title: str, point: Any) -> None:
    (marker,) = old_markers.read(content).markers

    assert (marker.title, marker.point) == (title, point)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("51.5", 51.5),
        ("51,5", 51.5),
        ("−0.12", -0.12),
        ("-0,12", -0.12),
        ("51°30'N", 51.5),
        ("0° 7′ 12″ W", -0.12),
        ("S 33.9", -33.9),
        ("91", None),
        ("", None),
        ("north", None),
        ("1e400", None),
        ("nan", None),
    ],
)
def test_degrees_as_people_write_them(text: str, value: float | None) -> None:
    found = degrees(text, most=90)

    assert found == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    "text", ["51.5,-0.12", "51.5, -0.12", "(51.5 -0.12)", "51,5; -0,12", "51,5,-0,12", "51,5 -0,12"]
)
def test_both_numbers_in_one_field(text: str) -> None:
    latitude, longitude = both_of(text)

    assert (degrees(latitude, most=90), degrees(longitude, most=180)) == (51.5, -0.12)


def test_titles_are_what_readers_saw() -> None:
    titles = [marker.title for marker in read("m02-entities-slashes.xml").markers]

    assert titles == [
        "Women's Aid",
        "Women’s Aid",
        "Children Heard & Seen",
        "Age Concern",
        "AGE CONCERN",
        "Fédération des Relais Enfants Parents (FREP)",
        "Treffpunkt e.V.",
        'Stowarzyszenie Inicjatywa Obywatelska "Pro Civium"',
    ]
    assert as_text(r"O\\\'Neill &amp;amp;amp; Sons") == "O'Neill & Sons"
    assert readings("Relais (FREP)") == ["Relais (FREP)", "Relais", "FREP"]


# -- the command ---------------------------------------------------------------------------------
def run(name: str, *arguments: str) -> str:
    output = StringIO()
    call_command("import_markers", str(FILES / name), *arguments, stdout=output)
    return output.getvalue()


@pytest.mark.django_db
def test_titles_match_however_wordpress_stored_them() -> None:
    for name, country in (
        ("Women’s Aid", "GB"),
        ("Children Heard & Seen", "GB"),
        ("Age Concern", "GB"),
        ("Fédération des Relais Enfants Parents", "FR"),
        ("Treffpunkt e.V.", "DE"),
        ("Stowarzyszenie Inicjatywa Obywatelska „Pro Civium”", "PL"),
    ):
        make_organisation(name=name, country=country)

    report = run("m02-entities-slashes.xml")

    assert "6 placed, 2 as they were, 0 differ, 0 in another country, 0 unknown" in report
    assert not OrganisationPage.objects.filter(latitude=None).exists()


@pytest.mark.django_db
def test_a_marker_without_title_is_known_by_its_address() -> None:
    frep = make_organisation(name="Relais", country="FR", address="75018, France (FREP siege)")

    report = run("m01-empty-title.xml")

    frep.refresh_from_db()
    assert frep.point is not None
    assert (frep.address, frep.precision) == ("75018, France (FREP siege)", "")
    assert "Relais got the town of marker 1 “75018, France (FREP siege)”: Paris" in report
    assert "marker 2 “Warszawa, Polska”: no organisation has this name" in report


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_nothing_is_stored_outside_the_organisation_s_country(arguments: tuple[str, ...]) -> None:
    make_organisation(name="Fédération des Relais Enfants Parents", country="FR")
    make_organisation(name="Stowarzyszenie Inicjatywa Obywatelska Pro Civium", country="PL")
    make_organisation(name="Red Cross Ireland", country="IE")

    swapped = run("m13-swapped.csv", *arguments)
    abroad = run("m14-wrong-country.csv", *arguments)

    assert not OrganisationPage.objects.exclude(latitude=None).exists()
    assert "(France) gets nothing from marker 1 “Fédération des Relais" in swapped
    assert swapped.count("Latitude and longitude look exchanged") == 2
    assert "0 placed, 0 as they were, 0 differ, 2 in another country" in swapped
    assert "Red Cross Ireland (Ireland) gets nothing from marker 1" in abroad
    assert "Podjuchy, Poland; 1369 km from Ireland" in abroad


@pytest.mark.django_db
def test_the_town_of_a_place_at_the_border_is_one_of_its_country(tmp_path: Path) -> None:
    page = make_organisation(name="Rhine House", country="FR")
    file = tmp_path / "border.csv"
    file.write_text("title,address,lat,lng\nRhine House,Quai 1,48.5745,7.7950\n")  # next to Kehl

    output = StringIO()
    call_command("import_markers", str(file), stdout=output)

    page.refresh_from_db()
    assert page.point is not None
    assert page.place not in ("", "Kehl")
    assert "the town of marker 1 “Rhine House” (Quai 1): " in output.getvalue()
    assert ", France, " in output.getvalue()


@pytest.mark.django_db
def test_what_can_t_be_saved_is_named_and_not_in_the_way(tmp_path: Path) -> None:
    bad = make_organisation(name="Unfinished", country="GB")
    OrganisationPage.objects.filter(pk=bad.pk).update(kind="")
    good = make_organisation(name="Finished", country="GB")
    file = tmp_path / "two.csv"
    file.write_text("title,lat,lng\nUnfinished,51.5,-0.12\nFinished,51.5,-0.12\n")

    output = StringIO()
    call_command("import_markers", str(file), stdout=output)

    good.refresh_from_db()
    assert good.point is not None
    assert "Unfinished can't be saved with the point of marker 1" in output.getvalue()


@pytest.mark.django_db
def test_zero_is_named(tmp_path: Path) -> None:
    page = make_organisation(name="Null Island", country="GB")
    file = tmp_path / "zero.csv"
    file.write_text("title,lat,lng\nNull Island,0,0\nNull Island,,\n")

    output = StringIO()
    call_command("import_markers", str(file), stdout=output)

    page.refresh_from_db()
    assert page.point is None
    assert "0, 0 is a point in the sea off Africa" in output.getvalue()
