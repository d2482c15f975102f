"""One log line per search, for the worker to count (search/reports/query_log.py). Imports no model.

A page view never writes to the database: it only logs. The logger "search.queries" has the handler
below, which appends to one file in DATA_DIR; nothing in a line says who asked or when on that day.
"""

from __future__ import annotations

import json
import logging
import os
import re
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from search.query import SearchQuery, clean_text

queries = logging.getLogger("search.queries")

LONGEST = 80  # characters of a text
#: The worker has not come for very long: rather lose lines than fill the disk.
BIGGEST_FILE = 20_000_000  # bytes
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: Five digits in a row, or seven with what stands between the digits of a number of a telephone.
_NUMBER = re.compile(r"\d{5}|(?:\d[\s().\-/]{0,2}){7}")


def folder() -> Path:
    """Where the lines wait for the worker."""
    return Path(settings.DATA_DIR) / "queries"


def current_file() -> Path:
    """The file to which lines are appended."""
    return folder() / "current.jsonl"


def normalised(text: str) -> str:
    """Return a text as it is counted; "" for one that may hold something personal.

    Small letters, single blanks, at most LONGEST characters. Left out: addresses of mail and of
    pages, and long numbers (telephones, case numbers), years excepted.
    """
    plain = clean_text(text).lower()
    has_number = _NUMBER.search(_YEAR.sub(" ", plain)) is not None
    if has_number or any(mark in plain for mark in ("@", "://", "www.")):
        return ""
    return plain[:LONGEST].strip()


def note_query(query: SearchQuery, *, total: int) -> None:
    """Log one search for words; only the first page of results counts. Never raises OSError."""
    text = normalised(query.text)
    if not settings.QUERY_LOG or query.page > 1 or not text:
        return
    line = {
        "day": timezone.now().date().isoformat(),
        "language": query.language,
        "text": text,
        "found": total,
        "filtered": query.has_filters,
    }
    queries.info(json.dumps(line, ensure_ascii=False))


class QueryFile(logging.Handler):
    """Appends each message as one line to `current_file()`.

    The file is opened for every line, so that the worker may move it away at any time; one write
    in append mode is whole, however many processes write. Trouble goes to stderr, as with every
    handler, never to the reader.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Append one line; drop it where the file has become too big."""
        try:
            self._append(f"{record.getMessage()}\n".encode())
        except OSError:
            self.handleError(record)

    @staticmethod
    def _append(line: bytes) -> None:
        path = current_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if os.fstat(descriptor).st_size < BIGGEST_FILE:
                os.write(descriptor, line)
        finally:
            os.close(descriptor)
