"""Counting, by one statement: of many processes that count at once, exactly so many pass."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from threading import Lock
from typing import ClassVar

from django.db import connection, models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.throttling.rules import DAY, LONGEST_DOUBLING, By, Limit, Rule

logger = logging.getLogger(__name__)

KEPT = 30 * DAY
MOST_IN_MEMORY = 20_000


class ThrottleCount(models.Model):
    """One row: how often something was done by somebody, of whom no address is kept.

    Moments are whole seconds since 1970: the statement that counts calculates with them.
    """

    rule = models.CharField(max_length=60)
    key = models.CharField(max_length=64)  # a keyed hash
    network = models.CharField(max_length=50, blank=True)  # who asked last, shortened
    count = models.PositiveIntegerField()
    #: when the count began; where each has to wait longer than the one before, the last one
    since = models.BigIntegerField()
    #: refused before that; 0: not refused
    until = models.BigIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["rule", "key"]
        verbose_name = _("count of requests")
        verbose_name_plural = _("counts of requests")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rule", "key"], name="core_throttlecount_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.count}"


# Of a clock that went wrong nothing stays: what lies much further ahead than it can is void.
COUNT = """
INSERT INTO core_throttlecount (rule, "key", network, count, since, until)
VALUES (%(rule)s, %(key)s, %(network)s, 1, %(now)s, %(first)s)
ON CONFLICT (rule, "key") DO UPDATE SET
  network = excluded.network,
  count = CASE WHEN {ended} THEN 1 ELSE core_throttlecount.count + 1 END,
  since = CASE WHEN {ended} THEN %(now)s ELSE {since} END,
  until = CASE
    WHEN {ended} THEN %(first)s
    WHEN core_throttlecount.count + 1 >= %(most)s THEN {until}
    ELSE 0 END
WHERE core_throttlecount.until <= %(now)s
   OR core_throttlecount.until > %(now)s + 2 * %(longest)s
RETURNING count, until
"""
ENDED = """(core_throttlecount.since <= %(now)s - %(per)s
    OR core_throttlecount.since > %(now)s + %(longest)s)"""
IN_A_WINDOW = COUNT.format(
    ended=ENDED, since="core_throttlecount.since", until="core_throttlecount.since + %(per)s"
)
IN_A_ROW = COUNT.format(
    ended=ENDED,
    since="%(now)s",
    until=f"""%(now)s + %(pause)s * (1 << CASE
      WHEN core_throttlecount.count + 1 - %(most)s > {LONGEST_DOUBLING} THEN {LONGEST_DOUBLING}
      ELSE core_throttlecount.count + 1 - %(most)s END)""",
)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """`wait`: seconds until it may be tried again, 0 if this one passes; `count`: with this one.

    `pause`: for how many seconds the next one will be refused.
    """

    limit: Limit
    wait: int = 0
    count: int = 0
    pause: int = 0


def digest(rule: Rule, limit: Limit, value: str) -> str:
    """Return what stands for a value in the table; nobody without SECRET_KEY can tell it."""
    salt = f"cope_network.throttling.{rule.name}.{limit.by}"
    return salted_hmac(salt, value, algorithm="sha256").hexdigest()


def count(rule: Rule, limit: Limit, *, value: str, network: str, now: int | None = None) -> Counted:
    """Count one, unless the limit is reached. One statement; a second one reads when it ends."""
    moment = int(time.time()) if now is None else now
    first = moment + (limit.pause or limit.per) if limit.most <= 1 else 0
    place = {"rule": f"{rule.name}: {limit.by}", "key": digest(rule, limit, value)}
    values: dict[str, str | int] = {
        **place,
        "network": network,
        "now": moment,
        "first": first,
        "most": limit.most,
        "per": limit.per,
        "pause": limit.pause,
        "longest": limit.longest,
    }
    with connection.cursor() as cursor:
        cursor.execute(IN_A_ROW if limit.pause else IN_A_WINDOW, values)
        row = cursor.fetchone()
    if row is not None:
        return Counted(limit=limit, count=row[0], pause=max(row[1] - moment, 0))
    logger.warning("too many requests: %s from %s", place["rule"], network or "?")
    until = ThrottleCount.objects.filter(**place).values_list("until", flat=True).first()
    return Counted(limit=limit, wait=max((until or 0) - moment, 1))


def count_all(rule: Rule, values: dict[By, str], *, network: str) -> list[Counted]:
    """Count by each limit of a rule that has a value, as far as the first that refuses."""
    counted = []
    for limit in rule.limits:
        if limit.by in values:
            counted.append(count(rule, limit, value=values[limit.by], network=network))
            if counted[-1].wait:
                break
    return counted


def forget(rule: Rule, values: dict[By, str]) -> None:
    """Begin anew by those limits of a rule that have a value."""
    keys = [digest(rule, limit, values[limit.by]) for limit in rule.limits if limit.by in values]
    ThrottleCount.objects.filter(key__in=keys).delete()


def forget_old_counts(*, now: int | None = None) -> None:
    """Delete what is older than thirty days. For the worker."""
    moment = int(time.time()) if now is None else now
    old = Q(since__lt=moment - KEPT, until__lt=moment)
    made_up = Q(since__gt=moment + KEPT)
    ThrottleCount.objects.filter(old | made_up).delete()


class Memory:
    """Counts of this process only, for what must not write. Bounded: the oldest make room."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[tuple[str, str], tuple[int, float]] = {}

    def count(self, rule: Rule, limit: Limit, *, value: str, now: float | None = None) -> int:
        """Count one unless the limit is reached; return the seconds to wait, 0 if it passes."""
        moment = time.monotonic() if now is None else now
        place = (rule.name, value)
        with self._lock:
            number, since = self._counts.get(place, (0, moment))
            if since <= moment - limit.per:
                number, since = 0, moment
            if number >= limit.most:
                return max(int(since + limit.per - moment) + 1, 1)
            if number == 0:
                self._counts.pop(place, None)  # the order is that of the beginnings
                if len(self._counts) >= MOST_IN_MEMORY:
                    del self._counts[next(iter(self._counts))]
            self._counts[place] = (number + 1, since)
        return 0

    def clear(self) -> None:
        """Begin anew."""
        with self._lock:
            self._counts.clear()


memory = Memory()
