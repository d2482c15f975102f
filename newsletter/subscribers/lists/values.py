"""What people and programs write into the cells of a list: days, languages, countries, states."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.folding import fold
from core.meant import meant_country, meant_language
from core.written_dates import read_date

#: day zero of a spreadsheet program's numbers, and which of them are likely days (1990 to 2100)
_ZERO = dt.date(1899, 12, 30)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_SERIALS = range(32_874, 73_051)
_CLOCK = re.compile(r"(?<=\d)[T, ]+\d{1,2}[:.]\d{2}.*$", re.DOTALL)
_SLASHED = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})")
#: with dots between nobody writes the month first
_EITHER_WAY = re.compile(r"(\d{1,2})([/\-])(\d{1,2})\2(\d{4})")
NO_DAY = _("“%(value)s” is no whole day.")
FUTURE = _("“%(value)s” is in the future.")
_PARTS = re.compile(r"[,;|/+&\s]+")
_BIG_PARTS = re.compile(r"[,;|/+&]+")

_NO = {"no", "n", "false", "0", "nu", "non", "nein", "nee", "nie", "nao", "nei", "nej", "οχι"}
_ENDED = {
    *(
        "unsubscribed",
        "unsubscribe",
        "cleaned",
        "blocklisted",
        "blacklisted",
        "bounced",
        "disabled",
    ),
    *("complained", "complaint", "spam", "abuse", "optedout", "optout", "inactive"),
    *("dezabonat", "desabonne", "abgemeldet", "afgemeld", "cancelado", "disiscritto", "avmeldt"),
}


def month_stands_first(cells: Iterable[str]) -> bool:
    """Whether a column writes 05/13/2024: only where it must, and never against another row."""
    found = [_SLASHED.match(cell) for cell in cells]
    pairs = [(int(match[1]), int(match[3])) for match in found if match]
    return any(second > 12 for _first, second in pairs) and all(first <= 12 for first, _s in pairs)


def ambiguous_day(cells: Sequence[str]) -> str:
    """Return the first of a column's days that may be read in two ways, "" where there is none.

    None of them may where some others show which number is the month, and no others gainsay.
    """
    found = [
        (match, int(match[1]), int(match[3])) for cell in cells if (match := _SLASHED.match(cell))
    ]
    shows_day_first = any(first > 12 for _match, first, _second in found)
    shows_month_first = any(second > 12 for _match, _first, second in found)
    if shows_day_first != shows_month_first:
        return ""
    unclear = (
        match[0]
        for match, first, second in found
        if _EITHER_WAY.match(match[0]) and first != second and max(first, second) <= 12
    )
    return next(unclear, "")


def read_day(text: str, *, today: dt.date, month_first: bool = False) -> dt.date:
    """Return the day that a cell says, its time left aside. Raises ValidationError."""
    serial = _SERIAL.fullmatch(text.strip())
    if serial and int(serial[1]) in _SERIALS:
        day = _ZERO + dt.timedelta(days=int(serial[1]))
    else:
        written = _CLOCK.sub("", text.strip())
        swapped = _SLASHED.fullmatch(written) if month_first else None
        found = read_date(f"{swapped[3]}.{swapped[1]}.{swapped[4]}" if swapped else written)
        if len(found.text) != 10:
            raise ValidationError(NO_DAY, params={"value": text.strip()[:40]})
        day = found.first
    if day > today:
        raise ValidationError(FUTURE, params={"value": text.strip()[:40]})
    return day


def read_languages(text: str) -> tuple[list[str], list[str]]:
    """Return our codes in the cell's order, and what was understood as none of them."""
    names = [part for part in _BIG_PARTS.split(text) if part.strip()]
    known = [_language(part) for part in names]
    if not all(known):  # “ro en”: blanks part codes, but also belong into names
        names = [part for part in _PARTS.split(text) if part]
        known = [_language(part) for part in names]
    codes = list(dict.fromkeys(code for code in known if code))
    return codes, [name for name, code in zip(names, known, strict=True) if not code]


def _language(text: str) -> str:
    return meant_language(text.strip().strip("()[]"))


def read_countries(text: str) -> tuple[list[str], list[str]]:
    """Return codes of countries, and what was understood as none."""
    names = [part.strip() for part in _BIG_PARTS.split(text) if part.strip()]
    if all(len(part) == 2 for part in text.split()):
        names = text.split()
    found = [meant_country(name) for name in names]
    codes = list(dict.fromkeys(code for code in found if code))
    return codes, [name for name, code in zip(names, found, strict=True) if not code]


def says_no(text: str) -> bool:
    """Whether a cell says that somebody didn't agree."""
    return fold(text.strip()) in _NO


def says_ended(text: str) -> bool:
    """Whether a cell says that somebody left the other list, or was taken off it."""
    return re.sub(r"[^\w]", "", fold(text)) in _ENDED
