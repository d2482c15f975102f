"""The worker's loop: order, failures, stopping, and two of them at once."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from core.leases import WorkerLease
from core.mail.outgoing import queue_mail
from core.work import worker
from core.work.worker import Order, Slice, Worker, register_slice, worker_seen

pytestmark = pytest.mark.django_db


class Time:
    """A clock that only moves when somebody sleeps, or is told to."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds


class Work:
    """A slice's function that has so many pieces of work, and notes when it ran."""

    def __init__(self, name: str, log: list[str], *, pieces: int = 0, fails: int = 0) -> None:
        self.name, self.log, self.pieces, self.fails = name, log, pieces, fails

    def __call__(self) -> bool:
        self.log.append(self.name)
        if self.fails:
            self.fails -= 1
            raise ValueError(f"{self.name} is broken")
        self.pieces -= 1
        return self.pieces >= 0


def slice_of(
    function: Callable[[], bool], *, name: str = "", every: float | None = None, order: int = 10
) -> Slice:
    return Slice(
        name=name or getattr(function, "name", "?"), function=function, every=every, order=order
    )


def make_worker(*slices: Slice, moment: Time | None = None, holder: str = "here:1") -> Worker:
    clock = moment or Time()
    return Worker(slices=slices, clock=clock, sleep=clock.sleep, holder=holder)


@pytest.fixture
def no_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_slices", {})


def test_slices_take_turns_until_none_finds_work() -> None:
    log: list[str] = []
    busy, quiet = Work("busy", log, pieces=2), Work("quiet", log)

    done = make_worker(slice_of(busy), slice_of(quiet)).run_once()

    assert done
    assert log == ["busy", "quiet"] * 3


def test_slices_run_in_their_order_whoever_registered_first(no_slices: None) -> None:
    register_slice("mail", lambda: False, order=Order.MAIL)
    register_slice("digest", lambda: False, every=60)
    register_slice("index", lambda: False)

    names = [slice_.name for slice_ in worker.registered_slices()]

    assert names == ["index", "digest", "mail"]


def test_a_name_that_is_taken_is_refused(no_slices: None) -> None:
    register_slice("index", lambda: False)

    with pytest.raises(ImproperlyConfigured, match="'index' already"):
        register_slice("index", lambda: False)


def test_a_period_of_nothing_is_refused(no_slices: None) -> None:
    with pytest.raises(ImproperlyConfigured, match="every 0 seconds"):
        register_slice("index", lambda: False, every=0)


def test_a_periodic_slice_runs_at_once_and_then_in_its_time() -> None:
    log: list[str] = []
    moment = Time()
    process = make_worker(slice_of(Work("digest", log, pieces=99), every=60), moment=moment)

    for _second in range(121):
        process.run_pass()
        moment.now += 1

    assert log == ["digest"] * 3


def test_a_periodic_slice_does_not_keep_the_worker_awake() -> None:
    process = make_worker(slice_of(Work("digest", [], pieces=99), every=60))

    assert process.run_pass() is False


def test_once_another_pass_follows_what_a_periodic_slice_found() -> None:
    """What was published on schedule is to be indexed before the run ends."""
    log: list[str] = []
    published: list[str] = []

    def index() -> bool:
        indexed, published[:] = list(published), []
        log.extend(indexed)
        return bool(indexed)

    def publish() -> bool:
        published.append("page")
        return True

    make_worker(
        slice_of(index, name="index"), slice_of(publish, name="publish", every=60)
    ).run_once()

    assert log == ["page"]


def test_a_failing_slice_is_logged_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    log: list[str] = []
    process = make_worker(slice_of(Work("bad", log, fails=1)), slice_of(Work("good", log)))

    process.run_pass()

    assert log == ["bad", "good"]
    assert process.failed == {"bad": "bad is broken"}
    assert "slice 'bad' failed" in caplog.text
    assert "bad is broken" in caplog.text


@pytest.mark.usefixtures("caplog")
def test_a_failing_slice_is_left_alone_for_longer_each_time() -> None:
    log: list[str] = []
    moment = Time()
    process = make_worker(slice_of(Work("bad", log, fails=99)), moment=moment)
    runs = []

    for second in range(31):
        before = len(log)
        process.run_pass()
        if len(log) > before:
            runs.append(second)
        moment.now += 1

    assert runs == [0, 2, 6, 14, 30]


def test_a_slice_that_recovers_is_back_at_once() -> None:
    log: list[str] = []
    moment = Time()
    process = make_worker(slice_of(Work("shaky", log, fails=1, pieces=5)), moment=moment)
    process.run_pass()
    moment.now += worker.FIRST_BACKOFF

    process.run_pass()
    process.run_pass()

    assert len(log) == 3


def test_the_worker_sleeps_when_there_is_nothing_to_do() -> None:
    moment = Time()
    passes = 0

    def nothing() -> bool:
        nonlocal passes
        passes += 1
        process.stopping = passes == 3
        return False

    process = make_worker(slice_of(nothing), moment=moment)
    process.run()

    assert passes == 3
    assert moment.slept == pytest.approx(2 * worker.IDLE, abs=2 * worker.STEP)


def test_a_signal_stops_after_the_current_slice() -> None:
    log: list[str] = []
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)

    def signalled() -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        log.append("finished")
        return True

    process = make_worker(slice_of(signalled), slice_of(Work("next", log)))
    try:
        process.listen()
        process.run()
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL, "a second one ends it at once"
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])

    assert log == ["finished"]


