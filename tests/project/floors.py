"""Draws the floors of the house from its imports: `python -m tests.project.floors`.

Writes docs/img/floors.svg: the applications from the roof down to the ground, the rooms of each,
and which of the others each imports. tests/project/test_floors.py holds it against the code.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import grimp

from tests.project.sources import ROOT

PICTURE = ROOT / "docs" / "img" / "floors.svg"
#: what every application may have, and no room
NOT_ROOMS = {"management", "migrations", "templatetags", "static", "templates", "formats"}

WIDTH, MARGIN, NAME, COLUMN = 1120, 16, 128, 30  # units of the picture
LINE, LETTER = 17, 6.6
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1d2b36}.name{font-weight:700;font-size:15px}"
    ".about{fill:#51616e}.floor{fill:#f4f1ea;stroke:#c9c1b0}.uses{fill:#0b5c6b}.none{fill:#d8d2c5}"
    ".room{font-weight:600}"
)


@dataclass(frozen=True)
class Floor:
    """An application: its rooms, and which of the others it imports."""

    name: str
    about: str
    rooms: tuple[str, ...]
    uses: frozenset[str]


def layers() -> list[str]:
    """The applications from the roof down, as the import contract in pyproject.toml names them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    return list(next(each for each in contracts if each["id"] == "layers")["layers"])


def floors() -> list[Floor]:
    """The floors from the roof down, read from the code."""
    names = layers()
    graph = grimp.build_graph(*names)
    found = []
    for name in names:
        inside = {name, *graph.find_descendants(name)}
        used = {
            imported.partition(".")[0]
            for module in inside
            for imported in graph.find_modules_directly_imported_by(module)
        }
        rooms = tuple(
            sorted(
                folder.name
                for folder in (ROOT / name).iterdir()
                if (folder / "__init__.py").exists() and folder.name not in NOT_ROOMS
            )
        )
        found.append(
            Floor(name, about(name), rooms, frozenset(used & set(names) - {name})),
        )
    return found


def about(package: str) -> str:
    """The first line of a package's docstring. Raises ValueError where it has none."""
    source = (ROOT / package / "__init__.py").read_text(encoding="utf-8")
    text = ast.get_docstring(ast.parse(source))
    if not text:
        raise ValueError(f"{package}/__init__.py doesn't say what it is for")
    return text.partition("\n")[0]


def drawn(house: list[Floor]) -> str:
    """The picture as SVG."""
    names = [floor.name for floor in house]
    room_width = WIDTH - 3 * MARGIN - NAME - COLUMN * len(names)
    parts, top = [], MARGIN + 100
    left = WIDTH - MARGIN - COLUMN * len(names)
    for number, name in enumerate(names):
        x = left + COLUMN * number + COLUMN / 2 + 4
        parts.append(
            f'<text transform="translate({x:g} {top - 8}) rotate(-60)">{escape(name)}</text>'
        )
    for floor in house:
        lines = list(wrapped(floor.rooms, room_width))
        height = LINE * (1 + len(lines)) + 16
        parts.append(
            f'<rect class="floor" x="{MARGIN}" y="{top}" width="{WIDTH - 2 * MARGIN}"'
            f' height="{height}" rx="4"/>'
        )
        x, y = 2 * MARGIN, top + 22
        parts.append(f'<text class="name" x="{x}" y="{y}">{escape(floor.name)}</text>')
        parts.append(f'<text class="about" x="{x + NAME}" y="{y}">{escape(floor.about)}</text>')
        for line in lines:
            y += LINE
            parts.append(f'<text class="room" x="{x + NAME}" y="{y}">{escape(line)}</text>')
        for number, other in enumerate(names):
            if other == floor.name:
                continue
            kind, radius = ("uses", 6) if other in floor.uses else ("none", 2)
            cx, cy = left + COLUMN * number + COLUMN / 2, top + height / 2
            parts.append(f'<circle class="{kind}" cx="{cx:g}" cy="{cy:g}" r="{radius}"/>')
        top += height + 6
    words = "; ".join(
        f"{floor.name} uses {', '.join(n for n in names if n in floor.uses) or 'nothing'}"
        for floor in house
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + MARGIN}" role="img">'
        f"<title>The floors of the house</title><desc>{escape(words)}</desc>"
        f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>'
        + "\n".join(["", *parts])
        + "\n</svg>\n"
    )


def wrapped(rooms: tuple[str, ...], width: float) -> Iterator[str]:
    """The names of rooms in lines of at most so many units."""
    line = ""
    for room in rooms:
        longer = f"{line} · {room}" if line else room
        if line and len(longer) * LETTER > width:
            yield line
            longer = room
        line = longer
    if line:
        yield line


if __name__ == "__main__":
    PICTURE.write_text(drawn(floors()), encoding="utf-8")
