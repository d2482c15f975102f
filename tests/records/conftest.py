"""Sites to import into: an empty one, and one that holds the demo content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from home.management.commands.load_demo import FILES
from records.importing import prepare_import


def load_demo() -> None:
    """Import the demo content."""
    prepare_import(FILES).run()


@contextmanager
def demo_content() -> Iterator[None]:
    """Keep the demo content in the database, then take it back."""
    with transaction.atomic():
        load_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep the demo content on the site for all tests of a module that come after the first use.

    Each test undoes what it does. A module that uses it has no tests for an empty site.
    """
    with django_db_blocker.unblock(), demo_content():
        yield


@pytest.fixture(scope="module", params=["empty", "demo"])
def site(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Run the test on an empty site and on one that holds the demo content."""
    kind: str = request.param
    with django_db_blocker.unblock(), demo_content() if kind == "demo" else nullcontext():
        yield kind


@pytest.fixture
def nothing_written(db: None) -> Iterator[None]:
    """Fail the test if anything is written to the database."""
    with CaptureQueriesContext(connection) as captured:
        yield
    writing = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")
    written = [q["sql"] for q in captured if q["sql"].lstrip().upper().startswith(writing)]
    assert written == []