def test_a_stopped_worker_gives_its_lease_back() -> None:
    log: list[str] = []
    make_worker(slice_of(Work("none", [])), holder="elsewhere:1").run_once()

    assert make_worker(slice_of(Work("next", log)), holder="elsewhere:2").run_once()
    assert log == ["next"]


def test_a_second_worker_stands_by_and_takes_over_later() -> None:
    log: list[str] = []
    first = make_worker(slice_of(Work("first", log)), holder="elsewhere:1")
    moment = Time()
    second = make_worker(slice_of(Work("second", log)), holder="elsewhere:2", moment=moment)
    first.run_pass()

    assert second.run_once() is False
    WorkerLease.objects.update(until=timezone.now() - timedelta(seconds=1))

    assert second.run_once() is True
    assert log == ["first", "second"]


def test_the_lease_of_a_killed_process_of_this_machine_is_taken_at_once() -> None:
    gone = 2**22 + 1  # above the highest process number of Linux
    make_worker(slice_of(Work("x", [])), holder=f"{socket.gethostname()}:{gone}").run_pass()
    log: list[str] = []

    assert make_worker(slice_of(Work("next", log)), holder="here:2").run_once()
    assert log == ["next"]


def test_a_worker_renews_its_lease_while_it_works() -> None:
    moment = Time()
    process = make_worker(slice_of(Work("x", [])), moment=moment)
    process.run_pass()
    WorkerLease.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    moment.now += worker.RENEW

    process.run_pass()

    seen = worker_seen()
    assert seen is not None
    assert timezone.now() - seen < timedelta(seconds=30)


def test_work_without_end_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "MOST_PASSES", 5)

    with pytest.raises(RuntimeError, match="still at work after 5 passes"):
        make_worker(slice_of(lambda: True)).run_once()


def test_the_command_fails_when_a_slice_failed(
    no_slices: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    register_slice("bad", Work("bad", [], fails=1))

    with pytest.raises(CommandError, match="failed: bad"):
        call_command("worker", "--once")


def test_the_slices_of_core_are_registered_and_find_nothing_on_an_empty_site() -> None:
    names = [slice_.name for slice_ in worker.registered_slices()]

    assert {"core: scheduled publishing", "core: mails", "core: tasks"} <= set(names)
    call_command("worker", "--once")


def test_the_status_says_what_waits_and_what_was_given_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (_waiting, refused) = queue_mail(
        to=["ana@example.org", "ben@example.org"], subject="News", text="…"
    )
    refused.finish(state="failed", last_error="no such user")

    with pytest.raises(CommandError):
        call_command("worker", "--status")

    told = capsys.readouterr().out
    assert "worker: none" in told
    assert "mails: 1 waiting, 1 given up" in told
    assert "ben@example.org, attempt 0: no such user" in told
    assert "ana@example.org" not in told


def test_a_lease_further_ahead_than_a_lease_lasts_is_void() -> None:
    """It was made while a clock was wrong."""
    log: list[str] = []
    make_worker(slice_of(Work("first", [])), holder="elsewhere:1").run_pass()
    WorkerLease.objects.update(until=timezone.now() + timedelta(days=400))

    assert make_worker(slice_of(Work("second", log)), holder="elsewhere:2").run_once()
    assert log == ["second"]


def test_a_slice_that_deletes_waits_while_the_clock_may_be_wrong() -> None:
    log: list[str] = []
    deleting = Slice(name="x", function=Work("x", log), every=60, order=10, deletes=True)

    make_worker(deleting).run_pass()

    assert log == []


@pytest.mark.parametrize("reason", ["database is locked", "database or disk is full"])
def test_once_fails_with_the_reason_while_the_database_does_not_answer(
    no_slices: None, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    def refuse(**_values: object) -> bool:
        raise OperationalError(f"{reason}\nLINE 1: UPDATE …")

    monkeypatch.setattr(worker, "_take_lease", refuse)

    with pytest.raises(CommandError, match=f"the database does not answer: {reason}$"):
        call_command("worker", "--once")


def test_once_fails_when_the_database_is_gone_in_the_middle(
    no_slices: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_values: object) -> bool:
        raise OperationalError("server closed the connection")

    def lose() -> bool:
        monkeypatch.setattr(worker, "_take_lease", refuse)
        monkeypatch.setattr(worker, "RENEW", 0)
        return True

    register_slice("lose", lose)

    with pytest.raises(CommandError, match="server closed the connection"):
        call_command("worker", "--once")


def test_a_loop_waits_for_a_database_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    moment, log = Time(), list[str]()
    process = make_worker(slice_of(Work("x", log)), moment=moment)
    asked = []

    def take(**_values: object) -> bool:
        asked.append(moment.now)
        if len(asked) == 1:
            raise OperationalError("gone")
        process.stopping = True
        return True

    monkeypatch.setattr(worker, "_take_lease", take)

    process.run()

    assert "the database does not answer: gone" in caplog.text
    assert moment.slept >= worker.UNANSWERED


def test_the_status_fails_without_a_worker() -> None:
    with pytest.raises(CommandError, match="no worker was seen in the last 10 minutes"):
        call_command("worker", "--status")


@pytest.mark.parametrize(
    ("minutes", "is_missed"),
    [(0, False), (9, False), (11, True), (-60 * 24 * 400, True)],
)
def test_a_worker_is_missed_after_ten_minutes(minutes: int, is_missed: bool) -> None:
    now = timezone.now()

    assert worker.is_missed(now - timedelta(minutes=minutes), now=now) is is_missed


def test_a_worker_that_stopped_in_order_is_remembered() -> None:
    """Between two runs of `worker --once` nobody misses it."""
    make_worker(slice_of(Work("x", []))).run_once()

    assert not worker.is_missed(worker_seen())
