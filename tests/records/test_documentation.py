"""docs/records.md names every field of every collection, in the order of an export."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from records.fields import RowList
from records.registry import ORDER, registry

TEXT = (Path(settings.BASE_DIR) / "docs" / "records.md").read_text(encoding="utf-8")


def documented(row: str) -> list[str]:
    """The fields that the table's row names; what stands in braces belongs to one of them."""
    found = re.search(rf"^\| `{row}`[^|]*\| (.*) \|$", TEXT, re.MULTILINE)
    assert found, f"docs/records.md has no row for {row}"
    return re.findall(r"`([a-z_]+)", found[1])


@pytest.mark.parametrize("name", ORDER)
def test_fields_are_documented_in_their_order(name: str) -> None:
    assert documented(name) == list(registry().get(name).fields)


def test_evidence_is_documented() -> None:
    evidence = registry().get("practices").fields["evidence"]

    assert isinstance(evidence, RowList)
    assert documented("evidence") == list(evidence.fields)


def test_what_the_office_keeps_of_a_membership_is_documented() -> None:
    memberships = registry().get("organisations").fields["memberships"]

    assert isinstance(memberships, RowList)
    assert documented("membership") == list(memberships.fields)
