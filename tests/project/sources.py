"""The project's own files, as the project tests walk them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = (
    "cope_network",
    "core",
    "home",
    "joining",
    "maps",
    "members",
    "newsletter",
    "practices",
    "records",
    "search",
    "users",
    "benchmarks",
)


def modules(*packages: str) -> Iterator[Path]:
    """Yield the Python files of packages, migrations left out."""
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def named(path: Path) -> str:
    """Return a path as a person writes it."""
    return path.relative_to(ROOT).as_posix()
