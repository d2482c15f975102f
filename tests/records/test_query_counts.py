"""What an import costs the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.records.samples import (
    Json,
    concept,
    import_files,
    organisation,
    practice,
    research,
    written,
)

pytestmark = pytest.mark.django_db

PER_NEW_PAGE = 50
"""Queries that a new page may cost, its rows, revision, history and indexes included."""


def rich_practice(number: int) -> Json:
    """A practice with every sort of row."""
    return practice(
        f"rich-{number}",
        themes=["visits", "games"],
        target_groups=["children"],
        partners=[{"organisation": "test-two", "role": {"en": "hosts it"}}] * 3,
        evidence=[
            {
                "claim": {"en": "It helps."},
                "direction": "works",
                "design": "survey",
                "research": "study",
            }
        ],
        figures=[{"label": {"en": "Children"}, "value": value} for value in (1, 2, 3)],
        continues=["old"],
        adapted_from=["old"],
        confirmed_on="2025",
        sources=["a", "b"],
    )


def queries(path: Path) -> int:
    with CaptureQueriesContext(connection) as captured:
        import_files(path)
    return len(captured)


@pytest.fixture
def ground(tmp_path: Path) -> None:
    """What the rich practices refer to."""
    import_files(
        written(
            tmp_path,
            concepts=[concept("visits"), concept("games"), concept("children", "target_group")],
            organisations=[organisation(), organisation("test-two")],
            research=[research("study")],
            practices=[practice("old")],
        )
    )


def test_new_page_costs_at_most_fifty_queries(ground: None, tmp_path: Path) -> None:
    few = queries(written(tmp_path, practices=[rich_practice(n) for n in range(2)]))
    many = queries(written(tmp_path, practices=[rich_practice(n) for n in range(2, 12)]))

    per_page = (many - few) / 8
    assert per_page <= PER_NEW_PAGE, f"{per_page} queries"


def test_unchanged_record_costs_none(ground: None, tmp_path: Path) -> None:
    records: list[Any] = [rich_practice(number) for number in range(8)]
    import_files(written(tmp_path, practices=records))

    few = queries(written(tmp_path, practices=records[:2]))
    many = queries(written(tmp_path, practices=records))

    assert many == few
