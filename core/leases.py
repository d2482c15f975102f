"""Work that must not be lost: rows that a process takes on lease and that come back after a kill.

A row is work to do while `finished_at` is empty. Whoever takes it sets `leased_until`; when the
process dies, the lease runs out and the next one takes the row again. `attempts` counts how often
it was taken, so a row that kills its process is given up in the end like one that fails.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self, TypeVar

from django.db import connections, models, router, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ModelT = TypeVar("ModelT", bound="Leased")

LONGEST_LEASE = timedelta(hours=1)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after that many failed attempts: doubling from 30 s to 6 hours."""
    return min(FIRST_PAUSE * 2 ** min(max(attempts - 1, 0), 20), LONGEST_PAUSE)


class LeasedQuerySet(models.QuerySet[ModelT]):
    """Rows of work."""

    def waiting(self, *, now: datetime | None = None) -> Self:
        """Return the rows that are due and that nobody holds, oldest first.

        A lease or a pause that ends later than any is given was given while a clock was wrong, and
        is void.
        """
        moment = now or timezone.now()
        free = Q(leased_until=None) | Q(leased_until__lte=moment)
        void = Q(leased_until__gt=moment + LONGEST_LEASE)
        endless = Q(due_at__gt=moment + LONGEST_PAUSE)
        return self.filter(free | void, Q(due_at__lte=moment) | endless, finished_at=None).order_by(
            "due_at", "pk"
        )

    def take(self, *, limit: int, lease: timedelta) -> list[ModelT]:
        """Take up to `limit` waiting rows for `lease`; no two processes get the same row.

        Raises ValueError for a lease longer than LONGEST_LEASE.
        """
        if lease > LONGEST_LEASE:
            raise ValueError(f"a lease of {lease} is longer than {LONGEST_LEASE}")
        using = router.db_for_write(self.model)
        now = timezone.now()
        with transaction.atomic(using=using):
            rows = self.using(using).waiting(now=now)
            if connections[using].features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True)
            taken = list(rows[:limit])
            mine = type(self)(self.model, using=using).filter(pk__in=[row.pk for row in taken])
            mine.update(leased_until=now + lease, attempts=F("attempts") + 1)
        for row in taken:
            row.leased_until = now + lease
            row.attempts += 1
        return taken


class Leased(models.Model):
    """Abstract: one row is one piece of work, done by whoever holds its lease."""

    due_at = models.DateTimeField(_("due"), default=timezone.now, db_index=True)
    leased_until = models.DateTimeField(_("held until"), null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    last_error = models.TextField(_("last error"), blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def finish(self, **changes: object) -> None:
        """Store that the work is done, with `changes` to fields of the row."""
        self._store({"finished_at": timezone.now(), "leased_until": None, **changes})

    def put_back(self, *, error: str) -> None:
        """Store that this attempt failed: the row is due again after a growing pause."""
        due = timezone.now() + pause_after(self.attempts)
        self._store({"due_at": due, "leased_until": None, "last_error": error})

    def _store(self, changes: dict[str, object]) -> None:
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=list(changes))


class WorkerLease(models.Model):
    """One row: which worker process is at work, and until when the others stand by."""

    NAME = "worker"

    name = models.CharField(max_length=20, primary_key=True, default=NAME)
    holder = models.CharField(max_length=200)
    seen_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.holder} until {self.until:%Y-%m-%d %H:%M:%S}"
