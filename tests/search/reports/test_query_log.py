"""What people look for: lines, counts, what stays hidden, and the office's page."""

from __future__ import annotations

import datetime as dt
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from core.work.worker import registered_slices
from members.office import ensure_office, office_group
from search.engines.base import Engine, EngineUnavailableError
from search.models import FoldedQueryLog, QueryCount
from search.query import SearchQuery
from search.reports import query_lines, query_log
from search.reports.query_lines import QueryFile, current_file, normalised, note_query
from search.reports.query_log import fold_file, fold_slice, forget_old, months_ago, report
from search.state.index_state import drain_all
from tests import builders
from tests.search.fakes import FakeSource
from tests.search.samples import entry

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path
    settings.QUERY_LOG = True
    monkeypatch.setattr(query_log, "GRACE", 0.0)


def lines() -> list[dict[str, Any]]:
    if not current_file().exists():
        return []
    return [json.loads(line) for line in current_file().read_text(encoding="utf-8").splitlines()]


def ask(text: str, *, times: int = 1, total: int = 1, language: str = "en", **query: Any) -> None:
    for _time in range(times):
        note_query(SearchQuery(text=text, language=language, **query), total=total)


def fold() -> None:
    """What two runs of the worker do: move away, then count."""
    fold_slice()
    fold_slice()


def counts() -> dict[str, tuple[int, int]]:
    return {row.text: (row.searches, row.nothing) for row in QueryCount.objects.all()}


# -- lines -----------------------------------------------------------------------------------------
def test_a_search_leaves_a_line_and_writes_nothing(client: Client, source: FakeSource) -> None:
    source.put(entry("practices/a", "Lantern"))
    drain_all()

    with CaptureQueriesContext(connection) as queries:
        client.get("/nb/search/?q=++Lantern")

    assert lines() == [
        {
            "day": timezone.now().date().isoformat(),
            "language": "nb",
            "text": "lantern",
            "found": 1,
            "filtered": False,
        }
    ]
    assert all(each["sql"].startswith("SELECT") for each in queries)


def test_only_first_pages_of_words_for_readers_count(
    client: Client, source: FakeSource, settings: Settings
) -> None:
    source.put(*(entry(f"practices/p{number}", "Lantern") for number in range(25)))
    drain_all()

    client.get("/en/search/?country=NO")
    client.get("/en/search/?q=lantern&page=2")
    client.get("/en/search/results.atom?q=lantern")
    client.head("/en/search/?q=lantern")
    settings.QUERY_LOG = False
    client.get("/en/search/?q=lantern")

    assert lines() == []


