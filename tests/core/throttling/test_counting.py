"""Of many who count at once exactly so many pass, and what was counted isn't kept for long."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

import pytest
from django.core.management import call_command

from core.throttling.counting import KEPT, Memory, ThrottleCount, count, count_all, forget
from core.throttling.rules import DAY, HOUR, MINUTE, By, Limit, Rule
from core.work.slices import tidy_up
from tests.at_once import at_once
from tests.forks import in_child

NOW = 1_900_000_000
WINDOW = Limit(by=By.CLIENT, most=7, per=HOUR)
IN_A_ROW = Limit(by=By.PAIR, most=3, per=DAY, pause=MINUTE)
RULE = Rule(name="test", limits=(WINDOW, IN_A_ROW))


def tried(limit: Limit, times: int, *, at: int = NOW, value: str = "a") -> list[int]:
    """What each of some tries has to wait."""
    network = "192.0.2.0/24"
    found = [count(RULE, limit, value=value, network=network, now=at) for _time in range(times)]
    return [each.wait for each in found]


@pytest.mark.django_db
def test_so_many_pass_and_the_next_ones_learn_how_long_to_wait() -> None:
    assert tried(WINDOW, 7) == [0] * 7
    assert tried(WINDOW, 2, at=NOW + 600) == [3000, 3000]
    assert tried(WINDOW, 1, value="b") == [0]
    assert tried(WINDOW, 8, at=NOW + HOUR) == [0] * 7 + [HOUR]


@pytest.mark.django_db
def test_a_window_that_was_not_filled_begins_anew_when_it_is_over() -> None:
    tried(WINDOW, 6)

    assert tried(WINDOW, 7, at=NOW + HOUR) == [0] * 7


@pytest.mark.django_db
def test_a_limit_of_one_is_reached_by_the_first() -> None:
    once = Limit(by=By.ACCOUNT, most=1, per=DAY)

    assert tried(once, 2) == [0, DAY]
    assert tried(once, 2, at=NOW + DAY) == [0, DAY]


@pytest.mark.django_db
def test_pauses_grow_to_an_hour_and_end_with_a_quiet_day() -> None:
    assert tried(IN_A_ROW, 4) == [0, 0, 0, MINUTE]
    moment, waits = NOW, []
    for _time in range(9):
        wait = tried(IN_A_ROW, 1, at=moment)[0]
        waits.append(wait)
        moment += wait
        assert tried(IN_A_ROW, 1, at=moment) == [0]

    assert waits == [MINUTE * 2**power for power in (0, 1, 2, 3, 4, 5, 6, 6, 6)]
    assert tried(IN_A_ROW, 4, at=moment + DAY) == [0, 0, 0, MINUTE]


@pytest.mark.django_db
def test_a_clock_that_was_wrong_locks_nobody_out() -> None:
    tried(WINDOW, 7, at=NOW + 400 * DAY)
    tried(IN_A_ROW, 3, at=NOW + 400 * DAY)

    assert tried(WINDOW, 8) == [0] * 7 + [HOUR]
    assert tried(IN_A_ROW, 4) == [0, 0, 0, MINUTE]


@pytest.mark.django_db
def test_a_clock_that_lags_a_little_lets_nobody_begin_anew() -> None:
    """Two machines that serve the site don't agree to the second."""
    tried(WINDOW, 5)

    assert tried(WINDOW, 3, at=NOW - 2) == [0, 0, HOUR + 2]


@pytest.mark.django_db
def test_what_comes_after_the_limit_that_refuses_is_not_counted() -> None:
    narrow = Rule(name="test", limits=(Limit(by=By.CLIENT, most=1, per=HOUR), IN_A_ROW))
    values = {By.CLIENT: "a", By.PAIR: "b"}
    count_all(narrow, values, network="")

    counted = count_all(narrow, values, network="")

    assert [each.limit.most for each in counted] == [1]
    assert ThrottleCount.objects.get(rule="test: account and client").count == 1


@pytest.mark.django_db
def test_what_is_forgotten_begins_anew() -> None:
    tried(IN_A_ROW, 4)
    tried(IN_A_ROW, 4, value="b")

    forget(RULE, {By.PAIR: "a"})

    assert tried(IN_A_ROW, 1) == [0]
    assert tried(IN_A_ROW, 1, value="b") == [MINUTE]


@pytest.mark.django_db
def test_the_table_names_nobody() -> None:
    count(RULE, WINDOW, value="ana@example.org 192.0.2.77", network="192.0.2.0/24")

    row = ThrottleCount.objects.values().get()
    assert "ana" not in str(row)
    assert ".77" not in str(row)


@pytest.mark.django_db
def test_a_hash_can_not_be_guessed_without_the_key(settings: object) -> None:
    tried(WINDOW, 7)
    settings.SECRET_KEY = "another"

    assert tried(WINDOW, 1) == [0]


@pytest.mark.django_db
def test_the_worker_forgets_after_thirty_days(monkeypatch: pytest.MonkeyPatch) -> None:
    tried(WINDOW, 1, value="old")
    tried(WINDOW, 1, value="young", at=NOW + DAY)
    tried(WINDOW, 1, value="made up", at=NOW + 2 * KEPT + DAY)
    monkeypatch.setattr("time.time", lambda: NOW + KEPT + 1.0)

    tidy_up()

    assert list(ThrottleCount.objects.values_list("since", flat=True)) == [NOW + DAY]


@pytest.mark.django_db
def test_an_operator_lets_everybody_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    tried(WINDOW, 8)

    call_command("lift_throttling")

    assert tried(WINDOW, 1) == [0]
    assert "1 counts were forgotten" in capsys.readouterr().out


# -- at once ---------------------------------------------------------------------------------------
PROCESSES, THREADS, EACH = 4, 4, 5


def passed(limit: Limit, *, times: int) -> int:
    return tried(limit, times, value="crowd").count(0)


def in_threads(limit: Limit) -> int:
    return sum(at_once(*[partial(passed, limit, times=EACH)] * THREADS))


def in_processes(work: Callable[[], int]) -> int:
    reading, writing = os.pipe()

    def told() -> None:
        os.write(writing, bytes([work()]))

    children = [in_child(told) for _number in range(PROCESSES)]
    statuses = [os.waitpid(child, 0)[1] for child in children]
    os.close(writing)
    with os.fdopen(reading, "rb") as answers:
        found = answers.read()
    assert statuses == [0] * PROCESSES
    assert len(found) == PROCESSES
    return sum(found)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("limit", [WINDOW, IN_A_ROW])
def test_of_eighty_tries_in_four_processes_exactly_so_many_pass(limit: Limit) -> None:
    assert in_processes(lambda: in_threads(limit)) == limit.most


# -- in memory -------------------------------------------------------------------------------------
def test_a_process_counts_reads_by_itself() -> None:
    counts = Memory()

    found = [counts.count(RULE, WINDOW, value="a", now=0.5) for _time in range(8)]
    assert found == [0] * 7 + [3601]
    assert counts.count(RULE, WINDOW, value="b", now=1) == 0
    assert counts.count(RULE, WINDOW, value="a", now=HOUR + 0.5) == 0


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.throttling.counting.MOST_IN_MEMORY", 3)
    counts = Memory()

    for name in "abcdeafgh":
        counts.count(RULE, WINDOW, value=name, now=0)

    assert len(counts._counts) == 3
