"""Templates can be read: djhtml (`make format`) indents them but breaks no line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project.sources import PACKAGES, ROOT, named
from tests.project.test_static import templates

LONGEST = 160
#: errors of one field, shown one by one
ERRORS = re.compile(r"{% for \w+ in [\w.]+\.errors %}")


def mails() -> list[Path]:
    """The templates of mails that no browser reads: plain text and MJML."""
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("templates/**/*")]
    return sorted(path for path in paths if path.suffix in (".txt", ".mjml"))


@pytest.mark.parametrize("path", [*templates(), *mails()], ids=named)
def test_no_line_is_longer_than_a_screen(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    assert [number for number, line in enumerate(lines, 1) if len(line) > LONGEST] == []


@pytest.mark.parametrize("path", templates(), ids=named)
def test_what_belongs_to_a_field_has_the_id_that_its_field_names(path: Path) -> None:
    """Django's `aria-describedby` names `…_helptext` and `…_error`; `{{ errors }}` has its id."""
    lines = path.read_text(encoding="utf-8").splitlines()

    nameless = [
        number
        for number, line in enumerate(lines, 1)
        if (".help_text }}" in line and "_helptext" not in line)
        or (ERRORS.search(line) and "_error" not in line)
    ]
    assert nameless == []
