"""What is told to whoever watches the site, and what it costs."""

from __future__ import annotations

import shutil
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.leases import WorkerLease
from core.work import health, migrated
from core.work.health import Remembered
from search.engines import current_engine
from search.engines.base import EngineUnavailableError

pytestmark = pytest.mark.django_db
BOTH = ("/health/live", "/health/ready")


@pytest.fixture
def worker_there() -> None:
    now = timezone.now()
    WorkerLease.objects.create(holder="here:1", seen_at=now, until=now)


@pytest.fixture
def client() -> Client:
    """A client whose site has told nobody anything yet."""
    return Client()


@pytest.mark.usefixtures("worker_there")
@pytest.mark.parametrize("address", BOTH)
@pytest.mark.parametrize("host", ["nobody.example", "10.0.0.7:8000", "[::1]", "not a host!"])
def test_it_answers_any_host_by_http(
    client: Client, settings: Any, address: str, host: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True

    response = client.get(address, HTTP_HOST=host)

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.parametrize("address", BOTH)
def test_a_worker_that_is_away_is_told_without_details(client: Client, address: str) -> None:
    response = client.get(address)

    assert (response.status_code, response.content) == (503, b"not ok\n")


def broken(*_args: Any, **_kwargs: Any) -> Any:
    raise OperationalError("could not connect to db.internal")


@pytest.mark.usefixtures("worker_there")
@pytest.mark.parametrize(
    ("place", "name", "broken_by", "live"),
    [
        (health, "worker_seen", broken, False),
        (migrated, "_whole", set(), True),
        (shutil, "disk_usage", lambda _path: SimpleNamespace(free=1024), True),
        (type(current_engine), "__call__", None, True),
    ],
    ids=["database", "migrations", "disk", "search"],
)
def test_each_trouble_is_seen(
    client: Client, monkeypatch: pytest.MonkeyPatch, place: Any, name: str, broken_by: Any,
    live: bool, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """What a new start can't mend is no matter of life."""
    if name == "_whole":
        monkeypatch.setattr(migrated, "_needed", lambda: frozenset({("core", "9999_later")}))
    if broken_by is None:
        monkeypatch.setattr(type(current_engine()), "check", unavailable)
    else:
        monkeypatch.setattr(place, name, broken_by)

    assert client.get("/health/ready").status_code == 503
    assert client.get("/health/live").status_code == (200 if live else 503)
    assert "health: " in caplog.text


def unavailable(_engine: object) -> None:
    raise EngineUnavailableError("no answer")


@pytest.mark.usefixtures("worker_there")
def test_asking_often_costs_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/health/ready")

    with django_assert_num_queries(0):
        for _time in range(50):
            client.get("/health/ready")


@pytest.mark.usefixtures("worker_there")
def test_what_was_wrong_is_asked_again_after_some_seconds() -> None:
    moment = SimpleNamespace(now=0.0)
    asked = Remembered(live=True, clock=lambda: moment.now)
    assert asked.is_well()
    WorkerLease.objects.all().delete()

    moment.now = health.KEPT - 1
    assert asked.is_well()
    moment.now = health.KEPT + 1
    assert not asked.is_well()


def test_it_is_for_looking_only(client: Client) -> None:
    response = client.post("/health/live")

    assert response.status_code == 405
    assert client.head("/health/live").status_code == 503


def test_a_probe_is_registered_once() -> None:
    with pytest.raises(health.ImproperlyConfigured, match="'disk' already"):
        health.register_probe("disk", lambda: "")
