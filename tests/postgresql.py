"""What PostgreSQL could answer differently from SQLite: `.ci/run` asks it on both.

Locks, transactions side by side, constraints, statements and functions of our own, how words are
compared and ordered, what a query may group and order by. All the rest asks through the same lines
of Django; `.ci/slow` runs every test on PostgreSQL.
"""

from __future__ import annotations

import pytest

#: folders and files below tests/; tests with transactions of their own are always among them
DIFFERENT = (
    "core/mail/test_outgoing.py",
    "core/test_leases.py",
    "core/test_translated_pages.py",
    "core/throttling/test_counting.py",
    "core/work",
    "joining/services",
    "maps/test_places.py",
    "members/memberships",
    "members/test_editors.py",
    "members/test_pages_directory.py",
    "newsletter/desk/test_archiving.py",
    "newsletter/desk/test_candidates.py",
    "newsletter/digests",
    "newsletter/sending",
    "newsletter/subscribers",
    "practices/test_registers_lists.py",
    "project/test_urls.py",  # every kind of page once
    "records/test_changes.py",
    "records/test_exporting.py",
    "records/test_importing.py",
    "records/test_points_and_codes.py",
    "search/reports",
    "search/results/test_facets.py",
    "search/sources",
    "search/state",
    "search/test_near.py",
    "search/test_search_down.py",
    "search/vocabulary/test_merging_concepts.py",
    "users",
)


def is_different(item: pytest.Item) -> bool:
    """Whether a test belongs to the leg on PostgreSQL."""
    marker = item.get_closest_marker("django_db")
    if marker is None or item.get_closest_marker("browser"):
        return False
    own = marker.kwargs.get("transaction", False)
    return bool(own) or item.nodeid.removeprefix("tests/").startswith(DIFFERENT)
