"""By clock: an application that was asked back and never answered doesn't wait for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import ModelLogEntry

from core.mail.outgoing import OutgoingMail
from joining.links import application_of
from joining.models import Application, ApplicationQuestion, ApplicationStatus
from joining.services import applying, deciding, erasing, unanswered
from members.models import MembershipStatus
from members.office import ensure_office, office_group
from tests.builders import make_category, make_user
from tests.joining.making import address, link_in, mails, make_sent, shown
from users.models import User

pytestmark = pytest.mark.django_db
At = Callable[[float], None]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.APPLICATIONS_ROOT = str(tmp_path)


@pytest.fixture
def office() -> User:
    ensure_office()
    return make_user(email="office@example.org", groups=(office_group(),))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Goes to a day and lets the worker do what it does there."""
    start, days = timezone.now(), [0.0]
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(days=days[0]))

    def go(day: float) -> None:
        days[0] = day
        for work in (unanswered.remind, unanswered.close, erasing.erase_refused):
            work()

    return go


def ask(row: Application, office: User) -> Application:
    row.refresh_from_db()
    deciding.ask_back(row, text="Which year?", version=row.version, by=office)
    OutgoingMail.objects.all().delete()
    row.refresh_from_db()
    return row


def test_after_a_month_the_applicant_is_reminded_once_and_the_office_told(
    at: At, office: User
) -> None:
    row = ask(make_sent(), office)

    at(29)
    before = mails()
    at(31)
    at(40)
    to_applicant, to_office = mails()

    assert before == []
    assert (to_applicant.to, to_office.to) == (row.email, office.email)
    assert "6 meses" in to_applicant.text
    assert application_of(link_in(to_applicant).split("/")[-2]) == row
    assert "reminded" in to_office.text


def test_six_months_after_the_reminder_it_is_closed_and_a_year_later_gone(
    at: At, office: User
) -> None:
    make_category()
    row = make_sent(status=ApplicationStatus.DRAFT, sent_at=None)
    applying.send(row, consent="Yes.")
    row = ask(row, office)

    at(31)
    OutgoingMail.objects.all().delete()
    at(31 + 179)
    row.refresh_from_db()
    waits = row.status
    at(31 + 181)
    row.refresh_from_db()
    told = {mail.to for mail in mails()}
    membership = row.membership.status
    line = ModelLogEntry.objects.get(action="joining.lapsed")
    at(31 + 181 + 364)
    there = Application.objects.exists()
    at(31 + 181 + 366)

    assert waits == ApplicationStatus.ASKED
    assert row.status == ApplicationStatus.WITHDRAWN
    assert membership == MembershipStatus.WITHDRAWN
    assert told == {row.email, office.email}
    assert line.user is None
    assert there
    assert not Application.objects.exists()


@pytest.mark.parametrize("by", ["applicant", "office"])
def test_whatever_is_said_begins_the_time_anew(at: At, office: User, by: str) -> None:
    row = ask(make_sent(), office)
    at(31)
    at(200)
    if by == "office":
        row = ask(row, office)
    else:
        question = ApplicationQuestion.objects.get()
        applying.answer(row, answers={question.pk: "I have to look."})
    OutgoingMail.objects.all().delete()

    at(229)
    early = len(mails())
    at(231)
    at(231 + 179)
    row.refresh_from_db()
    waits = row.status
    at(231 + 181)
    row.refresh_from_db()

    assert early == 0
    assert waits == ApplicationStatus.ASKED
    assert row.status == ApplicationStatus.WITHDRAWN


def test_what_is_with_the_office_is_never_closed(at: At, office: User) -> None:
    row = make_sent()

    for day in (31, 300, 3000):
        at(day)

    row.refresh_from_db()
    assert row.status == ApplicationStatus.SENT
    assert mails() == []


def test_whoever_opens_the_link_then_reads_that_it_is_closed(
    at: At, office: User, client: Client
) -> None:
    row = ask(make_sent(), office)
    at(31)
    at(31 + 181)

    text = shown(client, address(row, "mine"))

    assert "a question stayed unanswered" in text
