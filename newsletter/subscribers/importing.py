"""Taking in an existing list, with proof: strict, and all of it or nothing.

The file is CSV in UTF-8 with a line of headings. `email`, `languages` and `consented_on` are
needed; `countries`, `themes` and `frequency` may be left out. Several codes in one field are
separated by blanks, the favourite language first.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.mail.addresses import normalise_email
from newsletter.models import (
    Action,
    ConsentEvent,
    Frequency,
    How,
    State,
    Subscriber,
    SubscriberTheme,
)
from newsletter.models.subscriber import validate_countries, validate_languages
from newsletter.pseudonyms import digest_of
from newsletter.subscribers.services import at_addresses
from search.models import Concept, Scheme

NEEDED = ("email", "languages", "consented_on")
KNOWN = (*NEEDED, "countries", "themes", "frequency")
BATCH = 500
LONGEST_PROOF = 2000
#: what ends a consent: such an address comes back only by its owner's own doing
ENDED = (Action.WITHDRAWN, Action.ERASED, Action.BOUNCED, Action.COMPLAINED)


class ImportRefused(Exception):
    """A file that can't be taken in; `problems` name line, field and reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(kw_only=True)
class SubscriberRow:
    """One line of the file, as it will be stored."""

    line: int
    email: str = ""
    languages: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    themes: list[Concept] = field(default_factory=list)
    frequency: str = Frequency.ISSUES
    consented_on: date = date.min


def read_list(content: bytes, *, today: date | None = None) -> list[SubscriberRow]:
    """Return the rows of a file; queries are constant. Raises ImportRefused with all problems."""
    problems: list[str] = []
    known: Any = Concept.objects
    themes = {concept.record_id: concept for concept in known.filter(scheme=Scheme.THEME)}
    rows = []
    for line, values in _lines(content):
        row, wrong = _read(values, line=line, themes=themes, today=today or timezone.localdate())
        rows.append(row)
        problems += wrong
    problems += _met_before(rows)
    if problems:
        raise ImportRefused(sorted(problems, key=_line_of))
    if not rows:
        raise ImportRefused(["the file has no lines beside its headings"])
    return rows


def _line_of(problem: str) -> int:
    return int(problem.split(":", 1)[0].removeprefix("line "))


