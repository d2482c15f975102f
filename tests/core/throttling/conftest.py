"""Throttling is off in the tests of everything else; here it is on, and nothing was counted yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from core.throttling.counting import memory


@pytest.fixture(autouse=True)
def throttling(settings: Settings) -> Iterator[None]:
    settings.THROTTLING = True
    memory.clear()
    yield
    memory.clear()
