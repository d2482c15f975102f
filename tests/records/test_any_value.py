"""Any JSON value in place of any field gives problems in words, or a record that can be stored."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home.management.commands.load_demo import FILES
from records.archive import Unreadable
from records.checking import Checked, check_references, check_sources
from records.importing import Import
from records.keys import Keys
from records.on_site import check_on_site
from records.problems import RecordsRefused
from records.reading import Source, parse, read_sources
from records.registry import registry

Json = dict[str, Any]
Path = tuple[str | int, ...]

#: words the format knows, so that not every example fails at the first hurdle
WORDS = ["en", "xx", "NO", "UK", "2016", "2016-13", "theme", "town", "cope", "children", "\ud800"]
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(WORDS)
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4) | st.sampled_from(WORDS), inner, max_size=3)
    ),
    max_leaves=6,
)


def demo() -> Json:
    """All demo records as one file."""
    merged: Json = {}
    for source in read_sources(FILES):
        merged.update(source.data)
    return merged


DEMO_DATA = demo()


#: what the demo content has none of
SAMPLES: dict[str, list[Json]] = {
    "countries": [{"id": "NO"}],
    "memberships": [
        {
            "id": "a1",
            "name": "Somebody",
            "country": "NO",
            "in_directory": True,
            "category": "individual",
            "status": "suspended",
            "since": "2020-03-01",
            "until": "2090-01-01",
            "fee_paid_until": "2026-12-31",
            "reminded_for": "2026-12-31",
            "notes": "Speaks Greek.",
            "entered": "2020-03-01T09:00:00Z",
            "steps": [
                {"to": "applied", "day": "2020-01-01", "made": "2020-01-01T09:00:00Z"},
                {"from": "applied", "to": "in_review", "day": "2020-01-02"},
                {
                    "from": "in_review",
                    "to": "active",
                    "day": "2020-03-01",
                    "by": "ana@example.org",
                    "decision": "The board, minutes 3",
                },
                {"from": "active", "to": "suspended", "day": "2021-01-01", "reason": "No fee."},
            ],
            "contacts": [{"role": "fee", "name": "Bo", "email": "bo@example.org"}],
        }
    ],
    "pages": [
        {
            "id": "about",
            "title": {"en": "About"},
            "order": 1,
            "lead": {"en": "Who we are."},
            "body": {"en": '<p>A <a linktype="page" id="pages">front page</a>.</p>'},
            "original_language": "en",
        }
    ],
}


def fullest(collection: str) -> Json:
    """The record of a collection with the most fields, all of its fields named."""
    records = DEMO_DATA.get(collection) or SAMPLES[collection]
    record = max(records, key=lambda entry: len(repr(entry)))
    return {**dict.fromkeys(registry().get(collection).fields), **record}


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place inside a value at which another value can be put."""
    if path:
        yield path
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for name, entry in inner:
            yield from places(entry, (*path, name))


RECORDS = {name: fullest(name) for name in registry().names()}
PLACES = [(name, path) for name, record in RECORDS.items() for path in places(record)]


class DemoSite:
    """A site that has the demo's records: an example then holds what it is about, no more."""

    schemes: ClassVar[dict[str, str]] = {
        entry["id"]: entry["scheme"] for entry in DEMO_DATA["concepts"]
    }
    ids: ClassVar[set[tuple[str, str]]] = {
        (name, entry["id"]) for name in registry().names() for entry in DEMO_DATA.get(name, ())
    }

    def has(self, collection: str, record_id: str) -> bool:
        return (collection, record_id) in self.ids

    def scheme_named(self, record_id: str) -> str:
        return self.schemes.get(record_id, "")


def replaced(collection: str, path: Path, value: Any) -> Json:
    """A few demo records of a collection, the last with another value in one place."""
    record = copy.deepcopy(RECORDS[collection])
    holder: Any = record
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    old = RECORDS[collection]["id"]
    others = [entry for entry in DEMO_DATA.get(collection, ()) if entry["id"] != old]
    return {collection: [*others[:5], record]}


def checked(data: Any) -> Checked:
    """Check on a site with the demo's records."""
    found = check_sources([Source("a.json", data)], registry=registry())
    check_references(found, DemoSite())
    return found


@pytest.mark.django_db
def test_the_records_are_right_before_they_are_spoilt() -> None:
    assert checked(DEMO_DATA).findings.problems.lines() == []
    for name in set(RECORDS) & set(DEMO_DATA):
        few = replaced(name, ("id",), RECORDS[name]["id"])
        assert checked(few).findings.problems.lines() == []


@pytest.mark.django_db  # whose country a point must be in stands with the publisher, on the site
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.sampled_from(PLACES), value=anything)
def test_any_value_in_any_field_gives_lines_at_most(place: tuple[str, Path], value: Any) -> None:
    lines = checked(replaced(*place, value)).findings.problems.lines()

    for line in lines:
        assert line.isprintable()
        assert line.count(" / ") >= 2


@settings(max_examples=100, deadline=None)
@given(value=anything)
def test_any_file_gives_lines_at_most(value: Any) -> None:
    found = checked(value)

    if not isinstance(value, dict):
        assert len(found.findings.problems.lines()) == 1


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=40) | st.text(max_size=40).map(lambda text: text.encode()))
def test_any_bytes_are_json_or_unreadable(content: bytes) -> None:
    with suppress(Unreadable):  # anything else fails the test
        parse(content)


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(place=st.sampled_from(PLACES), value=anything)
def test_what_passes_the_check_can_be_stored(
    demo: None, place: tuple[str, Path], value: Any
) -> None:
    collection, path = place
    spoilt = replaced(collection, path, value)[collection][-1:]
    keys = Keys(registry())
    found = check_sources([Source("a.json", {collection: spoilt})], registry=registry())
    check_references(found, keys)
    check_on_site(found, keys)
    if found.findings.problems or found.findings.files:
        return

    try:
        Import(found, keys, replace_drafts=True).run()
    except RecordsRefused as refused:
        pytest.fail("\n".join(refused.problems.lines()))
    again = Import(found, Keys(registry()), replace_drafts=True).run()

    assert sum(again.unchanged.values()) == found.count()
