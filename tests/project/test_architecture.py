"""The shape of the code: small files, small functions, imports that point one way."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import grimp
import pytest

from tests.project.sources import PACKAGES, ROOT, modules, named

MOST_LINES, MOST_TEST_LINES, MOST_FUNCTION_LINES = 400, 600, 40
DRAWERS = {"utils", "helpers", "misc", "common"}


def too_long(paths: Iterator[Path], *, most: int) -> list[str]:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > most]


def long_functions(paths: Iterator[Path]) -> list[str]:
    found = []
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_FUNCTION_LINES:
                    found.append(f"{named(path)}:{node.lineno} {node.name}: {lines} lines")
    return found


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    assert too_long(modules(), most=MOST_LINES) == []


def test_no_test_module_is_longer_than_six_hundred_lines() -> None:
    assert too_long(modules("tests"), most=MOST_TEST_LINES) == []


def test_no_function_is_longer_than_forty_lines() -> None:
    assert long_functions(modules()) == []


def test_no_module_is_a_drawer() -> None:
    drawers = [named(path) for path in modules(*PACKAGES, "tests") if path.stem in DRAWERS]

    assert drawers == []


def test_no_two_classes_have_one_name() -> None:
    """Else a reader has to look at the imports to know which is meant."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in modules(*(package for package in PACKAGES if package != "benchmarks")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and "management" not in path.parts:
                places[node.name].append(named(path))

    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_the_catalogues_hold_no_python() -> None:
    # A module there would take the place of the standard library's `locale`.
    assert list((ROOT / "locale").rglob("*.py")) == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}

    assert [named(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_tests_lie_where_what_they_test_lies() -> None:
    """A folder of tests below a package's tests is named after a room of that package."""
    tests = ROOT / "tests"
    folders = {path.parent.relative_to(tests) for path in tests.rglob("test_*.py")}
    ours = {folder for folder in folders if folder.parts[:1] and folder.parts[0] in PACKAGES}
    rooms = {path.with_suffix("").relative_to(ROOT) for path in modules()}
    rooms |= {room.parent for room in rooms}

    assert Path("search/engines") in ours
    assert sorted(map(str, ours - rooms)) == []


def test_no_page_is_private() -> None:
    # Everything published is public: a page class that offers privacy would promise otherwise.
    from wagtail.models import get_page_models

    ours = [model for model in get_page_models() if model._meta.app_label != "wagtailcore"]
    offering = [model.__name__ for model in ours if model.private_page_options]

    assert ours
    assert offering == []


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / ".venv" / "bin" / "lint-imports", "--no-logo", "--no-cache"],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
    )


def copied_to(folder: Path) -> Path:
    for path in (*modules(*PACKAGES, "tests"), ROOT / "pyproject.toml"):
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return folder


def test_imports_point_one_way_and_in_no_circle() -> None:
    result = linted(ROOT)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("importer", "imported", "place"),
    [
        ("home.models", "home.presentation", "home"),
        ("search.sources.registry", "search.sources.model_source", "search.sources"),
        # no file in a circle, but a room
        ("newsletter.composition.marks", "newsletter.subscribers.forms", "newsletter"),
    ],
)
def test_a_circle_is_found_however_it_is_imported(
    tmp_path: Path, importer: str, imported: str, place: str
) -> None:
    copy = copied_to(tmp_path)
    with (copy / f"{importer.replace('.', '/')}.py").open("a", encoding="utf-8") as planted:
        planted.write(f"\n\ndef planted() -> None:\n    import {imported}  # in a function\n")

    result = linted(copy)

    assert result.returncode == 1
    assert f"No cycles are allowed in {place}." in result.stdout


def importing_their_package(graph: grimp.ImportGraph) -> list[str]:
    """Modules that import a package they stand in: a circle which the contract doesn't see."""
    return [
        f"{module} imports {package}"
        for module in sorted(graph.modules)
        for package in accumulate(module.split(".")[:-1], "{}.{}".format)
        if graph.direct_import_exists(importer=module, imported=package)
    ]


def test_no_module_imports_the_package_it_stands_in() -> None:
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)

    assert importing_their_package(graph) == []

    graph.add_import(importer="members.models.update", imported="members.models")
    assert importing_their_package(graph) == ["members.models.update imports members.models"]
