"""`make bench`, the search: 50,000 generated records, all sides in one run.

    python -m benchmarks.search_run [--records 1000] [--questions 28] [--rounds 3]

Without an address in BENCH_ELASTICSEARCH the server of the tests is started; on a machine that
can't, the sides that need it are left out and named. DATABASE_URL names an empty database to use
in the place of SQLite.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.__main__ import report

if TYPE_CHECKING:
    from benchmarks.search_report import Size
    from benchmarks.search_sides import Side

RECORDS = 50_000
SIZES = (1_000, 5_000, 50_000)
PORT = "9220"  # not that of the tests: their server is killed now and then


def main() -> None:
    """Measure every size and print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search_run")
    parser.add_argument("--records", type=int, default=RECORDS, help="the largest size")
    parser.add_argument("--questions", type=int, default=28, help="different searches")
    parser.add_argument("--rounds", type=int, default=3, help="how often each one is asked")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="cope-network-bench-") as directory,
        elasticsearch() as (address, trouble),
    ):
        _prepare(Path(directory), address)
        report("The search, by number of records", _about(trouble))
        sizes = [
            _measured(address, records, questions=options.questions, rounds=options.rounds)
            for records in sizes_up_to(options.records)
        ]
        from benchmarks import search_report

        report("Growth", search_report.growth(sizes))
        report("Aims", search_report.aims(sizes[-1]))


def sizes_up_to(most: int) -> list[int]:
    """The sizes to measure, the last of them `most`."""
    return [*(size for size in SIZES if size < most), most]


@contextmanager
def elasticsearch() -> Iterator[tuple[str, str]]:
    """Give (address, "") of a server, or ("", why there is none)."""
    given = os.environ.get("BENCH_ELASTICSEARCH", "")
    if given:
        yield given.rstrip("/"), ""
        return
    os.environ.setdefault("ES_TEST_PORT", PORT)
    from tests.elasticsearch import server

    try:
        address = server.start(fresh=True)
    except server.ServerError as error:
        yield "", str(error)
        return
    try:
        yield address, ""
    finally:
        server.stop()


def _prepare(directory: Path, address: str) -> None:
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "DATA_DIR": str(directory),
            "SEARCH_URL": f"embedded:{directory / 'search'}",
            "BENCH_ELASTICSEARCH": address,
            "SECRET_KEY": "only-for-benchmarks",
            "ALLOWED_HOSTS": "localhost",
            "DEBUG": "False",
            "LOG_LEVEL": "ERROR",
            "EMAIL_URL": "dummy:",
        }
    )
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.search_content import VOCABULARY
    from records.importing import prepare_import

    call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)  # afterwards: it refers to the others
    prepare_import([VOCABULARY]).run(lambda *_done: None)


def _about(trouble: str) -> list[str]:
    from django.db import connection

    python, load = platform.python_version(), os.getloadavg()[0]
    rows = [f"Python {python}, {connection.vendor}, {os.cpu_count()} CPUs, load {load:.1f}"]
    if trouble:
        rows.append(f"SKIPPED: everything with Elasticsearch ({trouble.splitlines()[0]})")
    return rows


def _measured(address: str, records: int, *, questions: int, rounds: int) -> Size:
    from benchmarks import search_content, search_measure, search_report
    from benchmarks.search_sides import Site
    from search.query import SearchQuery

    source = search_content.generator()
    search_content.fill(source, count=records)
    sides = _sides(address)
    for side in sides:
        side.warm_up()
    built = {side.name: search_measure.build(side) for side in sides if side.builds}
    updated = {s.name: search_measure.update(s) for s in sides if isinstance(s, Site)}
    title = f"{records:,} records"
    load = f"load {os.getloadavg()[0]:.1f}"
    report(f"{title}, indexing ({load})", search_report.indexing(built, updated))
    queries = [SearchQuery.parse(each, each.pop("lang")) for each in source.questions(questions)]
    asked = search_measure.ask(sides, queries, rounds=rounds)
    size = search_report.Size(records=records, built=built, updated=updated, asked=asked)
    load = f"load {os.getloadavg()[0]:.1f}"
    report(f"{title}, searching ({load})", search_report.searching(size))
    return size


def _sides(address: str) -> list[Side]:
    from django.conf import settings

    from benchmarks import search_sides as sides
    from search.engines.elasticsearch.engine import ElasticsearchEngine
    from search.engines.embedded import EmbeddedEngine

    embedded = EmbeddedEngine(settings.SEARCH_URL)
    found: list[Side] = [
        sides.Site("site, embedded", embedded),
        sides.BareEmbedded(embedded),
        sides.Wagtail("Wagtail, database", "default"),
    ]
    if address:
        engine = ElasticsearchEngine(f"{address}/bench")
        found += [
            sides.Site("site, Elasticsearch", engine),
            sides.BareElasticsearch(engine),
            sides.Wagtail("Wagtail, Elasticsearch", "elasticsearch"),
        ]
    return found


if __name__ == "__main__":
    main()
