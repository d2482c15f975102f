"""What every test gets: its own search directory, the default language, and no network."""

from __future__ import annotations

import itertools
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
from django.utils import translation
from pytest_django import Settings

from cope_network.catalogues import own, wagtail
from tests.postgresql import is_different

LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "", None}  # noqa: S104 # compared only
_numbers = itertools.count(1)


# How long an example takes says more about the machine's load than about the code.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_configure() -> None:
    """Compile the message catalogues that changed: tests read French too."""
    own.compile_all()
    wagtail.compile_all()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the two tiers (`.ci/run`, `.ci/slow`) and the leg on PostgreSQL."""
    parser.addoption("--slow", action="store_true", help="run the tests marked slow, too")
    parser.addoption(
        "--postgresql",
        action="store_true",
        help="run only what PostgreSQL could answer differently (tests/postgresql.py)",
    )


@pytest.hookimpl(trylast=True)  # the folders' own conftest files have marked theirs by then
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let every test that empties the tables find there what the migrations made.

    One that didn't would have Django plant groups and types anew, with other keys, and the next
    test that puts everything back would find its rows taken.
    """
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is not None and marker.kwargs.get("transaction"):
            kwargs = {**marker.kwargs, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**kwargs), append=False)
    config.hook.pytest_deselected(items=[item for item in items if not _is_chosen(item, config)])
    items[:] = [item for item in items if _is_chosen(item, config)]


def _is_chosen(item: pytest.Item, config: pytest.Config) -> bool:
    if item.get_closest_marker("slow") and not config.getoption("--slow"):
        return False
    return not config.getoption("--postgresql") or is_different(item)


class NetworkUsedError(AssertionError):
    """A test tried to reach another machine."""


def server_missing(name: str) -> None:
    """Skip the test that needs a server this machine lacks, or fail it where all must be there.

    `REQUIRE_SERVERS=1` is what the continuous integration sets.
    """
    if os.environ.get("REQUIRE_SERVERS") == "1":
        pytest.fail(f"{name} is missing, and REQUIRE_SERVERS=1", pytrace=False)
    pytest.skip(f"needs {name}")


def _guarded(original: Callable[..., Any], *, name: str) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise NetworkUsedError(f"{name} to {address}: tests stay on this machine")
        return original(self, address)

    return connect


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection and every name look-up beyond this machine."""
    look_up = socket.getaddrinfo

    def local_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in LOOPBACK:
            raise NetworkUsedError(f"look-up of {name}: tests stay on this machine")
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex"):
            guarded = _guarded(getattr(socket.socket, method), name=method)
            patch.setattr(socket.socket, method, guarded)
        patch.setattr(socket, "getaddrinfo", local_look_up)
        yield


@pytest.fixture(scope="session", autouse=True)
def _clean_files_here() -> Iterator[None]:
    """Start no process for each of the many small files of tests (`test_apart` has it started)."""
    from core.files.intake import apart, guard  # Django is there by now

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "clean_apart", apart.clean_here)
        yield


@pytest.fixture(scope="session", autouse=True)
def _make_sizes_while_saving() -> Iterator[None]:
    """Make pictures' sizes at once: in most tests nothing is ever committed."""
    from core.files import pictures

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "on_commit", lambda make, **_options: make())
        yield


@pytest.fixture(scope="session", autouse=True)
def _plant_into_empty_tables() -> Iterator[None]:
    """Empty the tables once more where a browser's last request wrote after they were emptied."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from django.db import IntegrityError
    from django.db.backends.base.creation import BaseDatabaseCreation

    plant = BaseDatabaseCreation.deserialize_db_from_string

    def plant_into_empty(self: Any, data: str) -> None:
        try:
            plant(self, data)
        except IntegrityError:
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
            ContentType.objects.clear_cache()
            plant(self, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseCreation, "deserialize_db_from_string", plant_into_empty)
        yield


@pytest.fixture(autouse=True)
def _default_language() -> Iterator[None]:
    """Start in English, and let no language leak into the next test."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _own_search_directory(settings: Settings) -> None:
    """Give the embedded engine a directory that no other test has written to."""
    settings.SEARCH_URL = f"embedded:{settings.DATA_DIR / 'search' / str(next(_numbers))}"
