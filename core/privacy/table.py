"""The table: activities (GDPR art. 30), their personal fields, and the fields that hold nobody.

What a notice must say (art. 13 and 14: purpose, ground, receivers, how long, rights) and what a
record of processing must hold (art. 30) stands here once, beside the models it speaks of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

#: stands among a row's `fields` for all fields of the model that nothing else names
EVERYTHING_ELSE = "*"


class Ground(models.TextChoices):
    """On what ground data are kept (GDPR art. 6(1), of which our processing needs four)."""

    CONSENT = "consent", _("your consent, which you can take back at any time (art. 6(1)(a) GDPR)")
    CONTRACT = (
        "contract",
        _("what you asked us for: becoming or being a member (art. 6(1)(b) GDPR)"),
    )
    LEGAL = "legal", _("a duty by law (art. 6(1)(c) GDPR)")
    INTEREST = (
        "interest",
        _(
            "our legitimate interest in what is said under “why”; you may object (art. 6(1)(f) "
            "and 21 GDPR)"
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How long something is kept, and what ends it (GDPR art. 5(1)(e), 13(2)(a)).

    `words` say it to a reader; `%(time)s` in them is `time`, and `more` are other times that stand
    there by their names. Any time needs `by`, the worker's slice that carries it out; a function
    is asked when it is read, for times that are settings.
    `along` names the model with whose row it goes (“users.User”). With neither, it is kept until
    somebody deletes it.
    """

    words: str | Promise
    time: timedelta | Callable[[], timedelta] | None = None
    by: str = ""
    along: str = ""
    more: tuple[tuple[str, timedelta | Callable[[], timedelta]], ...] = ()

    def __post_init__(self) -> None:
        if (self.time is None and not self.more) != (not self.by):
            raise ImproperlyConfigured(f"“{self.words}” needs both a time and a worker's slice")

    def limit(self) -> timedelta | None:
        """The time, as it is today."""
        return self.time() if callable(self.time) else self.time

    def __str__(self) -> str:
        times = (("time", self.time), *self.more)
        return str(self.words) % {
            name: in_words(time() if callable(time) else time)
            for name, time in times
            if time is not None
        }


def in_words(time: timedelta) -> str:
    """Return a time in the reader's language, in the largest unit that says it without a rest."""
    days = time.days
    if time < timedelta(days=1):
        hours = time.seconds // 3600
        return ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}
    if days % 365 == 0:
        years = days // 365
        return ngettext("%(number)d year", "%(number)d years", years) % {"number": years}
    if days % 30 == 0 and days > 30:
        months = days // 30
        return ngettext("%(number)d month", "%(number)d months", months) % {"number": months}
    return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}


NOBODY_ELSE = _("nobody else")


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One thing that the network does with data of people, as art. 30(1) wants it listed.

    `people` are whose data they are, `why` is the purpose (and, with Ground.INTEREST, the
    interest: art. 13(1)(d)), `receivers` who gets the data beside the office and whoever runs the
    server. `order` is its place in notice and record.
    """

    title: str | Promise
    people: str | Promise
    why: str | Promise
    ground: Ground
    receivers: str | Promise = NOBODY_ELSE
    order: int = 50


@dataclass(frozen=True, kw_only=True)
class PersonalField:
    """Fields of one model that hold something about a person.

    `model` as “app.Model”; `fields` by name, EVERYTHING_ELSE for all that nothing else names.
    `what` is said to the reader; it is left out of the notice where it is empty (what a row only
    repeats). `kept` may be several (never confirmed, and ended). Where somebody is erased from a
    text, the words go and the rest stays; with `goes_whole` the whole row goes.

    `lets_in` names fields that let in whoever reads them: a key, a session, a link in a mail. They
    are shown and handed out to nobody, the office included. A table of nothing but such fields
    (EVERYTHING_ELSE) isn't looked through, nor is its row named: its number may be a key as well.
    """

    model: str
    fields: tuple[str, ...] = (EVERYTHING_ELSE,)
    what: str | Promise
    kept: Kept | tuple[Kept, ...]
    goes_whole: bool = False
    lets_in: tuple[str, ...] = ()

    def limits(self) -> tuple[Kept, ...]:
        """How long it is kept, always as a tuple."""
        return (self.kept,) if isinstance(self.kept, Kept) else self.kept


@dataclass(kw_only=True)
class _Table:
    rows: list[tuple[Activity, PersonalField]] = field(default_factory=list)
    #: model: {field, or EVERYTHING_ELSE: why it holds nobody}
    nobody: dict[str, dict[str, str]] = field(default_factory=dict)


_table = _Table()


def register(activity: Activity, *rows: PersonalField) -> None:
    """Add what is kept for an activity; several applications may add to the same one."""
    _table.rows.extend((activity, row) for row in rows)


def holds_nobody(*model_labels: str, why: str, fields: Iterable[str] = (EVERYTHING_ELSE,)) -> None:
    """Say of whole models, or of these `fields` of theirs, that they hold nothing about a person.

    Whole models are still looked at: an e-mail address, a link to a login, a name of a field that
    sounds like a person must be named (core.privacy.gaps).
    """
    for label in model_labels:
        _table.nobody.setdefault(label, {}).update(dict.fromkeys(fields, why))


def personal_rows() -> tuple[tuple[Activity, PersonalField], ...]:
    """Return the whole table, in the order of the activities."""
    return tuple(sorted(_table.rows, key=lambda row: row[0].order))


def nobodies() -> dict[str, dict[str, str]]:
    """Return what holds nobody: by model, then by field, with the reason."""
    return _table.nobody


def activities() -> dict[Activity, list[PersonalField]]:
    """Return the activities in their order, each with its rows."""
    found: dict[Activity, list[PersonalField]] = {}
    for activity, row in personal_rows():
        found.setdefault(activity, []).append(row)
    return found
