"""What will happen to each row of a list, before anything does. Reads only."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.mail.addresses import folded, normalise_email
from newsletter.models import Action, ConsentEvent, Frequency, How, State
from newsletter.pseudonyms import digest_of
from newsletter.subscribers.lists.columns import ListField
from newsletter.subscribers.lists.table import ListTable
from newsletter.subscribers.lists.values import (
    month_stands_first,
    read_countries,
    read_day,
    read_languages,
    says_ended,
    says_no,
)
from newsletter.subscribers.services import at_addresses
from search.models import Concept, Scheme

BATCH = 500
#: what ends a consent: such an address comes back only by its owner's own doing
ENDED = (Action.WITHDRAWN, Action.ERASED, Action.BOUNCED, Action.COMPLAINED)

TWICE = _("stands in row %(row)s already")
ENDED_THERE = _("left the other list, or was taken off it")
DECLINED_THERE = _("the list says that this person didn’t agree")
ENDED_HERE = _("unsubscribed here, was erased, or mails came back")
ASKED_BEFORE = _("was asked by mail already")
UNKNOWN_LANGUAGE = _("unknown language: %(value)s")
UNKNOWN_COUNTRY = _("unknown country: %(value)s")
UNKNOWN_THEME = _("unknown topic: %(value)s")


class RowFate(models.TextChoices):
    """What a row comes to."""

    NEW = "new", _("new, with proof of consent")
    ASK = "ask", _("will be asked by one mail to confirm")
    KNOWN = "known", _("known already: nothing changes")
    ASKED = "asked", _("asked before: no second mail")
    ENDED = "ended", _("unsubscribed or complained: never again")
    DECLINED = "declined", _("didn’t agree: no mail")
    TWICE = "twice", _("stands in the list twice: the first row counts")
    BAD = "bad", _("not an address")


@dataclass(frozen=True, kw_only=True)
class Proof:
    """When, where and to which words somebody agreed."""

    day: dt.date
    where: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What the office said about the file: columns, and what holds for rows that don't say it."""

    columns: Sequence[str]
    language: str
    day: dt.date | None = None
    where: str = ""
    words: str = ""
    #: whether the month stands first in days such as 05/03/2024; None: as the column shows
    month_first: bool | None = None


@dataclass(kw_only=True)
class ListEntry:
    """One row, as it will be taken."""

    row: int
    written: str = ""
    email: str = ""
    fate: str = RowFate.ASK
    why: Any = ""
    languages: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    themes: list[Concept] = field(default_factory=list)
    frequency: str = Frequency.ISSUES
    proof: Proof | None = None
    left_there: bool = False
    declined: bool = False
    remarks: list[Any] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All rows with what happens to them."""

    entries: list[ListEntry]
    month_first: bool = False

    def of(self, *fates: str) -> list[ListEntry]:
        """The rows of these kinds."""
        return [entry for entry in self.entries if entry.fate in fates]

    def counts(self) -> dict[str, int]:
        """How many rows of each kind; kinds without any are there with 0."""
        found = Counter(str(entry.fate) for entry in self.entries)
        return {fate: found[fate] for fate in RowFate.values}

    def remarks(self) -> list[tuple[int, Any]]:
        """What wasn't understood of rows that come in all the same, with their numbers."""
        coming = self.of(RowFate.NEW, RowFate.ASK)
        return [(entry.row, words) for entry in coming for words in entry.remarks]

    def left_there(self) -> list[ListEntry]:
        """Who left the other list and isn't known here: no later list may bring them."""
        return [entry for entry in self.of(RowFate.ENDED) if entry.left_there]


def plan(table: ListTable, answers: Answers, *, today: dt.date) -> Plan:
    """Say what will happen to each row. Four queries and three per 500 addresses."""
    known: Any = Concept.objects
    themes = {concept.record_id: concept for concept in known.filter(scheme=Scheme.THEME)}
    reader = _RowReader(table=table, answers=answers, today=today, themes=themes)
    entries = [reader.entry(row, cells) for row, cells in table.rows]
    settle(entries)
    return Plan(entries=entries, month_first=reader.month_first)


