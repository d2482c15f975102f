"""The editors' finder: candidates at once, addresses through the worker, nothing for strangers."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from maps.tasks import look_up
from tests.builders import make_administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def test_towns_are_offered_at_once(office: Client) -> None:
    answer = office.get("/admin/places/", {"q": "Iasi", "country": "ro"}).json()

    assert answer["candidates"][0]["name"] == "Iași, Romania"
    assert answer["candidates"][0]["precision"] == "town"
    assert answer["addresses"] is False


@pytest.mark.parametrize("query", ["", "x" * 5000, "%00", "<script>"])
def test_any_text_is_answered(office: Client, query: str) -> None:
    assert office.get("/admin/places/", {"q": query, "country": "!!"}).json()["candidates"] == []


def test_an_address_is_left_to_the_worker(office: Client) -> None:
    started = office.post("/admin/places/ask/", {"q": "Oslo", "country": "NO"})
    waiting = office.get(f"/admin/places/{started.json()['task']}/")

    assert started.status_code == 202
    assert waiting.json() == {"done": False, "candidates": []}


def test_the_task_returns_plain_values() -> None:
    (first, *_others) = look_up.func("Oslo", "NO", "address")

    assert first["name"] == "Oslo, Norway"
    assert first["source"] == "gazetteer"


def test_a_forgotten_task_found_nothing(office: Client) -> None:
    answer = office.get(f"/admin/places/{uuid.uuid4()}/").json()

    assert answer == {"done": True, "candidates": []}


def test_nothing_to_ask_is_refused(office: Client) -> None:
    assert office.post("/admin/places/ask/", {"q": " "}).status_code == 400


@pytest.mark.parametrize("address", ["/admin/places/?q=Oslo", f"/admin/places/{uuid.UUID(int=1)}/"])
def test_strangers_are_sent_to_the_login(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
