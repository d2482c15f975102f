"""docs/adding.md names the files that an addition takes: each is there, none is missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.sources import ROOT
from tests.project.toys import FIELD, FIELD_CHECKS, FILTER, FILTER_CHECKS, KIND, KIND_CHECKS

GUIDE = ROOT / "docs" / "adding.md"
MOST_FILES = {"A translated field of projects": 4, "A filter": 4, "A kind of record": 12}
NOT_COPIED = (".git", ".venv", "node_modules", "var", "__pycache__", ".*_cache", ".hypothesis")
_FILE = re.compile(r"^\d+\. `([^`]+)`", re.MULTILINE)


def sections() -> dict[str, str]:
    """The guide's chapters by heading."""
    parts = re.split(r"^## (.+)$", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def files_of(chapter: str) -> list[str]:
    """The files that a chapter's numbered list names, in its order."""
    return _FILE.findall(sections()[chapter])


@pytest.mark.parametrize("chapter", sections())
def test_every_file_that_is_named_exists(chapter: str) -> None:
    named = [name for name in files_of(chapter) if "<" not in name]

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


TOYS = {"A translated field of projects": FIELD, "A filter": FILTER, "A kind of record": KIND}


@pytest.mark.parametrize("chapter", TOYS)
def test_the_list_is_what_the_toy_changes(chapter: str) -> None:
    listed = [name.replace("<kind>", "toy") for name in files_of(chapter)]

    assert sorted(listed) == sorted({change.path for change in TOYS[chapter]})
    assert len(listed) <= MOST_FILES[chapter]


@pytest.mark.slow
def test_the_lists_are_all_it_takes(tmp_path: Path) -> None:
    copy = tmp_path / "project"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED), symlinks=True)

    changes = (*FIELD, *FILTER, *KIND, FIELD_CHECKS, FILTER_CHECKS, KIND_CHECKS)
    for change in changes:
        change.make(copy)

    run(copy, "manage.py", "makemigrations", "practices", "--name", "toys")
    run(copy, "manage.py", "check", "--fail-level", "WARNING")
    checks = [each.path for each in (FIELD_CHECKS, FILTER_CHECKS, KIND_CHECKS)]
    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *checks)


def run(folder: Path, *arguments: str) -> None:
    """Run Python in the copy. Fails with what it said."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    settings = {"DEBUG": "True", "DATA_DIR": str(folder / "var"), "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=outside | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
