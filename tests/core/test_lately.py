"""What was a short while ago: what lies ahead was written by a clock that was wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core.lately import lately, was_lately
from core.mail.outgoing import OutgoingMail, queue_mail

HOUR = timedelta(hours=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (timedelta(), True),
        (timedelta(minutes=59), True),
        (timedelta(minutes=61), False),
        (timedelta(minutes=-1), True),
        (timedelta(minutes=-3), False),
        (timedelta(days=-400), False),
    ],
)
def test_a_moment_and_a_row_are_lately_for_so_long(ago: timedelta, expected: bool) -> None:
    moment = timezone.now() - ago
    queue_mail(to="ana@example.org", subject="News", text="…")
    OutgoingMail.objects.update(due_at=moment)

    assert was_lately(moment, within=HOUR) is expected
    assert OutgoingMail.objects.filter(lately("due_at", within=HOUR)).exists() is expected


def test_never_is_not_lately() -> None:
    assert not was_lately(None, within=HOUR)