class _RowReader:
    """Reads rows by the columns that were chosen."""

    def __init__(
        self, *, table: ListTable, answers: Answers, today: dt.date, themes: dict[str, Concept]
    ) -> None:
        self.answers = answers
        self.today = today
        self.themes = themes
        self.names = {str(theme).casefold(): theme for theme in themes.values()}
        self.places = {name: n for n, name in enumerate(answers.columns) if name}
        day = self.places.get(ListField.DAY)
        shown = day is not None and month_stands_first(table.column(day))
        self.month_first = shown if answers.month_first is None else answers.month_first

    def entry(self, row: int, cells: Sequence[str]) -> ListEntry:
        """One row, its address and proof; what others know of it comes later."""
        found = {name: cells[place] for name, place in self.places.items() if place < len(cells)}
        entry = ListEntry(row=row, written=found.get(ListField.EMAIL, "")[:100])
        try:
            entry.email = normalise_email(found.get(ListField.EMAIL, "").strip("<>"))
        except ValidationError as error:
            entry.fate, entry.why = RowFate.BAD, " ".join(error.messages)
            return entry
        ended = found.get(ListField.ENDED, "")
        entry.left_there = says_ended(found.get(ListField.STATUS, "")) or (
            bool(ended) and not says_no(ended)
        )
        entry.declined = says_no(found.get(ListField.AGREED, ""))
        self._read_choices(entry, found)
        entry.proof = self._proof(entry, found)
        entry.fate = RowFate.NEW if entry.proof else RowFate.ASK
        return entry

    def _read_choices(self, entry: ListEntry, found: dict[str, str]) -> None:
        codes, unknown = read_languages(found.get(ListField.LANGUAGES, ""))
        entry.languages = codes or [self.answers.language]
        countries, nowhere = read_countries(found.get(ListField.COUNTRIES, ""))
        entry.countries = countries
        named = found.get(ListField.THEMES, "")
        entry.themes, unthemed = self._themes(named)
        frequency = found.get(ListField.FREQUENCY, "").casefold()
        entry.frequency = frequency if frequency in Frequency.values else Frequency.ISSUES
        for words, values in (
            (UNKNOWN_LANGUAGE, unknown),
            (UNKNOWN_COUNTRY, nowhere),
            (UNKNOWN_THEME, unthemed),
        ):
            if values:
                entry.remarks.append(words % {"value": ", ".join(values)[:80]})

    def _themes(self, text: str) -> tuple[list[Concept], list[str]]:
        parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
        if all(word in self.themes for word in text.split()):
            parts = text.split()
        found = [self.themes.get(part) or self.names.get(part.casefold()) for part in parts]
        themes = list({theme.pk: theme for theme in found if theme}.values())
        return themes, [part for part, theme in zip(parts, found, strict=True) if not theme]

    def _proof(self, entry: ListEntry, found: dict[str, str]) -> Proof | None:
        """The row's own, filled up by what holds for the file; None if a part is missing."""
        day = self.answers.day
        if written := found.get(ListField.DAY, ""):
            try:
                day = read_day(written, today=self.today, month_first=self.month_first)
            except ValidationError as error:
                entry.remarks.append(" ".join(error.messages))
                day = None
        where = found.get(ListField.WHERE, "")[:200] or self.answers.where
        words = found.get(ListField.WORDS, "") or self.answers.words
        return Proof(day=day, where=where, words=words) if day and where and words else None


# -- what the site knows -------------------------------------------------------------------------
def settle(entries: Iterable[ListEntry]) -> None:
    """Look each address up: here already, gone, asked, or in an earlier row."""
    first: dict[str, ListEntry] = {}
    for entry in entries:
        if entry.fate == RowFate.BAD:
            continue
        earlier = first.setdefault(folded(entry.email), entry)
        if earlier is not entry:
            entry.fate, entry.why = RowFate.TWICE, TWICE % {"row": earlier.row}
            earlier.left_there = earlier.left_there or entry.left_there
            earlier.declined = earlier.declined or entry.declined
    states = _known_states(list(first))
    last, asked = _log_of(list(first))
    for email, entry in first.items():
        _settle(
            entry, state=states.get(email), last=last.get(digest_of(email)), asked=email in asked
        )


def _settle(entry: ListEntry, *, state: str | None, last: str | None, asked: bool) -> None:
    if state in (State.ACTIVE, State.PENDING):
        entry.fate, entry.why, entry.left_there = RowFate.KNOWN, State(state).label, False
    elif state is not None:
        entry.fate, entry.why, entry.left_there = RowFate.ENDED, State(state).label, False
    elif last in ENDED:
        entry.fate, entry.why, entry.left_there = RowFate.ENDED, ENDED_HERE, False
    elif entry.left_there:
        entry.fate, entry.why = RowFate.ENDED, ENDED_THERE
    elif entry.declined:
        entry.fate, entry.why = RowFate.DECLINED, DECLINED_THERE
    elif entry.fate == RowFate.ASK and asked:
        entry.fate, entry.why = RowFate.ASKED, ASKED_BEFORE


def _batches(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


def _known_states(emails: list[str]) -> dict[str, str]:
    return {
        folded(email): state
        for batch in _batches(emails)
        for email, state in at_addresses(*batch).values_list("email", "state")
    }


def _log_of(emails: list[str]) -> tuple[dict[str, str], set[str]]:
    """The last word of each digest on the newsletter, and the addresses a list had asked."""
    last: dict[str, str] = {}
    asked: set[str] = set()
    digests = {digest_of(email): email for email in emails}
    for batch in _batches(list(digests)):
        events = ConsentEvent.objects.filter(
            digest__in=batch, action__in=[*ENDED, Action.GIVEN, Action.REQUESTED]
        )
        lines = events.order_by("at", "pk").values_list("digest", "action", "how")
        for digest, action, how in lines:
            if action != Action.REQUESTED:
                last[digest] = action
            elif how == How.IMPORT:
                asked.add(digests[digest])
    return last, asked
