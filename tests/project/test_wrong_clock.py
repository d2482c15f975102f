"""A clock that is wrong for a moment deletes nothing, whatever the worker has to do."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.leases import WorkerLease
from core.mail.outgoing import OutgoingMail, queue_mail
from core.work.deletions import PATIENCE, held_since
from core.work.slices import BACKEND
from core.work.worker import Worker, registered_slices
from newsletter.models import HandOver, State, Subscriber
from search.models import FoldedQueryLog, QueryCount
from tests.newsletter.making import make_subscriber

pytestmark = pytest.mark.django_db
START = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(hours=1)
YEAR_AHEAD = timedelta(days=400)


class Clock:
    """What timezone.now() says; nothing moves it but the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = START
        monkeypatch.setattr(timezone, "now", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def work() -> None:
    """One pass of a worker that has just started, with everything there is to do."""
    worker = Worker(slices=registered_slices(), holder="here:1")
    worker.run_pass()
    assert worker.failed == {}


def work_for(clock: Clock, days: int) -> None:
    """A pass an hour."""
    for _hour in range(24 * days):
        clock.now += timedelta(hours=1)
        work()


def rows() -> Counter[str]:
    """How many rows each table has, but for the leases."""
    return Counter(
        {
            model._meta.label: model._default_manager.count()
            for model in apps.get_models()
            if model is not WorkerLease
        }
    )


@pytest.fixture
def young(clock: Clock) -> None:
    """Something of all that is deleted when it is old, made today."""
    make_subscriber("new@example.org", state=State.PENDING)
    make_subscriber("gone@example.org", state=State.UNSUBSCRIBED)
    queue_mail(to="new@example.org", subject="Please confirm", text="…", about="newsletter")
    (sent,) = queue_mail(to="ana@example.org", subject="News", text="…")
    sent.finish(state=OutgoingMail.State.SENT, text="")
    Session.objects.create(session_key="a", session_data="", expire_date=START + timedelta(days=14))
    HandOver.objects.create(at=START, mails=3)
    QueryCount.objects.create(month=START.date().replace(day=1), digest="a", language="en")
    FoldedQueryLog.objects.create(name="a.jsonl", folded_at=START)
    DBTaskResult.objects.create(
        status="SUCCESSFUL",
        backend_name=BACKEND,
        task_path="a.b",
        args_kwargs={"args": [], "kwargs": {}},
        finished_at=START,
        run_after=START,
        worker_ids=[],
        return_value=None,
        exception_class_path="",
        traceback="",
    )


@pytest.mark.usefixtures("young")
def test_a_year_ahead_for_a_moment_nothing_is_deleted(clock: Clock) -> None:
    work_for(clock, days=1)
    before = rows()

    clock.now += YEAR_AHEAD
    for _restart in range(3):
        work()
        clock.now += timedelta(seconds=10)
    ahead = before - rows()
    clock.now -= YEAR_AHEAD
    work_for(clock, days=2)

    assert ahead == Counter()
    assert Subscriber.objects.count() == 2


@pytest.mark.usefixtures("young")
def test_after_a_clock_that_was_ahead_the_next_worker_works(clock: Clock) -> None:
    clock.now += YEAR_AHEAD
    work()
    (tried,) = queue_mail(to="cleo@example.org", subject="News", text="…")
    OutgoingMail.objects.filter(pk=tried.pk).update(
        due_at=clock.now, leased_until=clock.now + timedelta(minutes=10)
    )
    clock.now -= YEAR_AHEAD
    queue_mail(to="ben@example.org", subject="News", text="…")

    other = Worker(slices=registered_slices(), holder="elsewhere:2")
    other.run_pass()

    assert not OutgoingMail.objects.exclude(state=OutgoingMail.State.SENT).exists()
    assert WorkerLease.objects.get().until < clock.now + timedelta(minutes=2)


@pytest.mark.usefixtures("young")
def test_what_is_old_goes_when_its_time_has_come(clock: Clock) -> None:
    work_for(clock, days=14)
    assert Subscriber.objects.filter(email="new@example.org").exists()

    work_for(clock, days=2)

    assert not Subscriber.objects.filter(email="new@example.org").exists()
    assert not HandOver.objects.exists()
    assert held_since() is None


@pytest.mark.usefixtures("young")
def test_a_worker_that_was_away_deletes_again_after_a_day(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    work_for(clock, days=2)
    clock.now += timedelta(days=20)

    work()
    assert f"deletions wait until {clock.now + PATIENCE:%Y-%m-%d %H:%M} UTC" in caplog.text
    assert held_since() == clock.now
    assert Subscriber.objects.filter(email="new@example.org").exists()

    clock.now += PATIENCE
    work()
    assert held_since() is None
    assert not Subscriber.objects.filter(email="new@example.org").exists()


def test_a_clock_that_is_put_right_by_seconds_holds_nothing_up(clock: Clock) -> None:
    work_for(clock, days=2)

    clock.now -= timedelta(seconds=30)
    work()

    assert held_since() is None


def test_the_status_says_that_deletions_wait(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    work()

    call_command("worker", "--status")

    until = f"{START + PATIENCE:%Y-%m-%d %H:%M} UTC"
    assert f"deletions: wait until {until}" in capsys.readouterr().out
