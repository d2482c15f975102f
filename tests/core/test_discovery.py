"""What applications add is read once, by one idiom: a module by the subject's name."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from core.discovery import SUBJECTS
from tests.project.sources import ROOT, modules, named


def test_whatever_an_application_adds_has_been_read() -> None:
    written = {
        named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in modules()
        if path.parent.parent == ROOT or path.name == "__init__.py"
    }
    subjects = {name for name in written if name.count(".") == 1 and name.endswith(SUBJECTS)}
    added = {name for name in subjects if name.partition(".")[2] in SUBJECTS}

    assert {"practices.kinds", "core.slices", "maps.checks", "newsletter.presentation"} <= added
    assert [name for name in sorted(added) if name not in sys.modules] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/apps.py")), ids=named)
def test_no_start_of_an_application_registers_anything_by_hand(path: Path) -> None:
    assert re.findall(r"\bregister\w*\(", path.read_text()) == []
