"""Lists from elsewhere, as the tests of the import need them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from newsletter.subscribers.lists.columns import guess
from newsletter.subscribers.lists.planning import Answers, Plan, plan
from newsletter.subscribers.lists.table import read_table

FILES = Path(__file__).with_name("files")
TODAY = dt.date(2026, 6, 1)


def read(name: str) -> bytes:
    """A file that another tool wrote."""
    return (FILES / name).read_bytes()


def planned(
    content: bytes | str,
    *,
    where: str = "Paper forms in the office",
    words: str = "Yes, send me the newsletter.",
    day: dt.date | None = None,
    language: str = "en",
    month_first: bool | None = None,
) -> Plan:
    """What would happen to a list, its columns as guessed."""
    table = read_table(content.encode() if isinstance(content, str) else content)
    answers = Answers(
        columns=guess(table),
        language=language,
        day=day,
        where=where,
        words=words,
        month_first=month_first,
    )
    return plan(table, answers, today=TODAY)
