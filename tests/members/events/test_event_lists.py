"""Lists of events, the month, and calendar files as readers and their programs get them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from members.models import MembershipStatus, UpdatePage
from tests.builders import make_membership, make_organisation, make_update
from tests.members.events.making import make_event
from tests.shown import Shown, read, read_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paris(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Paris"


def at(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def titles(shown: Shown) -> list[str]:
    return [title for title in shown.headings(3) if title]


def summaries(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/en/events/calendar.ics{query}")
    assert response.status_code == 200
    calendar: Any = Calendar.from_ical(response.content)
    return [str(event["summary"]) for event in calendar.walk("VEVENT")]


# -- to come, and past ---------------------------------------------------------------------------
def test_what_is_to_come_begins_with_the_next_and_what_was_with_the_last(client: Client) -> None:
    owner = make_organisation(country="RO")
    for title, day in (("Third", "2099-03-01"), ("First", "2099-01-01"), ("Second", "2099-02-01"),
                       ("Old", "2016-01-01"), ("Less old", "2017-01-01")):  # fmt: skip
        make_event(organisation=owner, title=title, starts=day)
    make_update(organisation=owner, title="News", starts="2099-01-02")
    make_event(organisation=owner, title="Undated", starts="", start_time="", end_time="")

    assert titles(read(client, "/en/events/")) == ["First", "Second", "Third"]
    assert titles(read(client, "/en/events/past/")) == ["Less old", "Old"]


@pytest.mark.parametrize(
    ("hour", "where"), [(20, "/en/events/"), (21, "/en/events/past/"), (22, "/en/events/past/")]
)
def test_the_day_turns_where_the_event_is(
    client: Client, monkeypatch: pytest.MonkeyPatch, hour: int, where: str
) -> None:
    make_event(starts="2026-06-13", start_time="", end_time="")
    at(monkeypatch, dt.datetime(2026, 6, 13, hour, tzinfo=dt.UTC))

    assert titles(read(client, where)) == ["Open day"]


def test_an_event_that_runs_is_still_to_come(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_event(starts="2026-06-13", ends="2026-06-15", end_time="12:00")
    at(monkeypatch, dt.datetime(2026, 6, 15, 8, 59, tzinfo=dt.UTC))
    running = titles(read(client, "/en/events/"))
    at(monkeypatch, dt.datetime(2026, 6, 15, 9, tzinfo=dt.UTC))

    assert running == ["Open day"]
    assert titles(read(client, "/en/events/")) == []


def test_filters_narrow_every_view(client: Client) -> None:
    owner = make_organisation(country="RO")
    make_event(organisation=owner, title="In Iași")
    make_event(organisation=owner, title="In Oslo", country="NO", heading_nb="I Oslo")

    assert titles(read(client, "/en/events/?country=NO")) == ["In Oslo"]
    assert titles(read(client, "/en/events/?language=nb")) == ["In Oslo"]
    assert "In Iași" not in read(client, "/en/events/month/?month=2099-06&country=NO").words
    assert summaries(client, "?country=RO") == ["In Iași"]
    shown = read(client, "/en/events/?country=NO")
    assert 'href="/en/events/month/?country=NO"' in shown.html
    assert 'href="/en/events/calendar.ics?country=NO"' in shown.html


def test_what_the_address_says_in_vain_is_named(client: Client) -> None:
    assert "kind = news" in read(client, "/en/events/?kind=news").words
    assert "month = 2099-13" in read(client, "/en/events/month/?month=2099-13").words


def test_words_to_search_for_lead_to_the_search(client: Client) -> None:
    response = client.get("/en/events/?q=berlin")

    assert response.status_code == 302
    assert "q=berlin" in response["Location"]
    assert "kind=event" in response["Location"]


def test_nothing_announced_leads_to_what_was(client: Client) -> None:
    shown = read(client, "/en/events/")

    assert "No event is announced" in shown.words
    assert 'href="/en/events/past/"' in shown.html


# -- the month -----------------------------------------------------------------------------------
def test_a_month_shows_each_day_of_an_event_and_its_time_once(client: Client) -> None:
    make_event(starts="2099-06-29", ends="2099-07-02")

    june = read(client, "/en/events/month/?month=2099-06")
    july = read(client, "/en/events/month/?month=2099-07")

    assert june.html.count(">Open day</a>") == 2
    assert june.words.count("14:30") == 1
    assert july.html.count(">Open day</a>") == 2
    assert "14:30" not in july.words
    assert "June 2099" in june.headings(2)
    assert 'href="/en/events/month/?month=2099-07"' in june.html


def test_a_month_is_that_of_the_event_s_clock(client: Client) -> None:
    make_event(
        starts="2099-06-30", start_time="23:00", end_time="23:30", time_zone="America/New_York"
    )

    assert "Open day" in read(client, "/en/events/month/?month=2099-06").words
    assert "Open day" not in read(client, "/en/events/month/?month=2099-07").words


def test_an_event_of_some_day_stands_below_its_month(client: Client) -> None:
    make_event(starts="2099-06", start_time="", end_time="")

    assert "the day isn’t stated Open day" in read(client, "/en/events/month/?month=2099-06").words
    assert "Open day" not in read(client, "/en/events/month/?month=2099-05").words


@pytest.mark.parametrize("month", ["1900-01", "2199-12", "2099-00", "9999-12", "x", "2099-1"])
def test_any_month_answers(client: Client, month: str) -> None:
    make_event(starts="1900-01-01", ends="2199-12-31")

    assert client.get("/en/events/month/", {"month": month}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/en/events/",
        "/en/events/month/?month=2099-06",
        "/en/events/calendar.ics",
        "/en/",
        "/en/countries/ro/",
    ],
)
def test_more_events_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: Any, address: str
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(200) as seen:
            client.get(address)
        return len(seen)

    for number in range(2):
        make_event(title=f"Open day {number}")
    client.get(address)  # what is made once a process
    few = queries()
    for number in range(2, 6):
        make_event(title=f"Open day {number}")

    assert queries() <= few


# -- calendar files ------------------------------------------------------------------------------
def test_the_file_of_one_event_is_one_click_from_its_page(client: Client) -> None:
    page = make_event()

    address = "/en/events/open-day/event.ics"
    response = client.get(address)

    assert f'href="{address}"' in read_page(client, page).html
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert 'filename="open-day.ics"' in response["Content-Disposition"]
    assert b"SUMMARY;LANGUAGE=en:Open day" in response.content


def test_a_program_that_has_the_file_gets_it_once(client: Client) -> None:
    make_event()
    first = client.get("/en/events/calendar.ics")

    again = client.get("/en/events/calendar.ics", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


def test_the_calendar_keeps_a_year_of_what_was(client: Client) -> None:
    today = timezone.localdate()
    for title, days in (("Lately", 300), ("Long ago", 400)):
        make_event(title=title, starts=str(today - dt.timedelta(days=days)))

    assert summaries(client) == ["Lately"]


def test_a_cancelled_event_stays_and_says_so(client: Client) -> None:
    make_event(cancelled=True)

    assert summaries(client) == ["Cancelled: Open day"]
    assert "Event, cancelled" in read(client, "/en/events/").words


@pytest.mark.parametrize("how", ["unpublished", "suspended"])
def test_what_isn_t_public_is_in_none(client: Client, how: str) -> None:
    owner = make_organisation(country="RO")
    page = make_event(organisation=owner)
    if how == "unpublished":
        page.unpublish()
    else:
        make_membership(organisation=owner, status=MembershipStatus.SUSPENDED)

    assert summaries(client) == []
    assert client.get("/en/events/open-day/event.ics").status_code == 404
    for address in ("/en/events/", "/en/events/month/?month=2099-06", "/en/", "/en/countries/ro/"):
        assert "Open day" not in read(client, address).words


def test_news_and_what_has_no_day_have_no_file(client: Client) -> None:
    make_update(title="News", starts="2099-01-01")
    make_event(title="Some day", starts="2099-06", start_time="", end_time="")

    for name in ("news", "some-day", "nothing"):
        assert client.get(f"/en/events/{name}/event.ics").status_code == 404
    assert "event.ics" not in read_page(client, UpdatePage.objects.get(title="Some day")).html


# -- where one looks -----------------------------------------------------------------------------
def test_events_are_found_where_one_looks(client: Client) -> None:
    owner = make_organisation(name="Casa Verde", country="RO")
    page = make_event(organisation=owner)

    front, country = read(client, "/en/"), read(client, "/en/countries/ro/")

    assert "Coming up" in front.headings(2)
    assert 'href="/en/events/"' in front.html
    assert "Coming up" in country.headings(2)
    assert 'href="/en/events/calendar.ics?country=RO"' in country.html
    assert "Coming up" in read_page(client, owner).headings(2)
    assert 'href="/en/events/"' in read(client, "/en/updates/").html
    assert "13 June 2099, 14:30–16:00 (Bucharest)" in front.words
    assert "13 June 2099, 14:30–16:00" in client.get("/en/updates/feed.xml").content.decode()
    assert page.get_url()
