"""Two processes never do the same piece of work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from wagtail.models import Site

from core.leases import WorkerLease
from core.mail.outgoing import OutgoingMail, queue_mail
from core.work.worker import Worker
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 4


def in_threads(function: Callable[[int], None]) -> None:
    """Run `function` in four threads at once, each with a database connection of its own."""
    at_once(*(partial(function, number) for number in range(THREADS)))


def test_rows_taken_at_the_same_time_are_shared_out() -> None:
    queue_mail(to=[f"reader{number}@example.org" for number in range(40)], subject="…", text="…")
    taken: list[str] = []

    def take(number: int) -> None:
        for _round in range(5):
            rows = OutgoingMail.objects.all().take(limit=2, lease=timedelta(minutes=5))
            taken.extend(row.to for row in rows)

    in_threads(take)

    assert max(Counter(taken).values()) == 1
    assert len(taken) == 40


def test_of_workers_that_start_together_one_works() -> None:
    worked: list[bool] = []

    def start(number: int) -> None:
        worked.append(Worker(slices=(), holder=f"elsewhere:{number}")._at_work())

    in_threads(start)

    assert sorted(worked) == [False, False, False, True]
    assert WorkerLease.objects.count() == 1


def test_what_the_migrations_made_is_there_again_after_a_flush() -> None:
    assert Site.objects.get().root_page.get_children().exists()
