"""A site whose only source is a fake one."""

from __future__ import annotations

import pytest

from search import registry
from search.engines import current_engine
from search.engines.base import Engine
from tests.search.fakes import FakeSource


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> FakeSource:
    fake = FakeSource()
    monkeypatch.setattr(registry, "_sources", {fake.collection: fake})
    return fake


@pytest.fixture
def engine() -> Engine:
    """The engine of the settings: embedded, in a directory of this test."""
    return current_engine()
