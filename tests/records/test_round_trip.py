"""The demo content goes in and comes out again, whole, in a constant number of queries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.management.commands.load_demo import FILES
from practices.models import PracticePage
from records import exporting, importing
from records.reading import read_sources
from records.registry import ORDER
from tests.records.conftest import demo_content
from tests.records.samples import by_id, export, import_files, written

ROWS_OF_ROWS = 15
"""Relations that the first record of each collection may lack, so nothing is loaded below them.

Below memberships are three, loaded by both checks and by the comparison.
"""

pytestmark = pytest.mark.django_db


def test_demo_content_comes_back_as_it_went_in_and_goes_round_byte_for_byte(
    db: None, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    with demo_content():
        exported = export(first)

    import_files(first)
    export(second)

    given: dict[str, Any] = {}
    for source in read_sources(FILES):
        given.update(source.data)
    assert {name: by_id(exported, name) for name in ORDER} == {
        name: by_id(given, name) for name in ORDER
    }
    assert first.read_bytes() == second.read_bytes()


def test_queries_do_not_grow_with_the_records(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "CHUNK", 10_000)
    monkeypatch.setattr(importing, "CHUNK", 10_000)
    with demo_content():
        with CaptureQueriesContext(connection) as whole_export:
            whole = export(tmp_path / "all.json")
        with CaptureQueriesContext(connection) as unchanged_import:
            import_files(tmp_path / "all.json")
        fewer = {name: records[:1] for name, records in whole.items() if name != "format"}
        with CaptureQueriesContext(connection) as smaller_import:
            import_files(written(tmp_path, **fewer))
        PracticePage.objects.filter(pk__gt=PracticePage.objects.order_by("pk")[30].pk).update(
            live=False
        )
        with CaptureQueriesContext(connection) as smaller_export:
            export(tmp_path / "fewer.json")

    assert len(whole_export) == len(smaller_export)
    assert len(unchanged_import) <= len(smaller_import) + ROWS_OF_ROWS
