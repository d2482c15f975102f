"""The form of an event, and its record in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.models import OrganisationPage, UpdatePage
from tests.builders import make_administrator, make_organisation
from tests.forms import errors_of, filled
from tests.members.events.making import make_event
from tests.records.samples import by_id, export, import_files, organisation, refusal, written

pytestmark = pytest.mark.django_db

EVENT = {
    "id": "open-day",
    "organisation": "test-one",
    "kind": "event",
    "title": {"en": "Open day"},
    "body": {"en": "Come."},
    "date": "2026-01-02",
    "starts": "2099-06-13",
    "start_time": "14:30",
    "ends": "2099-06-14",
    "end_time": "09:00",
    "time_zone": "Europe/Bucharest",
    "attendance": "both",
    "deadline": "2099-05",
    "place": "Iași",
    "country": "RO",
    "online_address": "https://example.org/room",
    "registration": "office@example.org",
    "organiser": "Casa Albastră",
    "cancelled": True,
    "original_language": "en",
}


@pytest.fixture
def browser() -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(make_administrator())
    return client


def saved(browser: Client, page: UpdatePage, **changes: Any) -> UpdatePage:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = browser.post(url, filled(browser, url, **changes))
    assert response.status_code == 302, errors_of(response)
    draft: UpdatePage = UpdatePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return draft


def test_the_form_takes_what_people_write(browser: Client) -> None:
    draft = saved(
        browser,
        make_event(),
        starts="14 juin 2099",
        start_time="9h30",
        end_time="5 pm",
        registration="www.example.org/come",
        deadline="1.5.2099",
    )

    assert (draft.starts, draft.start_time, draft.end_time) == ("2099-06-14", "09:30", "17:00")
    assert draft.registration == "https://www.example.org/come"
    assert draft.deadline == "2099-05-01"


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"start_time": "soon"}, "start_time", "hours and minutes"),
        ({"end_time": "14.00"}, "end_time", "14:00 comes before 14:30."),
        ({"starts": "28.3.2027", "start_time": "3.30"}, "start_time", "put forward"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "Mars/Olympus"),
        ({"registration": "ask Maria"}, "registration", "whole web address"),
        ({"registration": "javascript:alert(1)"}, "registration", "whole web address"),
        ({"online_address": "javascript:alert(1)"}, "online_address", "whole web address"),
    ],
)
def test_the_form_says_what_is_wrong_beside_the_field(
    browser: Client, changes: dict[str, str], column: str, words: str
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[make_event().pk])

    errors = errors_of(browser.post(url, filled(browser, url, **changes)))

    assert list(errors) == [column]
    assert words in errors[column][0]


def test_a_new_event_begins_with_the_organiser_s_clock(browser: Client) -> None:
    owner = make_organisation(country="GR", language="el")

    url = reverse("wagtailadmin_pages:add", args=["members", "updatepage", owner.pk])
    form = browser.get(url).context["form"]

    assert form["time_zone"].value() == "Europe/Athens"


def test_an_old_event_keeps_its_country_s_clock_and_its_whole_day(browser: Client) -> None:
    draft = saved(browser, make_event(time_zone="", start_time="", end_time=""))

    assert draft.time_zone == ""
    assert draft.when.zone == "Europe/Bucharest"
    assert not draft.when.is_timed


def test_a_zone_that_a_file_brought_stays(browser: Client) -> None:
    assert saved(browser, make_event(time_zone="Europe/Vaduz")).time_zone == "Europe/Vaduz"


# -- records -------------------------------------------------------------------------------------
def test_an_event_comes_in_and_goes_out_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, organisations=[organisation()], updates=[EVENT])

    import_files(path)
    again = import_files(path)

    assert by_id(export(tmp_path / "out.json"), "updates")["open-day"] == EVENT
    assert again.count("0 new, 0 changed, 1 unchanged") == 2
    assert UpdatePage.objects.get().begins_at is not None


def test_an_event_of_an_older_file_stays_a_whole_day(tmp_path: Path) -> None:
    old = {name: EVENT[name] for name in ("id", "organisation", "kind", "title", "body", "date")}
    old |= {"starts": "2024-06-13", "place": "Berlin", "country": "DE", "original_language": "en"}

    import_files(written(tmp_path, organisations=[organisation()], updates=[old]))

    assert by_id(export(tmp_path / "out.json"), "updates")["open-day"] == old
    assert not UpdatePage.objects.get().when.is_timed
    assert OrganisationPage.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"start_time": "25:00"}, "start_time"),
        ({"start_time": 1430}, "start_time"),
        ({"start_time": "14:30:00"}, "start_time"),
        ({"time_zone": "Mars/Olympus"}, "is no time zone"),
        ({"ends": "2099-06-13", "end_time": "14:00"}, "14:00 comes before 14:30."),
        ({"starts": "2099-06"}, "needs its whole day"),
        ({"starts": "2027-03-28", "start_time": "03:30"}, "there is no 03:30"),
        ({"attendance": "maybe"}, "attendance"),
        ({"registration": "ask Maria"}, "whole web address"),
        ({"online_address": "javascript:alert(1)"}, "http"),
        ({"cancelled": "yes"}, "cancelled"),
    ],
)
def test_a_file_is_refused_in_words(tmp_path: Path, fields: dict[str, Any], words: str) -> None:
    path = written(tmp_path, organisations=[organisation()], updates=[EVENT | fields])

    lines = refusal(path)

    assert len(lines) == 1
    assert words in lines[0]
