"""The Elasticsearch engine: the index and its words, queries, one writer at a time, the client."""

from __future__ import annotations
