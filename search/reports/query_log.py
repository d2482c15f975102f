"""The worker's part of the query log: lines become counts, and old counts go.

Each run moves the current file away under a name of its own and counts the files that an earlier
run moved; by then no process writes to them any more. A file's counts and its name are written in
one transaction, and only then is the file deleted: a worker that is killed counts no line twice and
misses none.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.i18n import LANGS
from search.models import FoldedQueryLog, QueryCount
from search.reports.query_lines import current_file, folder, normalised

logger = logging.getLogger(__name__)

EVERY = 300.0  # seconds between two runs
GRACE = 5.0  # seconds after which nobody writes to a file that was moved
SHOWN_FROM = 5  # searches; what is rarer stays hidden
MONTHS_KEPT = 13
NAMES_KEPT = dt.timedelta(days=30)
MOST_SHOWN = 100  # lines of a list in the report
CHUNK = 400

Key = tuple[dt.date, str]  # month, digest


@dataclass(kw_only=True)
class _Count:
    language: str
    text: str
    searches: int = 0
    nothing: int = 0


# -- folding -------------------------------------------------------------------------------------
def fold_slice() -> bool:
    """Count what was logged. Returns whether there was anything to count."""
    waiting = sorted(folder().glob("moved-*.jsonl"))
    due = [path for path in waiting if abs(time.time() - path.stat().st_ctime) >= GRACE]
    for path in due:
        fold_file(path)
    _move_away()
    return bool(due)


def fold_file(path: Path) -> None:
    """Add a file's lines to the counts, once, and delete it."""
    with transaction.atomic():
        _row, is_new = FoldedQueryLog.objects.get_or_create(name=path.name)
        if is_new:
            with path.open(encoding="utf-8", errors="replace") as lines:
                _store(_counted(lines))
    path.unlink(missing_ok=True)


def forget_old(*, today: dt.date | None = None) -> bool:
    """Delete counts older than MONTHS_KEPT months, and names of files counted long ago. A slice."""
    now = timezone.now()
    first = months_ago(today or now.date(), MONTHS_KEPT)
    QueryCount.objects.filter(month__lt=first).delete()
    FoldedQueryLog.objects.filter(folded_at__lt=now - NAMES_KEPT).delete()
    return False


def months_ago(day: dt.date, number: int) -> dt.date:
    """The first day of the month that lies `number` months before a day's."""
    months = day.year * 12 + day.month - 1 - number
    return dt.date(months // 12, months % 12 + 1, 1)


def _move_away() -> None:
    current = current_file()
    if current.is_file():
        stamp = timezone.now().strftime("%Y%m%d%H%M%S")
        current.rename(folder() / f"moved-{stamp}-{secrets.token_hex(4)}.jsonl")


def _counted(lines: Iterable[str]) -> dict[Key, _Count]:
    counts: dict[Key, _Count] = {}
    for day, language, text, is_nothing in _read(lines):
        digest = salted_hmac("search.queries", f"{language}\n{text}").hexdigest()[:32]
        count = counts.setdefault(
            (day.replace(day=1), digest), _Count(language=language, text=text)
        )
        count.searches += 1
        count.nothing += is_nothing
    return counts


def _read(lines: Iterable[str]) -> Iterator[tuple[dt.date, str, str, bool]]:
    """Yield (day, language, text, found nothing); lines that make no sense are left out."""
    for line in lines:
        try:
            given = json.loads(line)
            day = dt.date.fromisoformat(given["day"])
            language, text = str(given["language"]), normalised(str(given["text"]))
            is_nothing = given["found"] == 0 and not given["filtered"]
        except (KeyError, TypeError, ValueError):
            logger.warning("a line of the query log makes no sense and is left out")
            continue
        if text and language in LANGS:
            yield day, language, text, is_nothing


def _store(counts: Mapping[Key, _Count]) -> None:
    for chunk in _chunks(sorted(counts)):
        digests = [digest for _month, digest in chunk]
        rows = {
            (row.month, row.digest): row for row in QueryCount.objects.filter(digest__in=digests)
        }
        before: dict[str, int] = {}
        for (_month, digest), row in rows.items():
            before[digest] = before.get(digest, 0) + row.searches
        new: list[QueryCount] = []
        for key in chunk:
            if key not in rows:
                month, digest = key
                rows[key] = QueryCount(month=month, digest=digest, language=counts[key].language)
                new.append(rows[key])
            _add(rows[key], counts[key], before=before.get(key[1], 0))
        changed = [rows[key] for key in chunk if rows[key].pk is not None]
        QueryCount.objects.bulk_update(changed, ["searches", "nothing", "text"])
        QueryCount.objects.bulk_create(new)


def _add(row: QueryCount, count: _Count, *, before: int) -> None:
    """Add to a row; its text becomes readable once it was searched for SHOWN_FROM times."""
    row.searches += count.searches
    row.nothing += count.nothing
    if before + count.searches >= SHOWN_FROM:
        row.text = count.text


def _chunks(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


# -- the report ----------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Sought:
    """A text people looked for: how often, and how often nothing was found."""

    text: str
    language: str
    searches: int
    nothing: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """What people look for and don't find since a month, commonest first.

    `languages` are (code, searches, found nothing), all searches counted; `hidden` how many
    different texts are too rare to be shown.
    """

    since: dt.date
    sought: tuple[Sought, ...]
    missed: tuple[Sought, ...]
    languages: tuple[tuple[str, int, int], ...]
    hidden: int


def report(*, months: int, today: dt.date) -> Report:
    """Sum up the last `months` months, the running one included. Four queries.

    Texts searched for fewer than SHOWN_FROM times are left out, and in `missed` those that found
    nothing fewer times.
    """
    since = months_ago(today, months - 1)
    rows = QueryCount.objects.filter(month__gte=since)
    texts = (
        rows.order_by()
        .values("digest", "language")
        .annotate(all=Sum("searches"), none=Sum("nothing"), words=Max("text"))
    )
    readable = texts.filter(all__gte=SHOWN_FROM).exclude(words="")
    by_language = rows.order_by("language").values("language")
    return Report(
        since=since,
        sought=_lines(readable.order_by("-all", "words", "language")),
        missed=_lines(readable.filter(none__gte=SHOWN_FROM).order_by("-none", "words", "language")),
        languages=tuple(
            (row["language"], row["all"], row["none"])
            for row in by_language.annotate(all=Sum("searches"), none=Sum("nothing"))
        ),
        hidden=texts.count() - readable.count(),
    )


def _lines(rows: Any) -> tuple[Sought, ...]:
    """Read the first MOST_SHOWN rows of a query of dictionaries."""
    return tuple(
        Sought(
            text=row["words"], language=row["language"], searches=row["all"], nothing=row["none"]
        )
        for row in rows[:MOST_SHOWN]
    )
