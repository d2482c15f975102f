"""Nothing that an editor types or a file brings breaks a page, an export or the search."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.urls import reverse

from core import columns
from core.lists import StringListField
from practices.models import (
    Evidence,
    Indicator,
    PracticeFigure,
    ProjectPage,
    ResearchPage,
    ResourcePage,
    Statistic,
)
from practices.words import number_in_words, qualifier_in_words, wave_in_words
from search.state.index_state import rebuild
from tests.builders import (
    home_page,
    make_administrator,
    make_organisation,
    make_practice,
    make_project,
    make_research,
    make_resource,
    make_update,
)
from tests.forms import errors_of, filled
from tests.practices.register_builders import make_policy, make_recommendation, make_statistic
from tests.records.samples import organisation, practice, refusal, research, written
from tests.shown import read_page

pytestmark = pytest.mark.django_db
NUMBERS = (columns.NumberColumn, columns.CountColumn, columns.YearColumn)
TOO_LARGE = ("1e40", "-1e300", "1" + 310 * "0", 4301 * "1", "NaN", "{}")


@pytest.fixture
def browser() -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(make_administrator())
    return client


def typed(model: type[models.Model], kinds: Any) -> list[str]:
    return [column.name for column in model._meta.concrete_fields if isinstance(column, kinds)]


PAGES = {
    "organisation": make_organisation,
    "practice": make_practice,
    "project": make_project,
    "research": make_research,
    "resource": make_resource,
}


@pytest.mark.parametrize("kind", PAGES)
def test_every_number_of_a_page_has_a_bound(browser: Client, kind: str) -> None:
    page: Any = PAGES[kind]()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = filled(browser, url)
    offered = [name for name in typed(type(page), NUMBERS) if name in data]
    lists = [name for name in typed(type(page), StringListField) if name in data]
    for value in TOO_LARGE:
        response = browser.post(url, {**data, **dict.fromkeys(offered, value)})

        assert response.status_code == (200 if offered else 302), value
        assert not offered or set(offered) <= set(errors_of(response)), value

    many = "\n".join(["a source"] * 1000)
    response = browser.post(url, {**data, **dict.fromkeys(set(lists) & {"sources"}, many)})
    assert set(lists) & {"sources"} <= set(errors_of(response))
    assert many in response.content.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("make", [make_statistic, make_policy, make_recommendation])
def test_every_number_of_a_register_has_a_bound(browser: Client, make: Any) -> None:
    entry = make()
    url = reverse(f"wagtailsnippets_practices_{entry._meta.model_name}:edit", args=[entry.pk])
    data = filled(browser, url, form="w-editor-form")
    offered = [name for name in typed(type(entry), NUMBERS) if name in data]
    assert offered
    for value in TOO_LARGE:
        response = browser.post(url, {**data, **dict.fromkeys(offered, value)})

        assert response.status_code == 200
        assert set(offered) <= set(errors_of(response)), value


@pytest.mark.parametrize("value", [*TOO_LARGE, "[1]", "true", '"\\ud800"', 20_000 * "[", "∞"])
def test_rows_show_what_they_took_or_say_what_is_wrong(browser: Client, value: str) -> None:
    page = make_practice()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = filled(browser, url)
    rows = {"evidence": {"claim_en": "It helps", "direction": "works", "design": "survey"}}
    rows["evidence"] |= {"value": value, "waves": "5" * 5000 + "_weeks"}
    rows["figures"] = {"label_en": "Children", "value": "3", "qualifier": "of " + 60 * "9"}
    for name, fields in rows.items():
        data |= {f"{name}-0-{field}": typed for field, typed in fields.items()}
        data |= {f"{name}-TOTAL_FORMS": "1", f"{name}-0-id": "", f"{name}-0-ORDER": "1"}
    data["evidence-0-waves"] = data["evidence-0-waves"][:400]

    response = browser.post(url, {**data, "action-publish": "1"})

    if response.status_code == 200:
        assert set(errors_of(response)) == {"evidence.value"}
    else:
        assert Evidence.objects.count() == 1
        assert browser.get(page.get_url()).status_code == 200


def test_pages_show_rows_from_before_there_were_bounds(client: Client) -> None:
    practice = make_practice()
    for value in (10**310, 1e40, {"a": 1}, [1], True):
        Evidence.objects.create(
            record=practice, claim_en="It helps", direction="works", design="survey", value=value
        )
    PracticeFigure.objects.create(record=practice, label_en="x", value=1e300, unit="percent")
    project, resource = make_project(currency="EUR"), make_resource()
    ProjectPage.objects.update(initial_cost=1e40, final_cost=10.0**30)
    ResourcePage.objects.update(age_from=1e300)
    for unit in ("EUR", "percent", "year", "children"):
        Indicator.objects.create(record=project, label_en="x", target=1e300, unit=unit)
        make_statistic(record_id=f"s-{unit.lower()}", value=1e300, unit=unit, interval_low=-1e300)

    for page in (practice, project, resource):
        assert client.get(page.get_url(), HTTP_HOST="localhost").status_code == 200
    for entry in Statistic.objects.all():
        assert client.get(entry.get_absolute_url(), HTTP_HOST="localhost").status_code == 200
    assert client.get("/en/countries/no/", HTTP_HOST="localhost").status_code in (200, 404)


@pytest.mark.parametrize("value", [10**400, 1e300, float("inf"), float("nan"), True, [1], {"a": 1}])
def test_numbers_in_words_never_fail(value: Any) -> None:
    assert number_in_words(value) == ""


@pytest.mark.parametrize("digits", [16, 60, 5000])
def test_digits_that_are_no_number_are_a_text(digits: int) -> None:
    assert qualifier_in_words("of " + digits * "9") == "of " + digits * "9"
    assert qualifier_in_words(f"1 to {digits * '9'}") == f"1 to {digits * '9'}"
    assert "9" * digits in wave_in_words(f"{digits * '9'}_weeks")


def test_one_faulty_record_stops_no_export(tmp_path: Path) -> None:
    page = make_practice()
    Evidence.objects.create(
        record=page, claim_en="x", direction="works", design="survey", value=10**310
    )
    make_research(title="The other")
    out, err = StringIO(), StringIO()

    call_command("export_records", str(tmp_path / "all.json"), stdout=out, stderr=err)

    exported = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert len(exported["research"]) == len(exported["practices"]) == 1
    assert f"practices / {page.record_id} / evidence[0].value" in err.getvalue()


def test_an_import_has_the_same_bounds(tmp_path: Path) -> None:
    evidence = {"claim": {"en": "x"}, "direction": "works", "design": "survey"}
    lines = refusal(
        written(
            tmp_path,
            organisations=[organisation(founded=99_999, sources=["a"] * 201)],
            practices=[practice(evidence=[evidence] * 201, description={"en": "a" * 50_001})],
            research=[research(year=999, sources=["a" * 501])],
        )
    )

    named = ("founded", "sources", "evidence", "description", "year", "sources")
    assert len(lines) == len(named)
    for name in named:
        assert any(f"/ {name}" in line for line in lines), name


def test_a_year_that_no_calendar_has_stops_no_rebuild() -> None:
    make_research()
    ResearchPage.objects.update(year=99_999)
    make_policy(year=99_999)

    assert not rebuild().failed


def test_a_long_text_makes_no_long_list(client: Client) -> None:
    page = make_update(body_en="A very long text. " * 2_700)

    for address in ("/en/updates/", "/en/updates/feed.xml", page.get_parent().get_url()):
        response = client.get(address, HTTP_HOST="localhost")

        assert response.status_code == 200, address
        assert response.content.count(b"A very long text.") <= 60, address
    assert read_page(client, page).html.count("A very long text.") >= 2_700


@pytest.mark.parametrize("sent", ["{", "[]", "1" * 4301, "[" * 20_000, '{"blocks": 1}'])
def test_what_no_editor_of_texts_sends_is_not_understood(browser: Client, sent: str) -> None:
    url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home_page().pk])
    data = filled(browser, url, heading_en="Title", body_en=sent)

    assert browser.post(url, data).status_code == 400