def test_a_search_without_the_engine_is_not_one_without_results(
    client: Client, source: FakeSource, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(_plan: object) -> None:
        raise EngineUnavailableError("nobody answers")

    monkeypatch.setattr(engine, "search", dead)
    client.get("/en/search/?q=lantern")

    assert lines() == []


@pytest.mark.parametrize(
    "text",
    [
        "ann@example.org",
        "Ann 0800 123 456",
        "+47 22 11 43 50",
        "case 123456",
        "٠١٢٣٤٥٦",
        "https://example.org/x",
        "www.example.org",
        "  ",
    ],
)
def test_what_may_be_personal_is_dropped(text: str) -> None:
    assert normalised(text) == ""


def test_what_is_kept_is_small_and_short() -> None:
    assert normalised("  Prison\n VISITS ") == "prison visits"
    assert normalised("CM/Rec(2018)5 1999-2005") == "cm/rec(2018)5 1999-2005"
    assert len(normalised("é" * 500)) == 80


def test_a_full_or_missing_disk_does_not_reach_the_reader(
    client: Client,
    source: FakeSource,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    (tmp_path / "file").write_text("")
    settings.DATA_DIR = tmp_path / "file"  # no folder can be made in it

    assert client.get("/en/search/?q=lantern").status_code == 200


def test_a_file_that_nobody_counts_stops_growing(monkeypatch: pytest.MonkeyPatch) -> None:
    ask("lantern")
    size = current_file().stat().st_size
    monkeypatch.setattr(query_lines, "BIGGEST_FILE", size)

    ask("lantern")

    assert current_file().stat().st_size == size
    assert current_file().stat().st_mode & 0o077 == 0
    assert isinstance(logging.getLogger("search.queries").handlers[0], QueryFile)


# -- counts ----------------------------------------------------------------------------------------
def test_lines_become_counts_once() -> None:
    ask("Lantern", times=4)
    ask("lantern", total=0)
    ask("lantern", total=0, filters=(("country", ("NO",)),))

    fold()
    fold()

    assert counts() == {"lantern": (6, 1)}
    assert list(query_lines.folder().iterdir()) == []
    assert FoldedQueryLog.objects.count() == 1


def test_a_worker_killed_before_deleting_a_file_counts_nothing_twice(tmp_path: Path) -> None:
    ask("lantern", times=5)
    fold_slice()
    (moved,) = query_lines.folder().iterdir()
    content = moved.read_bytes()
    fold_file(moved)

    moved.write_bytes(content)  # as if the deletion had not happened
    fold_file(moved)

    assert counts() == {"lantern": (5, 0)}
    assert not moved.exists()


def test_rare_texts_can_not_be_read_from_the_table() -> None:
    ask("something rare", times=4)
    fold()
    assert counts() == {"": (4, 0)}

    ask("something rare")
    fold()
    assert counts() == {"something rare": (5, 0)}


def test_a_text_counts_by_language() -> None:
    ask("visit", times=5)
    ask("visit", times=5, language="fr")

    fold()

    assert sorted(QueryCount.objects.values_list("language", flat=True)) == ["en", "fr"]


def test_lines_that_make_no_sense_are_left_out() -> None:
    ask("lantern", times=5)
    with current_file().open("ab") as file:
        file.write(b'{"day": "x"}\n[]\n\xff\xfe\nnull\n{"day": 1}\n')
        file.write(b'{"day": "2026-11-01", "language": "en", "text": "a@b.c", "found": 1,')
        file.write(b' "filtered": false}\n')

    fold()

    assert counts() == {"lantern": (5, 0)}


def test_old_counts_are_forgotten() -> None:
    for month in (dt.date(2025, 9, 1), dt.date(2025, 10, 1)):
        QueryCount.objects.create(month=month, language="en", digest="a", searches=9)

    forget_old(today=TODAY)

    assert [row.month for row in QueryCount.objects.all()] == [dt.date(2025, 10, 1)]
    assert months_ago(dt.date(2026, 1, 31), 1) == dt.date(2025, 12, 1)


def test_the_worker_counts() -> None:
    assert "query log" in {slice_.name for slice_ in registered_slices()}


# -- the report ------------------------------------------------------------------------------------
def make_count(text: str, searches: int, nothing: int = 0, *, month: int = 11) -> None:
    QueryCount.objects.create(
        month=dt.date(2026, month, 1),
        language="en",
        digest=text or "rare",
        text=text,
        searches=searches,
        nothing=nothing,
    )


def test_the_report_sums_months_and_hides_what_is_rare() -> None:
    make_count("lantern", 4, 3)
    make_count("lantern", 4, 3, month=10)
    make_count("visits", 20, 4)
    make_count("", 3)
    make_count("long ago", 50, month=1)

    found = report(months=2, today=TODAY)

    assert [(line.text, line.searches, line.nothing) for line in found.sought] == [
        ("visits", 20, 4),
        ("lantern", 8, 6),
    ]
    assert [line.text for line in found.missed] == ["lantern"]
    assert found.languages == (("en", 31, 10),)
    assert found.hidden == 1


def test_the_office_sees_the_report_and_editors_do_not(client: Client) -> None:
    ensure_office()
    month = timezone.now().date().replace(day=1)
    QueryCount.objects.create(
        month=month, language="en", digest="a", text="<b>beekeeping</b>", searches=9, nothing=2
    )
    office = builders.make_user(email="office@example.org")
    office.groups.add(office_group())
    editor = builders.make_user(email="editor@example.org")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))

    client.force_login(office)
    page = client.get("/admin/reports/searches/?months=12")
    assert page.status_code == 200
    assert "&lt;b&gt;beekeeping&lt;/b&gt;" in page.content.decode()
    assert "<td>9</td><td>fewer than 5</td>" in page.content.decode()
    assert "/admin/reports/searches/" in client.get("/admin/").content.decode()

    client.force_login(editor)
    assert client.get("/admin/reports/searches/").status_code in (302, 403)
    assert "/admin/reports/searches/" not in client.get("/admin/").content.decode()
    assert client.get("/admin/reports/searches/?months=x").status_code in (302, 403)
