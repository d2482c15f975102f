"""Every bad file is refused as promised, on an empty site and on one with the demo content."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from members.models import OrganisationPage
from tests.records.samples import BAD, by_id, export, import_files, refusal

#: file → where the one problem is, and words of what was expected
EXPECTED = {
    "01-unknown-field.json": (
        "organisations / test-unknown-field / telephone",
        ["unknown field"],
    ),
    "02-missing-required-field.json": (
        "practices / test-missing-field / maturity",
        ["required field is missing", "pilot", "established"],
    ),
    "03-dangling-reference.json": (
        "practices / test-dangling / partners[0].organisation",
        ["no-such-organisation", "not found in organisations", "on the site"],
    ),
    "04-wrong-country-code.json": (
        "organisations / test-country / country",
        ["UK", "ISO 3166-1 alpha-2", "GB"],
    ),
    "05-language-not-known.json": (
        "organisations / test-language / name",
        ["xx", "not known", "en fr de es it nl pt ro nb sv pl el"],
    ),
    "06-latitude-out-of-range.json": (
        "organisations / test-latitude / latitude",
        ["159.91", "-90 to 90"],
    ),
    "07-not-json.json": ("07-not-json.json / line 1, column 1 / -", ["not JSON"]),
    "08-truncated.json": ("08-truncated.json / line 26, column 13 / -", ["ends too early"]),
    "09-duplicate-id.json": (
        "organisations / test-twice / id",
        ["stands twice in this collection"],
    ),
    "10-wrong-type.json": (
        "organisations / test-type / staff",
        ['"nine" (text)', "a whole number"],
    ),
    "11-impossible-date.json": (
        "practices / test-date / started",
        ["2016-13", "YYYY, YYYY-MM or YYYY-MM-DD", "no month 13"],
    ),
    "13-two-addresses.json": (
        "organisations / test-addresses / email",
        ["press@example.org", "one e-mail address only"],
    ),
    "14-private-address.json": (
        "organisations / test-address / email",
        ["office@localhost", "known on one machine"],
    ),
    "15-step-skipped.json": (
        "organisations / test-history / memberships[0].steps[2]",
        ["from", "in_review", "to", "active", "is no step", "expected applicant refused"],
    ),
    "16-step-before-start.json": (
        "organisations / test-history / memberships[0].steps[0]",
        ["2019-12-31 comes before the membership began, 2020-03-01"],
    ),
    "17-state-not-known.json": (
        "organisations / test-history / memberships[0].steps[3].to",
        ["member", "expected one of applied in_review applicant"],
    ),
}

pytestmark = pytest.mark.django_db


def media_files() -> list[Path]:
    return sorted(Path(settings.MEDIA_ROOT).rglob("*"))


def test_every_bad_file_is_covered() -> None:
    names = {path.name for path in BAD.glob("*.json")}

    assert names == {*EXPECTED, "12-script-tag-valid.json"}


@pytest.mark.parametrize("name", EXPECTED)
def test_refused_file_names_its_one_problem_and_changes_nothing(
    site: str, name: str, nothing_written: None
) -> None:
    where, words = EXPECTED[name]
    before = media_files()

    lines = refusal(BAD / name)

    assert len(lines) == 1
    assert lines[0].startswith(f"{where}: ")
    assert [word for word in words if word not in lines[0]] == []
    assert refusal(BAD / name) == lines
    assert not OrganisationPage.objects.filter(record_id__startswith="test-").exists()
    assert media_files() == before


def test_markup_is_stored_and_given_back_character_by_character(site: str, tmp_path: Path) -> None:
    first = import_files(BAD / "12-script-tag-valid.json")
    second = import_files(BAD / "12-script-tag-valid.json")

    found = by_id(export(tmp_path / "out.json"), "organisations")["test-script"]
    assert first == "organisations: 1 new, 0 changed, 0 unchanged\n"
    assert second == "organisations: 0 new, 0 changed, 1 unchanged\n"
    assert found["name"] == {"en": "Example <b>bold</b> & Sons"}
    assert found["summary"]["en"] == (
        "Before <script>alert('x')</script> after.\n\n<img src=x onerror=alert(1)> and 3 < 5."
    )
    assert found["website"] == "https://example.org/?a=1&b=2"
    assert OrganisationPage.objects.filter(record_id="test-script").count() == 1


def test_bad_file_next_to_a_good_one_stops_both(site: str, nothing_written: None) -> None:
    lines = refusal(BAD / "12-script-tag-valid.json", BAD / "10-wrong-type.json")

    where = "10-wrong-type.json: organisations / test-type / staff"
    assert lines == [f'{where}: "nine" (text), expected a whole number']
