"""Calendar files, read back with a program of their own."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from icalendar import Calendar

from members.events.calendar_file import as_calendar, uid_of
from members.models import UpdatePage
from tests.members.events.making import make_event

pytestmark = pytest.mark.django_db
BUCHAREST = ZoneInfo("Europe/Bucharest")


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    settings.SITE_URL = "https://network.example.org"


def written(*pages: UpdatePage, language: str = "en") -> bytes:
    with translation.override(language):
        return as_calendar(pages, title="Events", address="/en/events/calendar.ics")


def read(*pages: UpdatePage, language: str = "en") -> list[Any]:
    calendar: Any = Calendar.from_ical(written(*pages, language=language))
    return list(calendar.walk("VEVENT"))


def test_a_program_reads_what_the_page_says() -> None:
    page = make_event(heading_fr="Portes ouvertes", online_address="https://example.org/room")

    (event,) = read(page)

    assert event["uid"] == "updates-open-day@network.example.org" == uid_of(page)
    assert event["dtstart"].dt == dt.datetime(2099, 6, 13, 14, 30, tzinfo=BUCHAREST)
    assert event["dtend"].dt == dt.datetime(2099, 6, 13, 16, tzinfo=BUCHAREST)
    assert event["dtstart"].params["TZID"] == "Europe/Bucharest"
    assert event["summary"] == "Open day"
    assert event["location"] == "Iași, Romania"
    assert event["contact"] == "Casa Verde"
    assert event["conference"] == "https://example.org/room"
    assert event["status"] == "CONFIRMED"
    assert event["sequence"] == 0
    assert event["url"] == f"https://network.example.org{page.url_in('en')}"
    assert "Register: https://example.org/register" in event["description"]
    (french,) = read(page, language="fr")
    assert french["summary"] == "Portes ouvertes"
    assert french["summary"].params["LANGUAGE"] == "fr"
    assert french["uid"] == event["uid"]


def test_a_file_is_as_the_standard_wants_it() -> None:
    body = written(make_event(title="Ț" * 120)).decode()

    assert body.startswith("BEGIN:VCALENDAR\r\n")
    assert body.endswith("END:VCALENDAR\r\n")
    assert "\n" not in body.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Bucharest" in body
    for line in ("VERSION:2.0", "METHOD:PUBLISH", "CALSCALE:GREGORIAN", "X-WR-CALNAME:Events"):
        assert f"\r\n{line}\r\n" in body


def test_the_zone_s_change_of_clocks_is_in_the_file() -> None:
    page = make_event(starts="2027-03-27", ends="2027-03-28")

    calendar: Any = Calendar.from_ical(written(page))

    (zone,) = calendar.walk("VTIMEZONE")
    clock = zone.to_tz()
    offsets = [dt.datetime(2027, month, 1, 12, tzinfo=clock).utcoffset() for month in (7, 1)]
    assert offsets == [dt.timedelta(hours=3), dt.timedelta(hours=2)]


def test_whole_days_end_on_the_morning_after() -> None:
    page = make_event(start_time="", end_time="", ends="2099-06-14")

    (event,) = read(page)

    assert event["dtstart"].dt == dt.date(2099, 6, 13)
    assert event["dtend"].dt == dt.date(2099, 6, 15)
    assert b"VTIMEZONE" not in written(page)


def test_an_end_without_a_time_is_the_end_of_its_day() -> None:
    (event,) = read(make_event(ends="2099-06-14", end_time=""))

    assert event["dtend"].dt == dt.datetime(2099, 6, 15, tzinfo=BUCHAREST)


def test_a_beginning_without_an_end_stays_one() -> None:
    (event,) = read(make_event(end_time=""))

    assert "dtend" not in event


def test_an_event_of_some_day_in_june_is_in_no_file() -> None:
    assert read(make_event(starts="2099-06", start_time="", end_time="")) == []


def test_the_next_version_has_a_higher_number_and_the_same_name() -> None:
    page = make_event()
    first = read(page)[0]
    UpdatePage.objects.filter(pk=page.pk).update(
        last_published_at=page.first_published_at + dt.timedelta(minutes=2), cancelled=True
    )

    (second,) = read(UpdatePage.objects.get())

    assert second["uid"] == first["uid"]
    assert second["sequence"] > first["sequence"]
    assert second["dtstamp"].dt > first["dtstamp"].dt
    assert second["last-modified"].dt == second["dtstamp"].dt
    assert second["status"] == "CANCELLED"
    assert second["summary"] == "Cancelled: Open day"


def test_the_same_content_gives_the_same_bytes() -> None:
    page = make_event()

    assert written(page) == written(UpdatePage.objects.get())


HOSTILE = 'Come\r\nATTENDEE:mailto:x@example.org\nEND:VEVENT\rBEGIN:VALARM\x00\x0b\u2028;,\\n:"'


@pytest.mark.parametrize(
    "name", ["title", "body_en", "place", "organiser", "registration", "online_address"]
)
def test_no_text_breaks_out_of_its_line(name: str) -> None:
    page = make_event()
    column = "heading_en" if name == "title" else name
    text = f"https://example.org/{HOSTILE}" if name.endswith(("address", "ation")) else HOSTILE
    UpdatePage.objects.filter(pk=page.pk).update(**{column: text[:255]})

    body = written(UpdatePage.objects.get())
    calendar: Any = Calendar.from_ical(body)

    assert len(calendar.walk("VEVENT")) == 1
    assert not calendar.walk("VALARM")
    assert "attendee" not in calendar.walk("VEVENT")[0]
    assert body.count(b"\r\nEND:VEVENT\r\n") == 1
    assert b"\r\nATTENDEE" not in body
