"""Checking, trying, scheduling and watching over a sending, as the office does it on screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, NoReturn

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.i18n import LANGS, loc
from core.mail.outgoing import OutgoingMail
from members.office import office_group
from newsletter.composition.html import CompileError
from newsletter.desk import edits
from newsletter.desk.archiving import publish_started
from newsletter.models import (
    Delivery,
    DeliveryState,
    Frequency,
    IssuePage,
    Mailing,
    MailingState,
    SkipReason,
    State,
)
from newsletter.sending.schedule import begin_due
from newsletter.sending.trial import send_test
from tests.builders import make_user
from tests.newsletter.desk.making import make_issue
from tests.newsletter.making import make_subscriber
from tests.shown import words_of
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(db: None) -> User:
    return make_user(email="office@example.org", groups=(office_group(),), is_superuser=True)


@pytest.fixture
def office(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def issue(user: User) -> IssuePage:
    made = make_issue(user=user)
    key = edits.add_text(made.pk, "Hello", user=user).key
    edits.write(made.pk, key, {"text_en": "<p>All is well.</p>"}, user=user)
    edits.write(made.pk, "", {"intro_fr": "<p>Bonjour.</p>"}, user=user)
    return IssuePage.objects.get(pk=made.pk)


@pytest.fixture
def readers() -> None:
    make_subscriber("en@example.org")
    make_subscriber("fr1@example.org", languages=["fr", "en"])
    make_subscriber("fr2@example.org", languages=["fr"], countries=["RO"])
    make_subscriber("no@example.org", state=State.UNSUBSCRIBED)


def send(issue: IssuePage, rest: str = "") -> str:
    return f"/admin/newsletter/{issue.pk}/send/{rest}"


def words(response: Any) -> str:
    assert response.status_code == 200
    return words_of(response.content.decode())


def confirm(office: Client, issue: IssuePage, **data: Any) -> Any:
    """Press “Yes” on the page that asks."""
    values = {"when": "now", "revision": str(issue.latest_revision_id), **data}
    return office.post(send(issue, "confirm/"), values, follow=True)


def test_findings_are_shown_by_gravity_with_the_way_to_correct_them(
    office: Client, issue: IssuePage
) -> None:
    html = office.get(send(issue)).content.decode()

    assert "mistake to correct first" in html
    assert "The subject is missing in French." in html
    assert "The text is missing in French." in html
    assert f"/admin/newsletter/{issue.pk}/write/" in html


@pytest.mark.usefixtures("readers")
def test_readers_are_counted_by_language(office: Client, issue: IssuePage) -> None:
    page = words(office.get(send(issue)))

    assert "French 2 English 1 Together 3" in page


@pytest.mark.usefixtures("readers")
def test_a_segment_is_counted(office: Client, issue: IssuePage) -> None:
    page = words(office.get(send(issue), {"languages": "fr"}))

    assert "First language: French" in page
    assert "French 2 Together 2" in page


@pytest.mark.usefixtures("readers")
def test_the_office_is_asked_before_anything_is_scheduled(office: Client, issue: IssuePage) -> None:
    asked = words(office.get(send(issue, "confirm/"), {"when": "now", "languages": "fr"}))

    assert f"Send newsletter no. {issue.number} to 2 readers?" in asked
    assert "mistake to correct first" in asked
    assert not Mailing.objects.exists()


@pytest.mark.usefixtures("readers")
def test_yes_schedules_the_version_that_was_looked_at(office: Client, issue: IssuePage) -> None:
    page = words(confirm(office, issue, languages=["fr"], members_only=""))

    mailing = Mailing.objects.get()
    assert "Scheduled for 2 readers." in page
    assert (mailing.issue_id, mailing.revision_id) == (issue.pk, issue.latest_revision_id)
    assert (mailing.languages, mailing.state) == (["fr"], MailingState.SCHEDULED)
    assert mailing.created_by is not None


def test_a_moment_is_read_in_its_time_zone(office: Client, issue: IssuePage) -> None:
    confirm(
        office,
        issue,
        when="later",
        date="2099-07-01",
        time="10:00",
        time_zone="America/New_York",
    )

    mailing = Mailing.objects.get()
    assert mailing.scheduled_for == datetime(2099, 7, 1, 14, tzinfo=UTC)
    assert mailing.time_zone == "America/New_York"


@pytest.mark.parametrize(
    ("data", "words_said"),
    [
        ({"date": "2020-01-01", "time": "10:00"}, "This time has passed."),
        ({"date": "", "time": "10:00"}, "Please fill this in."),
        ({"date": "2099-03-29", "time": "02:30"}, "there is no such time"),
        ({"date": "2099-07-01", "time": "10:00", "time_zone": "Mars/Olympus"}, "marked fields"),
        ({"date": "x", "time": "y"}, "Enter a valid date"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_moment_that_cannot_be_is_refused(
    office: Client, issue: IssuePage, data: dict[str, str], words_said: str, method: str
) -> None:
    values = {"when": "later", "time_zone": "Europe/Paris", "revision": "1", **data}

    page = words(getattr(office, method)(send(issue, "confirm/"), values))

    assert words_said in page
    assert not Mailing.objects.exists()


def test_what_somebody_changed_after_the_question_is_not_sent_unread(
    office: Client, issue: IssuePage, user: User
) -> None:
    edits.add_text(issue.pk, "Late", user=user)

    page = words(confirm(office, issue))

    assert "Nothing was scheduled: somebody changed the issue." in page
    assert not Mailing.objects.exists()


def test_pressing_twice_schedules_once(office: Client, issue: IssuePage) -> None:
    confirm(office, issue)

    page = words(confirm(office, issue))

    assert "on its way to the same readers already" in page
    assert Mailing.objects.count() == 1


@pytest.mark.usefixtures("readers")
def test_an_issue_without_a_subject_is_not_sent(
    office: Client, issue: IssuePage, user: User
) -> None:
    edits.write(issue.pk, "", {loc("heading", code): "" for code in LANGS}, user=user)
    issue.refresh_from_db()

    page = words(confirm(office, issue))

    assert "The subject is missing in English." in page
    assert "Yes, send it" not in page
    assert not Mailing.objects.exists()


def test_nothing_is_sent_at_once_to_nobody(office: Client, issue: IssuePage) -> None:
    page = words(office.get(send(issue, "confirm/"), {"when": "now"}))

    assert "to 0 readers?" in page
    assert "Yes, send it" not in page


def test_a_test_goes_to_each_address_in_each_language(office: Client, issue: IssuePage) -> None:
    response = office.post(
        send(issue, "test/"),
        {"to": "a@example.org, b@example.org", "languages": ["en", "fr"]},
        follow=True,
    )

    assert "4 test mails are on their way." in words(response)
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [
        "a@example.org", "a@example.org", "b@example.org", "b@example.org",
    ]  # fmt: skip
    assert not Delivery.objects.exists()


def test_a_mail_that_cannot_be_put_together_is_said_in_words(
    office: Client, issue: IssuePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> NoReturn:
        raise CompileError("mj-text is not closed")

    monkeypatch.setattr("newsletter.desk.sending_views.send_test", partial(send_test, compose=fail))

    response = office.post(
        send(issue, "test/"), {"to": "ana@example.org", "languages": ["en"]}, follow=True
    )

    assert "The mail could not be put together: CompileError: mj-text is not closed" in (
        words(response)
    )
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"to": "nobody", "languages": ["en"]},
        {"to": "", "languages": ["en"]},
        {"to": "a@example.org", "languages": []},
        {"to": " ".join(f"a{n}@example.org" for n in range(11)), "languages": ["en"]},
        {"to": "a@example.org\nBcc: b@example.org", "languages": ["en"]},
    ],
)
def test_a_test_to_nonsense_is_refused_in_words(
    office: Client, issue: IssuePage, data: dict[str, Any]
) -> None:
    response = office.post(send(issue, "test/"), data)

    assert 'class="desk-error"' in response.content.decode()
    form = response.context["test_form"]
    assert (form["to"].value(), form["languages"].value()) == (data["to"], data["languages"])
    assert not OutgoingMail.objects.exists()


# -- a sending -------------------------------------------------------------------------------------
@pytest.mark.usefixtures("readers")
def test_the_report_says_who_got_none_once_it_has_started(office: Client, issue: IssuePage) -> None:
    mailing = Mailing.objects.create(issue=issue, revision=issue.latest_revision)
    assert "Who got no mail" not in words(office.get(report(mailing)))

    begin_due()

    assert "Who got no mail" in words(office.get(report(mailing)))


@pytest.fixture
def mailing(issue: IssuePage) -> Mailing:
    return Mailing.objects.create(issue=issue, revision=issue.latest_revision)


def report(mailing: Mailing) -> str:
    return f"/admin/newsletter/sendings/{mailing.pk}/"


def act(office: Client, mailing: Mailing, what: str) -> str:
    return words(office.post(f"{report(mailing)}do/", {"do": what}, follow=True))


def test_a_sending_is_paused_resumed_stopped_and_taken_up_again(
    office: Client, mailing: Mailing
) -> None:
    begin_due()
    states = []
    for what, said in (
        ("pause", "Paused."),
        ("resume", "It goes on."),
        ("stop", "Stopped."),
        ("rest", "The rest is being sent."),
    ):
        assert said in act(office, mailing, what)
        mailing.refresh_from_db()
        states.append(mailing.state)

    assert states == ["paused", "sending", "stopped", "sending"]


def test_what_is_pressed_too_late_is_answered_in_words(office: Client, mailing: Mailing) -> None:
    assert "its state is “scheduled”" in act(office, mailing, "pause")
    assert "scheduled" in act(office, mailing, "nonsense")


@pytest.mark.usefixtures("readers")
def test_a_late_sending_asks_again_and_names_the_readers(office: Client, mailing: Mailing) -> None:
    Mailing.objects.update(scheduled_for=timezone.now() - timedelta(days=3))
    begin_due()

    assert "Send it now to 3 readers" in words(office.get(report(mailing)))
    assert "It is being sent." in act(office, mailing, "confirm")
    mailing.refresh_from_db()
    assert mailing.state == MailingState.SENDING


@pytest.mark.usefixtures("readers")
def test_the_office_sees_who_got_nothing_and_why(office: Client, mailing: Mailing) -> None:
    now = timezone.now()
    Mailing.objects.update(state=MailingState.FINISHED, started_at=now, finished_at=now)
    for email, state, error in (
        ("en@example.org", DeliveryState.ACCEPTED, ""),
        ("fr1@example.org", DeliveryState.FAILED, "550 <no> such user"),
        ("no@example.org", DeliveryState.SKIPPED, SkipReason.values[0]),
    ):
        reader = make_subscriber(f"x{email}")
        Delivery.objects.create(
            mailing=mailing, subscriber=reader, state=state, last_error=error, finished_at=now
        )

    page = words(office.get(report(mailing)))

    assert "xfr1@example.org failed 550 <no> such user" in page
    assert "xno@example.org left out" in page
    assert "xen@example.org" not in page
    assert "Together 3" in page
    assert "Send the rest" in page


def test_the_sending_of_a_digest_has_a_report_too(office: Client) -> None:
    now = timezone.now()
    digest = Mailing.objects.create(
        frequency=Frequency.WEEKLY,
        covers_from=now - timedelta(days=7),
        covers_until=now,
        state=MailingState.PAUSED,
        started_at=now,
    )

    assert "Let it go on" in words(office.get(report(digest)))
    assert report(digest) in office.get("/admin/").content.decode()


def test_the_report_asks_the_database_the_same_number_of_times(
    office: Client, mailing: Mailing
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            office.get(report(mailing))
        return len(caught)

    def fail(number: int) -> None:
        reader = make_subscriber(f"reader{number}@example.org")
        Delivery.objects.create(
            mailing=mailing,
            subscriber=reader,
            state=DeliveryState.FAILED,
            finished_at=timezone.now(),
        )

    fail(0)
    queries()
    few = queries()
    for number in range(1, 5):
        fail(number)

    assert queries() == few


# -- the archive -----------------------------------------------------------------------------------
def test_an_issue_comes_online_when_its_sending_starts(mailing: Mailing, issue: IssuePage) -> None:
    assert not publish_started()

    begin_due()
    done = [publish_started(), publish_started()]

    issue.refresh_from_db()
    assert done == [True, False]
    assert issue.live
    assert issue.live_revision_id == mailing.revision_id
    assert issue.blocks.count() == 1


def test_the_archive_gets_the_version_that_is_sent(
    mailing: Mailing, issue: IssuePage, user: User
) -> None:
    edits.add_text(issue.pk, "Changed after scheduling", user=user)
    IssuePage.objects.get(pk=issue.pk).latest_revision.publish()

    begin_due()
    publish_started()

    issue.refresh_from_db()
    assert issue.live_revision_id == mailing.revision_id
    assert issue.blocks.count() == 1


def test_what_the_office_does_after_the_start_stays(mailing: Mailing, issue: IssuePage) -> None:
    begin_due()
    publish_started()
    IssuePage.objects.get(pk=issue.pk).unpublish()

    assert not publish_started()
    assert not IssuePage.objects.get(pk=issue.pk).live
    assert mailing.pk