def _lines(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ImportRefused([f"line {line}: the file is not UTF-8"]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        headings = [heading.strip() for heading in next(reader, [])]
        _check_headings(headings)
        line = reader.line_num
        for values in reader:
            line, began = reader.line_num, line + 1  # a field in quotes may have several lines
            if len(values) not in (0, len(headings)):
                expected = f"{len(values)} fields, expected {len(headings)}"
                raise ImportRefused([f"line {began}: {expected}"])
            if values:
                stripped = [value.strip(" ") for value in values]
                yield began, dict(zip(headings, stripped, strict=True))
    except csv.Error as error:
        raise ImportRefused([f"line {reader.line_num}: {error}"]) from None


def _check_headings(headings: list[str]) -> None:
    problems = [f"line 1: the column {name} is missing" for name in NEEDED if name not in headings]
    unknown = [name for name in headings if name not in KNOWN]
    problems += [
        f"line 1: unknown column {name[:40]!r}; known are {', '.join(KNOWN)}" for name in unknown
    ]
    problems += [
        f"line 1: the column {name} stands twice" for name in KNOWN if headings.count(name) > 1
    ]
    if problems:
        raise ImportRefused(problems)


def _read(
    values: dict[str, str], *, line: int, themes: dict[str, Concept], today: date
) -> tuple[SubscriberRow, list[str]]:
    row = SubscriberRow(line=line)
    problems = []
    for name, value in values.items():
        try:
            _fill(row, name, value, themes=themes, today=today)
        except ValidationError as error:
            problems.append(f"line {line}: {name}: {' '.join(error.messages)}")
    return row, problems


def _fill(
    row: SubscriberRow, name: str, value: str, *, themes: dict[str, Concept], today: date
) -> None:
    """Put one field into the row. Raises ValidationError."""
    if name in NEEDED and not value:
        raise ValidationError("is empty")
    if name == "email":
        row.email = normalise_email(value)
    elif name == "languages":
        row.languages = value.split()
        validate_languages(row.languages)
    elif name == "countries":
        row.countries = value.upper().split()
        validate_countries(row.countries)
    elif name == "themes":
        row.themes = _themes(value, known=themes)
    elif name == "frequency":
        if value and value not in Frequency.values:
            raise ValidationError(f"{value[:20]!r} is none of {', '.join(Frequency.values)}")
        row.frequency = value or Frequency.ISSUES
    else:
        row.consented_on = _past_day(value, today=today)


def _themes(value: str, *, known: dict[str, Concept]) -> list[Concept]:
    unknown = [name[:40] for name in value.split() if name not in known]
    if unknown:
        raise ValidationError(f"unknown theme: {', '.join(unknown)}")
    return [known[name] for name in dict.fromkeys(value.split())]


def _past_day(value: str, *, today: date) -> date:
    try:
        day = datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise ValidationError(f"{value[:20]!r} is no day like 2026-03-31") from None
    if day > today:
        raise ValidationError(f"{value} is in the future")
    return day


def _met_before(rows: list[SubscriberRow]) -> list[str]:
    """What is wrong because of other lines, or of what the site knows. Two queries a batch."""
    problems = []
    first: dict[str, int] = {}
    for row in rows:
        earlier = first.setdefault(row.email.casefold(), row.line) if row.email else row.line
        if earlier != row.line:
            problems.append(f"line {row.line}: email: stands in line {earlier} already")
    known = _known_states([email for email in first if email])
    ended = _ended([email for email in first if email])
    for email, line in first.items():
        if email in known:
            problems.append(f"line {line}: email: is here already ({known[email]})")
        elif digest_of(email) in ended:
            problems.append(
                f"line {line}: email: ended its subscription or was erased before; "
                "only its owner can subscribe it again"
            )
    return problems


def _batches(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


def _known_states(emails: list[str]) -> dict[str, str]:
    return {
        email.lower(): state
        for batch in _batches(emails)
        for email, state in at_addresses(*batch).values_list("email", "state")
    }


def _ended(emails: list[str]) -> set[str]:
    """Digests of addresses whose last word on the newsletter was no."""
    last: dict[str, str] = {}
    for batch in _batches([digest_of(email) for email in emails]):
        events = ConsentEvent.objects.filter(digest__in=batch, action__in=[*ENDED, Action.GIVEN])
        last.update(events.order_by("at", "pk").values_list("digest", "action"))
    return {digest for digest, action in last.items() if action in ENDED}


@transaction.atomic
def store(rows: list[SubscriberRow], *, proof: str) -> int:
    """Store checked rows with their proof; return how many. A query per table and 500 rows."""
    now = timezone.now()
    made = Subscriber.objects.bulk_create(
        [
            Subscriber(
                email=row.email,
                state=State.ACTIVE,
                languages=row.languages,
                countries=row.countries,
                frequency=row.frequency,
                confirmed_at=now,
            )
            for row in rows
        ],
        batch_size=BATCH,
    )
    SubscriberTheme.objects.bulk_create(
        [
            SubscriberTheme(subscriber=subscriber, concept=theme)
            for subscriber, row in zip(made, rows, strict=True)
            for theme in row.themes
        ],
        batch_size=BATCH,
    )
    ConsentEvent.objects.bulk_create(
        [
            ConsentEvent(
                subscriber=subscriber,
                digest=digest_of(row.email),
                action=Action.GIVEN,
                how=How.IMPORT,
                at=datetime.combine(row.consented_on, time(), tzinfo=UTC),
                wording=proof,
            )
            for subscriber, row in zip(made, rows, strict=True)
        ],
        batch_size=BATCH,
    )
    return len(made)
