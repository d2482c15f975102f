"""A form that says it has more rows than anybody fills in is refused before a row is built."""

from __future__ import annotations

from typing import Any

import pytest
from django.forms.formsets import BaseFormSet
from django.test import Client
from django.urls import reverse

from core.bounds import MOST_ROWS, MOST_ROWS_IN_ALL
from practices.models import ProjectPage
from tests.builders import make_administrator, make_organisation
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(make_administrator())
    return client


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of all rows that are built from now on."""
    found: list[int] = []
    construct = BaseFormSet._construct_form

    def watched(formset: Any, i: int, **kwargs: Any) -> Any:
        found.append(i)
        return construct(formset, i, **kwargs)

    monkeypatch.setattr(BaseFormSet, "_construct_form", watched)
    return found


def addresses() -> dict[str, str]:
    """Every sort of form that has rows: of a new page, a page, a preview, entries of tables."""
    page = make_organisation()
    new = ["practices", "projectpage", page.pk]
    return {
        "new page": reverse("wagtailadmin_pages:add", args=new),
        "its preview": reverse("wagtailadmin_pages:preview_on_add", args=new),
        "page": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "entry": reverse("wagtailsnippets_practices_glossaryterm:add"),
        "concept": reverse("wagtailsnippets_search_concept:add"),
        "group": reverse("wagtailusers_groups:add"),
    }


def test_too_many_rows_are_refused_in_words_everywhere(browser: Client, built: list[int]) -> None:
    sent = {"images-TOTAL_FORMS": str(MOST_ROWS + 1), "images-INITIAL_FORMS": "0"}

    for name, url in addresses().items():
        response = browser.post(url, sent)

        assert response.status_code == 400, name
        assert "This form has too many rows." in response.content.decode(), name
    assert built == []


def test_a_number_of_rows_is_read_as_django_reads_it(browser: Client, built: list[int]) -> None:
    url = addresses()["page"]
    for count in ("2_000", " 2000 ", "+2000.0", "\uff12000", "9" * 400):
        assert browser.post(url, {"images-TOTAL_FORMS": count}).status_code == 400, count
    assert built == []


def test_many_kinds_of_too_many_rows_together(browser: Client, built: list[int]) -> None:
    kinds = MOST_ROWS_IN_ALL // MOST_ROWS + 1
    sent = {f"comments-{number}-replies-TOTAL_FORMS": str(MOST_ROWS) for number in range(kinds)}

    response = browser.post(addresses()["page"], sent, headers={"accept": "application/json"})

    assert response.status_code == 400
    assert "too many rows" in response.json()["error_message"]
    assert built == []


def test_the_most_rows_are_taken(browser: Client) -> None:
    url = addresses()["new page"]
    rows = {
        f"indicators-{number}-{name}": value
        for number in range(MOST_ROWS)
        for name, value in {
            "id": "",
            "ORDER": str(number + 1),
            "DELETE": "",
            "label_en": "Visits",
        }.items()
    }
    data = filled(browser, url, heading_en="Many", summary_en="Much.") | rows
    data |= {"indicators-TOTAL_FORMS": str(MOST_ROWS)}

    assert browser.post(url, {**data, "action-publish": "1"}).status_code == 302
    assert ProjectPage.objects.get().indicators.count() == MOST_ROWS


def test_who_has_not_signed_in_gets_no_page_of_the_admin(client: Client) -> None:
    response = client.post("/admin/login/", {"images-TOTAL_FORMS": "2000"}, HTTP_HOST="localhost")

    assert response.status_code == 400
