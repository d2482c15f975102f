"""The desk offers events that are to come; the mail says when, by which clock, how and where."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import UpdatePage
from newsletter.composition import compose_issue
from newsletter.desk.candidates import Candidate, candidates, read_choice
from tests.builders import make_administrator, make_organisation, make_update
from tests.members.events.making import make_event
from tests.newsletter.desk.making import make_sent_issue, published
from tests.newsletter.issues import about
from tests.newsletter.issues import make_issue as make_whole_issue
from tests.newsletter.making import make_subscriber
from tests.shown import read

pytestmark = pytest.mark.django_db


def days_ago(number: int) -> datetime:
    return timezone.now() - timedelta(days=number)


def coming(more: str = "") -> list[Candidate]:
    choice = read_choice(QueryDict(f"coming=yes{more}"))
    return list(candidates(choice, issue=None, blocks={}).candidates)


@pytest.fixture
def events() -> dict[str, UpdatePage]:
    """Three events that came online long ago, one of them over; and news of today."""
    owner = published(make_organisation(name="Casa Verde", country="RO"), at=days_ago(400))
    found = {}
    for title, day in (("Later", "2099-07-01"), ("Sooner", "2099-06-13"), ("Over", "2016-01-01")):
        page = make_event(organisation=owner, title=title, starts=day)
        found[title] = published(page, at=days_ago(300))
    make_update(organisation=owner, title="News")
    return found


def test_events_to_come_are_offered_whenever_they_came_online(events: Any) -> None:
    assert [str(each.title) for each in coming()] == ["Sooner", "Later"]
    assert coming()[0].takes_place == (
        "13 June 2099, 14:30–16:00 (Bucharest) · Iași, Romania, on site and online"
    )


def test_the_other_filters_narrow_them(events: dict[str, UpdatePage]) -> None:
    assert coming("&country=NO") == []
    assert [str(each.title) for each in coming("&q=later")] == ["Later"]


def test_what_an_issue_had_can_be_offered_again(events: dict[str, UpdatePage]) -> None:
    make_sent_issue(events["Sooner"], sent_at=days_ago(20))

    assert [str(each.title) for each in coming()] == ["Later"]
    (again, _later) = coming("&sent=yes")
    assert again.sent_in


def test_they_are_one_click_away(client: Client, events: dict[str, UpdatePage]) -> None:
    client.force_login(make_administrator())
    desk = reverse("newsletter_desk:desk")

    first = read(client, desk)
    shown = read(client, f"{desk}?coming=yes")

    assert "Events to come, whenever they came online (2)" in first.words
    assert f'href="{desk}?coming=yes"' in first.html
    assert "13 June 2099, 14:30–16:00 (Bucharest)" in shown.words


def test_the_mail_says_when_where_and_how_in_both_forms() -> None:
    make_subscriber()
    page = make_event(deadline="2099-05-01", heading_fr="Portes ouvertes")
    issue = make_whole_issue(about(page))

    english, french = (compose_issue(issue, (code,)) for code in ("en", "fr"))

    words = "13 June 2099, 14:30–16:00 (Bucharest)"
    for body in (" ".join(english.text.split()), english.html):
        assert words in body
        assert "Iași, Romania, on site and online" in body
        assert "Answer until 1 May 2099" in body
    assert "13 juin 2099, 14:30–16:00 (Bucarest)" in " ".join(french.text.split())
    assert "13 juin 2099, 14:30–16:00 (Bucarest)" in french.html


def test_the_mail_says_that_it_was_cancelled() -> None:
    page = make_event(cancelled=True)

    mail = compose_issue(make_whole_issue(about(page)), ("en",))

    assert "Event, cancelled" in mail.text
    assert "Event, cancelled" in mail.html
