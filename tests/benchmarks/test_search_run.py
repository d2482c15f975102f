"""The benchmark of the search runs, also where there is no Elasticsearch."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from benchmarks.search_run import sizes_up_to
from tests.project.sources import ROOT


def test_sizes_end_with_the_one_asked_for() -> None:
    assert sizes_up_to(50_000) == [1_000, 5_000, 50_000]
    assert sizes_up_to(5_000) == [1_000, 5_000]
    assert sizes_up_to(300) == [300]


@pytest.mark.slow
def test_without_elasticsearch_that_part_is_named_as_skipped() -> None:
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    command = [sys.executable, "-m", "benchmarks.search_run", "--records", "30", "--rounds", "2"]

    done = subprocess.run(
        [*command, "--questions", "7"],
        cwd=ROOT,
        env={**environment, "ES_JAVA_HOME": "/nowhere", "ES_TEST_PORT": "9299"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr
    assert "SKIPPED: everything with Elasticsearch (no JDK" in done.stdout
    assert "site, embedded" in done.stdout
    assert "Wagtail, database" in done.stdout
    assert "Elasticsearch alone" not in done.stdout
