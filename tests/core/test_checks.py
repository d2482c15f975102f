"""The core's system checks: each finds the slip it is for."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from wagtail.models import Page

from core import checks, presenters
from core.i18n import LANGS, loc, translated_fields
from newsletter.models.issue import MAIL, IssuePage
from practices.models import PracticePage
from tests.builders import make_practice


def ids(messages: list[Any]) -> list[str]:
    return [message.id for message in messages]


def test_the_project_passes() -> None:
    assert checks.translated_models_are_registered(None) == []
    assert checks.collections_are_unique(None) == []
    assert checks.fields_hide_nothing(None) == []
    assert checks.pages_have_presenters(None) == []


def test_an_unregistered_model_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "translated_fields", lambda model: ())

    assert set(ids(checks.translated_models_are_registered(None))) == {"core.E001"}


def test_each_field_that_a_class_names_as_translated_has_a_column_per_language() -> None:
    models_with_texts = [model for model in apps.get_models() if translated_fields(model)]

    columns = {
        model._meta.label: {field.name for field in model._meta.fields}
        for model in models_with_texts
    }

    assert len(models_with_texts) > 25
    for model in models_with_texts:
        for name in translated_fields(model):
            assert {loc(name, code) for code in LANGS} <= columns[model._meta.label]


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


def test_a_page_class_without_a_presenter_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(presenters._presenters, (PracticePage, presenters.PAGE))
    monkeypatch.delitem(presenters._presenters, (IssuePage, MAIL))

    found = checks.pages_have_presenters(None)

    assert ids(found) == ["core.E005", "core.E005"]
    assert {str(error.msg) for error in found} == {
        "practices.PracticePage has no presenter as page.",
        "newsletter.IssuePage has no presenter as mail.",
    }
    with pytest.raises(ImproperlyConfigured, match="PracticePage has no presenter"):
        presenters.presenter_of(PracticePage)


def test_a_page_class_has_one_presenter() -> None:
    with pytest.raises(ImproperlyConfigured, match="two presenters"):
        presenters.shows(PracticePage)(lambda page, request: {})


@pytest.mark.django_db
def test_a_practice_with_a_web_address_keeps_its_own() -> None:
    page = make_practice(web_address="https://story.example.org")

    assert page.url == page.get_url()
    assert "/story-time/" in page.url
