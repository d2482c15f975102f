"""One form makes one page: saved by itself, pressed twice, or both at once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from core.editing.page_views import CreateOnceView
from core.editing.sent_forms import SentForm
from core.forms.pages import TranslatedPageForm
from members.models import OrganisationPage, UpdatePage
from practices.models import PracticePage
from tests.at_once import at_once
from tests.builders import make_administrator, make_organisation
from tests.forms import errors_of, filled

JSON = {"accept": "application/json"}


def add_url(parent: OrganisationPage, model: type[Page] = UpdatePage) -> str:
    names = (model._meta.app_label, model._meta.model_name)
    return reverse("wagtailadmin_pages:add", args=[*names, parent.pk])


@pytest.fixture
def parent(db: None) -> OrganisationPage:
    return make_organisation()


@pytest.fixture
def browser(db: None) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(make_administrator())
    return client


def news(browser: Client, url: str, **changes: str) -> dict[str, Any]:
    fields = {"heading_en": "Open day", "body_en": "Come.", "date": "2026-05-01", **changes}
    return filled(browser, url, **fields)


def test_publish_pressed_before_the_answer_to_autosave(
    browser: Client, parent: OrganisationPage
) -> None:
    url = add_url(parent)
    data = news(browser, url)

    saved = browser.post(url, data, headers=JSON)
    published = browser.post(url, {**data, "body_en": "Do come.", "action-publish": "1"})

    assert saved.json()["success"]
    assert published.status_code == 302, errors_of(published)
    page = UpdatePage.objects.get()
    assert page.pk == saved.json()["pk"]
    assert page.live
    assert not page.has_unpublished_changes
    assert page.body_en == "Do come."


def test_autosave_that_arrives_after_publish_leaves_the_page_alone(
    browser: Client, parent: OrganisationPage
) -> None:
    url = add_url(parent)
    data = news(browser, url)

    browser.post(url, {**data, "action-publish": "1"})
    late = browser.post(url, {**data, "body_en": "Half a sent"}, headers=JSON)

    assert late.status_code == 400
    assert late.json()["error_code"] == "invalid_revision"
    page = UpdatePage.objects.get()
    assert not page.has_unpublished_changes


def test_a_button_pressed_twice_acts_once(browser: Client, parent: OrganisationPage) -> None:
    url = add_url(parent)
    data = {**news(browser, url), "action-publish": "1"}

    first, second = browser.post(url, data), browser.post(url, data)

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert UpdatePage.objects.get().revisions.count() == 1


def test_rows_and_keywords_stand_once(browser: Client, parent: OrganisationPage) -> None:
    url = add_url(parent, PracticePage)
    data = filled(browser, url, heading_en="Story time", summary_en="Stories.", kind="service")
    row = {"figures-TOTAL_FORMS": "1", "figures-0-label_en": "Children", "figures-0-value": "12"}
    data |= {**row, "figures-0-id": "", "figures-0-ORDER": "1", "figures-0-DELETE": ""}

    browser.post(url, data, headers=JSON)
    response = browser.post(url, {**data, "action-publish": "1"})

    assert response.status_code == 302, errors_of(response)
    page = PracticePage.objects.get()
    assert [figure.value for figure in page.figures.all()] == [12.0]


def test_a_form_whose_answer_was_lost_learns_where_its_page_is(
    browser: Client, parent: OrganisationPage
) -> None:
    url = add_url(parent)
    data = news(browser, url)

    first = browser.post(url, data, headers=JSON).json()
    again = browser.post(url, {**data, "body_en": "Come early."}, headers=JSON).json()

    assert again["pk"] == first["pk"]
    assert again["url"] == first["url"]
    assert again["hydrate_url"] == first["hydrate_url"]
    assert UpdatePage.objects.get().get_latest_revision_as_object().body_en == "Come early."


def test_a_refused_form_can_be_sent_again(browser: Client, parent: OrganisationPage) -> None:
    url = add_url(parent)
    data = {**news(browser, url, heading_en=""), "action-publish": "1"}

    refused = browser.post(url, data)
    assert "heading_en" in errors_of(refused)
    assert browser.post(url, {**data, "heading_en": "Now"}).status_code == 302
    assert UpdatePage.objects.get().title == "Now"


def test_two_forms_make_two_pages(browser: Client, parent: OrganisationPage) -> None:
    url = add_url(parent)

    for _time in range(2):
        browser.post(url, {**news(browser, url), "action-publish": "1"})

    assert UpdatePage.objects.count() == 2


def test_somebody_else_s_form_is_nobody_s_way_to_a_page(
    browser: Client, parent: OrganisationPage
) -> None:
    url = add_url(parent)
    data = news(browser, url)
    browser.post(url, data)
    other = Client(HTTP_HOST="localhost")
    other.force_login(make_administrator(email="other@example.org"))

    assert other.post(url, {**data, "body_en": "Mine."}).status_code in (302, 403)
    assert SentForm.objects.count() == 1
    assert UpdatePage.objects.get().revisions.count() == 1


def test_nobody_waits_while_a_form_is_checked(
    browser: Client, parent: OrganisationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = add_url(parent)
    data = news(browser, url)
    outside, within = len(connection.atomic_blocks), []
    is_valid = TranslatedPageForm.is_valid

    def watched(form: TranslatedPageForm) -> bool:
        within.append(len(connection.atomic_blocks) - outside)
        return bool(is_valid(form))

    monkeypatch.setattr(TranslatedPageForm, "is_valid", watched)
    assert browser.post(url, {**data, "action-publish": "1"}).status_code == 302

    assert within == [0]


def test_a_page_that_fails_to_be_saved_leaves_nothing_and_can_be_sent_again(
    browser: Client, parent: OrganisationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = add_url(parent)
    data = {**news(browser, url), "action-publish": "1"}

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise IntegrityError

    with monkeypatch.context() as patched:
        patched.setattr(CreateOnceView, "set_default_privacy_setting", fail)
        assert browser.post(url, data).status_code == 400
    assert not UpdatePage.objects.exists()
    assert not SentForm.objects.exists()

    assert browser.post(url, data).status_code == 302
    assert UpdatePage.objects.get().live


@pytest.mark.django_db(transaction=True)
def test_autosave_and_publish_at_the_same_moment() -> None:
    parent = make_organisation()
    browsers = []
    administrator = make_administrator()
    for _number in range(2):
        client = Client(HTTP_HOST="localhost")
        client.force_login(administrator)
        browsers.append(client)
    url = add_url(parent)
    data = news(browsers[0], url)
    publish = {**data, "action-publish": "1"}

    saved, published = at_once(
        partial(browsers[0].post, url, data, headers=JSON),
        partial(browsers[1].post, url, publish, headers={"accept": "text/html"}),
    )

    assert published.status_code == 302
    assert saved.status_code in (200, 400)
    assert UpdatePage.objects.get().live
