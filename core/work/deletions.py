"""What is deleted for its age waits while the clock may be wrong.

A clock that was a year ahead for a minute would have everything deleted that must go in that year.
So after a time without a pass, or when the clock went back, deletions wait until passes have gone
on for a day: by then somebody has seen the wrong time, or it was only a worker that was away.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from core.lately import SLACK

logger = logging.getLogger(__name__)

LONGEST_GAP = timedelta(days=2)  # between two passes in ordinary life, a weekend's outage left out
PATIENCE = timedelta(hours=23)  # a job that runs once a day then runs the day after


class DeletionWatch(models.Model):
    """One row: when the worker last thought of deleting, and since when it holds back."""

    NAME = "deletions"

    name = models.CharField(max_length=20, primary_key=True, default=NAME)
    seen_at = models.DateTimeField()
    held_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"held since {self.held_since}" if self.held_since else "not held"


@transaction.atomic
def may_delete(*, now: datetime | None = None) -> bool:
    """Note a pass, and tell whether what is old by the clock may be deleted in it."""
    moment = now or timezone.now()
    watch = DeletionWatch.objects.select_for_update().first()
    if watch is None:
        watch = DeletionWatch(seen_at=moment, held_since=moment)
    held = _held_since(watch, moment)
    if held is not None and held != watch.held_since:
        logger.warning(
            "deletions wait until %s: the last pass was at %s, and now it is %s",
            *(f"{each:%Y-%m-%d %H:%M} UTC" for each in (held + PATIENCE, watch.seen_at, moment)),
        )
    watch.seen_at, watch.held_since = moment, held
    watch.save()
    return held is None


def _held_since(watch: DeletionWatch, now: datetime) -> datetime | None:
    gap = now - watch.seen_at
    if not -SLACK < gap < LONGEST_GAP:
        return now
    if watch.held_since is not None and now - watch.held_since < PATIENCE:
        return watch.held_since
    return None


def held_since() -> datetime | None:
    """Return since when deletions wait, None if they don't. One query."""
    return DeletionWatch.objects.values_list("held_since", flat=True).first()
