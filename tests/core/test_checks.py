"""The core's system checks: each finds the slip it is for."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from wagtail.models import Page

from core import checks
from practices.models import PracticePage
from tests.builders import make_practice


def ids(messages: list[Any]) -> list[str]:
    return [message.id for message in messages]


def test_the_project_passes() -> None:
    assert checks.translated_models_are_registered(None) == []
    assert checks.collections_are_unique(None) == []
    assert checks.fields_hide_nothing(None) == []


def test_an_unregistered_model_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "translated_fields", lambda model: ())

    assert set(ids(checks.translated_models_are_registered(None))) == {"core.E001"}


def test_two_models_of_one_collection_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PracticePage, "collection", "projects")

    assert ids(checks.collections_are_unique(None)) == ["core.E002"]


def test_a_field_that_hides_something_of_wagtails_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    field: models.Field[Any, Any] = models.CharField()
    field.name = "url"
    monkeypatch.setattr(PracticePage._meta, "get_fields", lambda: [field])

    assert ids(checks.fields_hide_nothing(None)) == ["core.E003"]
    assert hasattr(Page, "url")


@pytest.mark.django_db
def test_a_practice_with_a_web_address_keeps_its_own() -> None:
    page = make_practice(web_address="https://story.example.org")

    assert page.url == page.get_url()
    assert "/story-time/" in page.url
