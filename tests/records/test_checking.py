"""What the grammar refuses, where, and in which order it says so."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from members.models import MembershipCategory
from records.checking import check_references, check_sources
from records.fields import Identity, String
from records.problems import LISTED
from records.reading import Source, parse
from records.registry import ORDER, Collection, Registry, registry
from tests.records.samples import concept, organisation, practice, research


class EmptySite:
    """A site without records."""

    def has(self, collection: str, record_id: str) -> bool:
        return False

    def scheme_named(self, record_id: str) -> str:
        return ""


def lines(*data: Any) -> list[str]:
    """What is wrong in these files, on an empty site."""
    sources = [Source(f"{number}.json", entry) for number, entry in enumerate(data)]
    checked = check_sources(sources, registry=registry())
    check_references(checked, EmptySite())
    return checked.findings.problems.lines()


def problems_of(collection: str, record: Any) -> list[str]:
    """What is wrong with one record, in a file with what the samples refer to."""
    data: dict[str, Any] = {
        "concepts": [concept("visits"), concept("children", "target_group")],
        "organisations": [organisation()],
        "research": [research("a-study")],
    }
    data[collection] = [*data.get(collection, ()), record]
    return lines(data)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"id": "Not Kebab"}, "id: "),
        ({"id": "a--b"}, "id: "),
        ({"id": "ä"}, "id: "),
        ({"id": 7}, "id: 7, expected an id in kebab-case"),
        ({"id": "x" * 151}, "id: 151 characters, expected at most 150"),
        ({"name": {}}, "name: required field is missing"),
        ({"name": []}, "name: required field is missing"),
        ({"name": "text"}, "name: expected text by language, got text"),
        ({"name": {"en": ""}}, "name.en: expected non-empty text"),
        ({"name": {"fr": "x"}}, 'name: text in the original language "en" is missing'),
        ({"name": {"en": "x" * 256}}, "name.en: 256 characters, expected at most 255"),
        ({"name": {"en": "a\tb"}}, "name.en: character 2 is a control character (\\t)"),
        ({"name": {"en": "a\ud800"}}, "name.en: character 2 is half of a surrogate pair"),
        ({"summary": {"en": "a\x00"}}, "summary.en: character 2 is a control character (\\x00)"),
        ({"summary": {}}, "summary: expected text by language, got an empty object"),
        ({"country": "no"}, 'country: "no" (text) is not an ISO 3166-1 alpha-2 code'),
        ({"country": "yy"}, 'country: "yy" (text), expected an ISO 3166-1 alpha-2 code'),
        ({"country": ["NO"]}, "country: a list, expected an ISO 3166-1 alpha-2 code"),
        ({"nation": "NO-03"}, "nation: "),
        ({"original_language": "ru"}, 'original_language: "ru" (text), expected one of en fr'),
        ({"staff": 9.5}, "staff: 9.5, expected a whole number"),
        ({"staff": 9.0}, "staff: 9.0, expected a whole number"),
        ({"staff": True}, "staff: true, expected a whole number"),
        ({"staff": -1}, "staff: -1, expected a whole number from 0 to 2147483647"),
        ({"staff": 2**31}, "staff: 2147483648, expected a whole number from 0 to 2147483647"),
        ({"latitude": 91, "longitude": 0}, "latitude: 91, expected a latitude from -90 to 90"),
        ({"latitude": float("nan"), "longitude": 0}, "latitude: nan, expected a latitude"),
        ({"latitude": 1}, "longitude: a point needs both latitude and longitude"),
        ({"precision": "town", "address": "Street 1"}, "address: expected nothing"),
        ({"precision": "house"}, 'precision: "house" (text), expected one of address town'),
        ({"as_of": "2015-02-29"}, "as_of: 2015-02-29 is not a date"),
        ({"as_of": 2015}, "as_of: 2015, expected a date"),
        ({"languages": ["en", "xx"]}, 'languages[1]: "xx" (text), expected one of en'),
        ({"languages": "en"}, "languages: expected a list, got text"),
        ({"themes": ["children"]}, 'themes[0]: concept "children" not found in the scheme theme'),
        ({"themes": ["visits", "visits"]}, 'themes[1]: "visits" (text) stands twice'),
        ({"themes": [None]}, "themes[0]: null, expected the id of one of the concepts"),
        ({"website": "JavaScript:alert(1)"}, "website: "),
        ({"website": "java\nscript:alert(1)"}, "website: "),
        ({"memberships": [{"status": "active"}]}, "memberships[0].category: required field"),
        ({"memberships": ["active"]}, "memberships[0]: expected an object, got text"),
        ({"sources": ["ok", ""]}, "sources[1]: "),
        ({"images": [{"file": "../x.png", "alt": {"en": "x"}}]}, "images[0].file: "),
        ({"bad\nfield": 1}, "bad\\nfield: unknown field, expected one of id name"),
    ],
)
def test_wrong_value_is_refused_where_it_stands(fields: dict[str, Any], expected: str) -> None:
    record = organisation(**{"id": "test-wrong", **fields})

    found = problems_of("organisations", record)

    assert len(found) == 1
    where = found[0].split(" / ", 2)
    assert where[0] == "organisations"
    assert where[2].startswith(expected)
    assert "\n" not in found[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"website": None, "themes": [], "sources": None},
        {"website": "example.org:8080/path"},
        {"website": "HTTPS://example.org"},
        {"summary": {"en": "Two paragraphs.\n\nThe second.\r\nA line."}},
        {"latitude": 60, "longitude": 11.0, "precision": "address", "address": "Street 1"},
        {"country": "XK", "nation": "GB-SCT"},
        {"as_of": "2016", "confirmed_on": "2016-02-29"},
        {"memberships": []},
    ],
)
def test_right_value_passes(fields: dict[str, Any]) -> None:
    assert problems_of("organisations", organisation("test-right", **fields)) == []


@pytest.mark.parametrize(
    ("collection", "record", "expected"),
    [
        ("practices", practice("p", continues=["p"]), "continues[0]: a record can't name itself"),
        ("practices", practice("p", adapted_from=["p"]), "adapted_from[0]: a record can't"),
        ("research", research("r", cited_via="r"), "cited_via: a record can't name itself"),
        ("concepts", concept("c", broader="c"), "broader: a record can't name itself"),
        ("concepts", concept("c", related=["c"]), "related[0]: a record can't name itself"),
        ("concepts", concept("c", scheme="mood"), "scheme: "),
        ("concepts", concept("c", alternative={"xx": ["a"]}), 'alternative: language "xx"'),
        ("concepts", concept("c", alternative={"en": "a"}), "alternative.en: expected a list"),
        ("concepts", concept("c", alternative={"en": ["a", 7]}), "alternative.en[1]: expected a"),
        ("practices", practice("p", organisation=None), "organisation: required field is missing"),
        ("practices", practice("p", figures=[{"value": "x", "label": {"en": "l"}}]), "figures[0]"),
        (
            "practices",
            practice(
                "p",
                evidence=[
                    {
                        "claim": {"en": "c"},
                        "direction": "works",
                        "design": "rct",
                        "research": "none",
                    }
                ],
            ),
            'evidence[0].research: reference "none" not found in research',
        ),
        (
            "resources",
            {"id": "r", "title": {"en": "t"}, "ages": [9, 3], "original_language": "en"},
            "ages: a list, expected [low, high]",
        ),
        (
            "statistics",
            {
                "id": "s",
                "statement": {"en": "t"},
                "value": 1,
                "comparison": {"value": 2},
                "official": "yes",
                "original_language": "en",
            },
            'official: "yes" (text), expected true or false',
        ),
    ],
)
def test_other_collections_refuse_too(collection: str, record: Any, expected: str) -> None:
    found = problems_of(collection, record)

    assert found[0].split(" / ", 2)[2].startswith(expected)


def test_repeated_keys_are_refused_at_every_level() -> None:
    found = lines(
        parse(
            b'{"categories": [], "categories": [{"id": "c", "id": "c", "label": {"en": "a", '
            b'"en": "b"}}]}'
        )
    )

    assert [line.split(": ")[0] for line in found] == [
        "file / 0.json / categories",
        "categories / c / id",
        "categories / c / label.en",
    ]


def test_problems_come_in_the_order_of_the_files() -> None:
    first = {
        "practices": [practice("p", partners=[{"organisation": "none"}], maturity="old")],
        "organisations": [organisation("o", staff="x", country="UK"), organisation("test-one")],
    }
    second = {"organisations": [organisation("o")], "extra": [], "format": "cope-records/2"}

    found = lines(first, second)

    assert [re.split(r": (?!\w+ /)", line)[0] for line in found] == [
        "0.json: practices / p / partners[0].organisation",
        "0.json: practices / p / maturity",
        "0.json: organisations / o / country",
        "0.json: organisations / o / staff",
        "file / 1.json / format",
        "1.json: organisations / o / id",
        "1.json: extra / - / -",
    ]


def test_long_lists_of_problems_are_cut() -> None:
    found = lines({"organisations": [{} for _ in range(100)]})

    assert len(found) == LISTED + 1
    assert found[-1].startswith("… and ")


@pytest.mark.parametrize("data", [[], "text", 7, None, {"organisations": {}}, {"figure": []}])
def test_file_of_another_shape_is_refused(data: Any) -> None:
    assert len(lines(data)) == 1


def test_identity_of_a_country_text_is_its_code() -> None:
    text = {"id": "norway", "introduction": {"en": "x"}, "original_language": "en"}

    found = lines({"countries": [text, {**text, "id": "NO"}]})

    assert [line.split(": ")[0] for line in found] == ["countries / norway / id"]


def test_all_collections_of_the_format_are_there_in_its_order() -> None:
    assert registry().names() == ORDER


def test_registry_refuses_duplicates_and_unknown_names() -> None:
    own = Registry()
    collection = Collection.of("categories", [Identity()], model=MembershipCategory)
    own.register(collection)

    with pytest.raises(ImproperlyConfigured, match="registered twice"):
        own.register(collection)
    with pytest.raises(ImproperlyConfigured, match="not a collection"):
        own.register(Collection.of("animals", [Identity()], model=MembershipCategory))
    with pytest.raises(ImproperlyConfigured, match="No collection"):
        own.get("animals")
    with pytest.raises(ImproperlyConfigured, match="declared twice"):
        Collection.of("categories", [Identity(), Identity()], model=MembershipCategory)
    with pytest.raises(ImproperlyConfigured, match="must be its id"):
        Collection.of("categories", [String("label")], model=MembershipCategory)
