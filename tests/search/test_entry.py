"""An entry holds what the search reads, and nothing else; other entries make another index."""

from __future__ import annotations

import ast
from pathlib import Path

from search.engines import fields
from search.engines.elasticsearch import mapping
from search.entry import ENTRY_FIELDS
from search.filters import CONCEPT_FIELDS, FILTERS

SEARCH = Path(fields.__file__).parents[1]


def test_every_field_of_an_entry_is_read_somewhere() -> None:
    read = {*CONCEPT_FIELDS, *(each.field for each in FILTERS.values())}
    for path in SEARCH.rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text()))
        read |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}

    assert {*ENTRY_FIELDS} - read == set()


def test_an_index_made_of_other_entries_is_another_version() -> None:
    assert {*ENTRY_FIELDS} <= {*fields.INDEXED}
    assert mapping.MAPPINGS["_meta"] == {"entry": ENTRY_FIELDS}
