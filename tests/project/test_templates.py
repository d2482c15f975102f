"""Templates can be read: djhtml (`make format`) indents them but breaks no line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.sources import named
from tests.project.test_static import templates

LONGEST = 160


@pytest.mark.parametrize("path", templates(), ids=named)
def test_no_line_is_longer_than_a_screen(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    assert [number for number, line in enumerate(lines, 1) if len(line) > LONGEST] == []
