"""Found to help only where a named study found it: said to help everywhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from members.models import MembershipStatus
from practices.findings import STUDIES, finding_of, with_findings
from practices.models import Design, Direction, Evidence, PracticePage, ResearchPage
from search.models import IndexState
from search.query import SearchQuery
from search.sources.database import records_matching
from search.state.index_state import drain_all, read_entries
from tests.builders import (
    make_concept,
    make_membership,
    make_organisation,
    make_practice,
    make_research,
)

pytestmark = pytest.mark.django_db
TICK = "#finding-works"


def suspended_study() -> ResearchPage:
    owner = make_organisation(name="Closed")
    make_membership(organisation=owner, status=MembershipStatus.SUSPENDED)
    return make_research(parent=owner)


def finding(**fields: Any) -> Evidence:
    practice = make_practice(organisation=make_organisation(name="Casa"), title="Story time")
    practice.set_concepts({"theme": [make_concept()]})
    practice.save_revision().publish()
    return Evidence.objects.create(record=practice, **fields)


@pytest.mark.parametrize("design", Design.values)
@pytest.mark.parametrize(
    "study",
    [make_research, None, lambda: make_research(live=False), suspended_study],
    ids=["named", "none", "draft", "suspended"],
)
def test_it_helps_where_a_study_that_readers_can_open_found_it(
    design: str, study: Callable[[], ResearchPage] | None
) -> None:
    row = finding(
        direction=Direction.WORKS, design=design, research=study() if study is not None else None
    )

    stored = with_findings(Evidence.objects.all()).get().finding
    row.research = row.research if row.research and row.research.is_public() else None

    expected = "works" if study is make_research and design in STUDIES else "said"
    assert stored == finding_of(row) == expected
    assert read_entries([row.record.key])[0][row.record.key].directions == (expected,)


@pytest.mark.parametrize("direction", [each for each in Direction if each != Direction.WORKS])
def test_other_findings_stay_what_they_are(direction: str) -> None:
    row = finding(direction=direction, design=Design.OPINION)

    assert with_findings(Evidence.objects.all()).get().finding == finding_of(row) == direction


PLACES = (
    "/en/organisations/casa/story-time/",
    "/en/themes/visits/",
    "/en/practices/",
    "/en/library/what-visits-change/",
)
OTHERS = (
    "/en/",
    "/en/search/?q=story",
    "/en/search/results.csv",
    "/en/search/results.atom",
    "/api/v1/search?q=story",
)


@pytest.mark.parametrize("design", [Design.OPINION, Design.RCT])
def test_every_place_says_the_same(client: Client, design: str) -> None:
    finding(direction=Direction.WORKS, design=design, research=make_research())
    drain_all()
    right, wrong = "Said to help", "Found to help"
    if design in STUDIES:
        right, wrong = wrong, right

    pages = {address: client.get(address).content.decode() for address in (*PLACES, *OTHERS)}

    assert [address for address in pages if wrong in pages[address]] == []
    assert [address for address in PLACES if right not in pages[address]] == []
    assert any(TICK in page for page in pages.values()) is (design in STUDIES)


def test_the_filter_knows_the_difference() -> None:
    row = finding(direction=Direction.WORKS, design=Design.OPINION)

    def matching(direction: str) -> list[str]:
        query = {"direction": direction, "collection": "practices"}
        return records_matching(SearchQuery.parse(query, "en"))

    assert matching("said") == [row.record.key]
    assert matching("works") == []


def test_the_index_hears_when_a_study_goes_offline() -> None:
    study = make_research(parent=make_organisation(name="Elsewhere"))
    row = finding(direction=Direction.WORKS, design=Design.RCT, research=study)
    drain_all()

    study.unpublish()

    assert IndexState.objects.waiting().filter(key=row.record.key).exists()
    assert PracticePage.objects.for_public().filter(pk=row.record_id).exists()
