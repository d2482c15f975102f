"""A site whose only source is a fake one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.engines import current_engine
from search.engines.base import Engine
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.sources import registry
from tests.elasticsearch.sharing import own_engine, running_server
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


@pytest.fixture
def elasticsearch() -> Iterator[ElasticsearchEngine]:
    """An Elasticsearch engine without an index, on a server that other tests use too."""
    with running_server() as url, own_engine(url) as engine:
        yield engine


@pytest.fixture
def elasticsearch_alone() -> Iterator[ElasticsearchEngine]:
    """The same, while no other test uses the server: it may be killed."""
    with running_server(alone=True) as url, own_engine(url) as engine:
        yield engine
