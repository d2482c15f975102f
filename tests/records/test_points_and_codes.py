"""Points outside their country and codes of other lists are refused with what was meant."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.meant import meant_country, meant_language
from records.fields.meant import number_hint
from tests.builders import make_organisation

FILES = Path(__file__).parent / "files"

pytestmark = pytest.mark.django_db


def refused(*paths: Path) -> str:
    with pytest.raises(CommandError) as refusal:
        call_command("import_records", *map(str, paths), stdout=StringIO())
    return str(refusal.value)


def test_zero_and_exchanged_coordinates_are_named_and_nothing_else_is() -> None:
    start, zero, swapped = refused(FILES / "r01-orgs.json").splitlines()

    assert start == "nothing was imported"
    assert zero.startswith("organisations / d-zero / latitude: 0, 0 is a point in the sea")
    assert swapped.startswith(
        "organisations / d-swap / latitude: Latitude and longitude look exchanged: 3.06, 50.63"
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("x12-el.json", "the code is GR"),
        ("x13-no-lang.json", "; the code is nb"),
        ("x18-latstring.json", "write 51.5 without quotation marks"),
    ],
)
def test_what_was_meant_is_said(name: str, words: str) -> None:
    assert words in refused(FILES / name)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("UK", "GB"),
        ("EL", "GR"),
        ("gr", "GR"),
        ("GRC", "GR"),
        ("Greece", "GR"),
        ("Norge", "NO"),
        ("GB-SCT", "GB"),
        ("Scotland", "GB"),
        ("XKX", "XK"),
        ("ZZ", ""),
        ("", ""),
        (7, ""),
    ],
)
def test_countries_of_other_lists(written: object, code: str) -> None:
    assert meant_country(written) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("en_GB", "en"),
        ("gr", "el"),
        ("swe", "sv"),
        ("se", "sv"),
        ("Greek", "el"),
        ("EN", "en"),
        ("ru", ""),
        (None, ""),
    ],
)
def test_languages_of_other_lists(written: object, code: str) -> None:
    assert meant_language(written) == code


def test_only_numbers_in_quotation_marks_are_called_numbers() -> None:
    assert number_hint("-0,12") == "; write -0.12 without quotation marks"
    assert number_hint("many") == number_hint(12) == ""


# -- practices and projects may stand where their publisher is -----------------------------------
def practice(**fields: Any) -> dict[str, Any]:
    texts = {"title": {"en": "P"}, "summary": {"en": "S"}, "original_language": "en"}
    kinds = {"kind": "service", "maturity": "pilot"}
    return {"id": "p", "organisation": "ours", **texts, **kinds, **fields}


def file_of(tmp_path: Path, **collections: Any) -> Path:
    path = tmp_path / "records.json"
    path.write_text(json.dumps({"format": "cope-records/1", **collections}))
    return path


def test_a_practice_stands_in_one_of_its_countries_or_at_its_publisher_s(tmp_path: Path) -> None:
    make_organisation(name="Ours", country="FR")
    paris = {"latitude": 48.86, "longitude": 2.35, "countries": ["BE"]}
    oslo = {"latitude": 59.91, "longitude": 10.75, "countries": ["BE"]}

    call_command("import_records", str(file_of(tmp_path, practices=[practice(**paris)])))
    line = refused(file_of(tmp_path, practices=[practice(**oslo)]))

    assert "practices / p / latitude: This point (" in line
    assert "Norway) is " in line
    assert " km outside Belgium." in line or " km outside France." in line


def test_the_publisher_may_come_in_the_same_file(tmp_path: Path) -> None:
    organisation = {"id": "ours", "name": {"en": "Ours"}, "kind": "charity", "country": "FR"}
    paris = {"latitude": 48.86, "longitude": 2.35, "countries": ["BE"]}
    path = file_of(
        tmp_path,
        organisations=[{**organisation, "original_language": "en"}],
        practices=[practice(**paris)],
    )

    call_command("import_records", str(path), "--dry-run", stdout=StringIO())
