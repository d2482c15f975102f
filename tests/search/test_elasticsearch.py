"""Elasticsearch keeps the contract, on a real server; and what is its own: addresses, indexes."""

from __future__ import annotations

import pytest

from search.engines.base import Engine
from search.engines.elasticsearch import lock
from search.engines.elasticsearch.engine import ElasticsearchEngine
from tests.search.contract import EngineContract


@pytest.fixture
def engine(elasticsearch: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    assert elasticsearch.write([]) == {}  # makes the index
    return elasticsearch


class TestElasticsearchEngine(EngineContract):
    """All of the contract."""
