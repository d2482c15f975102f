"""docs/adding.md names the files that an addition takes: each is there, none is missing."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.i18n import LANGS
from tests.project.sources import PACKAGES, ROOT, modules, named
from tests.project.toys import (
    FIELD,
    FIELD_CHECKS,
    FILTER,
    FILTER_CHECKS,
    KIND,
    KIND_CHECKS,
    LANGUAGE,
    LANGUAGE_CHECKS,
    Edit,
    New,
)

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


def test_the_first_files_of_a_language_are_all_that_it_needs() -> None:
    listed = files_of("A language")

    assert listed[: len(LANGUAGE)] == [change.path for change in LANGUAGE]


def test_every_table_by_language_is_in_the_list() -> None:
    """Gaps and answers of the first pages weren't: a thirteenth language ended in an error."""
    found = [named(path) for path in modules(*SOURCES) if is_by_language(tree_of(path))]
    found += [
        named(path)
        for folder in SOURCES
        for path in (ROOT / folder).rglob("*.json")
        if path.name != "records.json" and is_by_language(json.loads(path.read_text("utf-8")))
    ]

    assert len(found) > 8
    assert [name for name in found if name not in files_of("A language")] == []


SOURCES = tuple(package for package in PACKAGES if package != "benchmarks")
SEVERAL = 6  # languages; a table with as many has all of them, or should have


def tree_of(path: Path) -> list[dict[Any, Any]]:
    """The dictionaries that a module writes out, their values left aside."""
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    dicts = [node for node in tree if isinstance(node, ast.Dict)]
    return [{getattr(key, "value", None): None for key in node.keys} for node in dicts]


def is_by_language(data: Any) -> bool:
    """Whether some dictionary in the data has languages for keys."""
    if isinstance(data, dict):
        known = sum(code in data for code in LANGS)
        return known >= SEVERAL or any(is_by_language(each) for each in data.values())
    return isinstance(data, list) and any(is_by_language(each) for each in data)


@pytest.mark.slow
def test_the_lists_are_all_it_takes(tmp_path: Path) -> None:
    copy = changed(tmp_path, *FIELD, *FILTER, *KIND, FIELD_CHECKS, FILTER_CHECKS, KIND_CHECKS)

    run(copy, "manage.py", "makemigrations", "practices", "--name", "toys")
    run(copy, "manage.py", "check", "--fail-level", "WARNING")
    checks = [each.path for each in (FIELD_CHECKS, FILTER_CHECKS, KIND_CHECKS)]
    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *checks)


@pytest.mark.slow
def test_a_language_of_which_no_word_is_written_breaks_nothing(tmp_path: Path) -> None:
    copy = changed(tmp_path, *LANGUAGE, LANGUAGE_CHECKS)

    run(copy, "manage.py", "makemigrations", "--name", "finnish")
    run(copy, "manage.py", "check", "--fail-level", "WARNING")
    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", LANGUAGE_CHECKS.path)


def changed(folder: Path, *changes: New | Edit) -> Path:
    """A copy of the project with changes."""
    copy = folder / "project"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED), symlinks=True)
    for change in changes:
        change.make(copy)
    return copy


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
