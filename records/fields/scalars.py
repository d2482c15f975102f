"""Single values: text, numbers, dates, codes, choices."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import connection

from core.bounds import LARGEST_NUMBER, LONGEST_VALUE, is_number
from core.clock_times import is_clock_time
from core.countries import COUNTRY_CODES, NATIONS
from core.dates import PartialDate
from core.i18n import LANGS, is_blank
from core.meant import meant_country, meant_language
from records.fields.base import Field
from records.fields.meant import number_hint
from records.problems import printable, shown

if TYPE_CHECKING:
    from django.db import models

    from records.place import RecordPlace

LONGEST_NAME = 255
_UP_TO = f"from -{LARGEST_NUMBER} to {LARGEST_NUMBER}"


def text_problem(value: str, *, longest: int | None) -> str:
    """Say why a text can't be stored (control characters, surrogates, length); empty if it can.

    Line breaks are the only control characters allowed.
    """
    for number, char in enumerate(value, start=1):
        if "\ud800" <= char <= "\udfff":
            return f"character {number} is half of a surrogate pair ({printable(char)})"
        if char not in "\n\r" and (char < " " or "\x7f" <= char <= "\x9f"):
            return f"character {number} is a control character ({printable(char)})"
    if longest is not None and len(value) > longest:
        return f"{len(value)} characters, expected at most {longest}"
    return ""


class String(Field):
    """A text in no particular language: a name, an address, a unit."""

    expected = "a non-empty string"

    def __init__(
        self,
        name: str,
        *,
        required: bool = False,
        attribute: str = "",
        longest: int | None = LONGEST_NAME,
    ) -> None:
        super().__init__(name, required=required, attribute=attribute)
        self.longest = longest

    def accepts(self, value: object) -> bool:
        """A string that isn't blank."""
        return isinstance(value, str) and not is_blank(value)

    def limit(self, value: str) -> str:
        """Unstorable characters, length, then the column's validators."""
        return text_problem(value, longest=self.longest) or super().limit(value)

    def bind(self, model: type[models.Model]) -> None:
        """Take the column's length."""
        super().bind(model)
        self.longest = getattr(self.column, "max_length", None)


_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):", re.IGNORECASE | re.ASCII)


class WebAddress(String):
    """An address on the web; other schemes (`javascript:`) are refused, readers click on it."""

    def limit(self, value: str) -> str:
        """The scheme, as a browser reads it: without white space."""
        found = _SCHEME.match("".join(value.split()))
        if found and found[1].lower() not in ("http", "https"):
            return f"{shown(value)}, expected an address that starts with http:// or https://"
        return super().limit(value)


class Choice(Field):
    """One of a few words."""

    def __init__(
        self, name: str, choices: Iterable[str], *, required: bool = False, attribute: str = ""
    ) -> None:
        super().__init__(name, required=required, attribute=attribute)
        self.choices = tuple(choices)
        self.expected = f"one of {' '.join(self.choices)}"

    def accepts(self, value: object) -> bool:
        """One of the choices."""
        return isinstance(value, str) and value in self.choices


class Language(Choice):
    """One of the twelve content languages."""

    def __init__(self, name: str, *, required: bool = False, attribute: str = "") -> None:
        super().__init__(name, LANGS, required=required, attribute=attribute)

    def hint(self, value: object) -> str:
        """The code we use for the language."""
        return f"; the code is {meant}" if (meant := meant_language(value)) else ""


class Nation(Choice):
    """ISO 3166-2 code of a nation of the United Kingdom."""

    def __init__(self, name: str, *, required: bool = False, attribute: str = "") -> None:
        super().__init__(name, NATIONS, required=required, attribute=attribute)


class CountryCode(Field):
    """ISO 3166-1 alpha-2 code, and XK."""

    expected = "an ISO 3166-1 alpha-2 code (two capital letters)"

    def accepts(self, value: object) -> bool:
        """A known country code."""
        return isinstance(value, str) and value in COUNTRY_CODES

    def check(self, value: object, path: str, at: RecordPlace) -> None:
        """Refuse unknown codes; help with those that other lists have."""
        meant = meant_country(value)
        if meant and value != meant:
            at.refuse(path, f"{shown(value)} is not {self.expected}; the code is {meant}")
        else:
            super().check(value, path, at)


class Date(Field):
    """A day, a month or a year."""

    expected = "a date YYYY, YYYY-MM or YYYY-MM-DD"

    def check(self, value: object, path: str, at: RecordPlace) -> None:
        """Refuse what isn't a date, saying which part is wrong."""
        if not isinstance(value, str):
            at.refuse(path, f"{shown(value)}, expected {self.expected}")
            return
        try:
            PartialDate(value)
        except ValueError as error:
            at.refuse(path, printable(str(error)))


class Time(Field):
    """A time of a clock of 24 hours."""

    expected = "a time HH:MM, from 00:00 to 23:59"

    def accepts(self, value: object) -> bool:
        """A stored time."""
        return isinstance(value, str) and is_clock_time(value)


class Bool(Field):
    """true or false; absent is neither."""

    expected = "true or false"

    def accepts(self, value: object) -> bool:
        """A JSON boolean."""
        return isinstance(value, bool)


class Mark(Bool):
    """true, or nothing; false says the same as nothing."""

    def normal(self, value: Any) -> Any:
        """True, or nothing."""
        return value or None

    def read(self, instance: Any, keys: Any) -> Any:
        """True, or nothing."""
        return getattr(instance, self.attribute) or None


class Number(Field):
    """A number, stored without a point where it is whole."""

    expected = "a number"

    def hint(self, value: object) -> str:
        """A number that stands in quotation marks."""
        return number_hint(value)

    def accepts(self, value: object) -> bool:
        """A finite JSON number."""
        return is_number(value)

    def limit(self, value: float) -> str:
        """The range in which a number is stored exactly; old rows may hold others."""
        if abs(value) > LARGEST_NUMBER:
            return f"{shown(value)}, expected {self.expected} {_UP_TO}"
        return super().limit(value)

    def normal(self, value: Any) -> Any:
        """A whole number without a point."""
        return whole(value)

    def read(self, instance: Any, keys: Any) -> Any:
        """The column's number as JSON writes it."""
        value = getattr(instance, self.attribute)
        return None if value is None else whole(value)


def whole(value: Any) -> Any:
    """Return a number as int where it is whole, else as it is: an export writes what is stored."""
    return int(value) if is_number(value) and value == int(value) else value


class Integer(Field):
    """A whole number: a count or a year."""

    expected = "a whole number"
    low = -(2**31)
    high = 2**31 - 1

    def hint(self, value: object) -> str:
        """A number that stands in quotation marks."""
        return number_hint(value)

    def accepts(self, value: object) -> bool:
        """A JSON number without a point."""
        return isinstance(value, int) and not isinstance(value, bool)

    def limit(self, value: int) -> str:
        """The range that can be stored."""
        if not self.low <= value <= self.high:
            return f"{shown(value)}, expected {self.expected} from {self.low} to {self.high}"
        return super().limit(value)

    def bind(self, model: type[models.Model]) -> None:
        """Take the column's range (counts can't be negative)."""
        super().bind(model)
        kind = self.column.get_internal_type() if self.column else ""
        low, high = connection.ops.integer_field_range(kind)
        self.low, self.high = max(self.low, low or 0), min(self.high, high or self.high)
        if kind.startswith("Positive"):
            self.low = 0


class Coordinate(Field):
    """Degrees, decimal; `high` is 90 for latitudes and 180 for longitudes."""

    def __init__(self, name: str, high: int) -> None:
        super().__init__(name)
        self.high = high
        self.expected = f"a {name} from -{high} to {high}"

    def hint(self, value: object) -> str:
        """A number that stands in quotation marks."""
        return number_hint(value)

    def accepts(self, value: object) -> bool:
        """A number in range."""
        return is_number(value) and -self.high <= value <= self.high

    def normal(self, value: Any) -> Any:
        """A whole number without a point."""
        return whole(value)

    def read(self, instance: Any, keys: Any) -> Any:
        """The column's number as JSON writes it."""
        value = getattr(instance, self.attribute)
        return None if value is None else whole(value)


def latitude() -> Coordinate:
    """Return the field `latitude`."""
    return Coordinate("latitude", 90)


def longitude() -> Coordinate:
    """Return the field `longitude`."""
    return Coordinate("longitude", 180)


class NumberOrText(Field):
    """A measured value: a number, or words (`OR 2.1, p < 0.05`)."""

    expected = "a number or a non-empty string"

    def accepts(self, value: object) -> bool:
        """A number or a string that isn't blank."""
        return is_number(value) or (isinstance(value, str) and not is_blank(value))

    def limit(self, value: Any) -> str:
        """Unstorable characters, length."""
        if isinstance(value, str):
            return text_problem(value, longest=LONGEST_VALUE)
        return "" if abs(value) <= LARGEST_NUMBER else f"expected numbers {_UP_TO}"

    def normal(self, value: Any) -> Any:
        """A whole number without a point."""
        return value if isinstance(value, str) else whole(value)


class Range(Field):
    """`[low, high]`, two numbers in two columns."""

    expected = "[low, high], two numbers, the lower one first"

    def __init__(self, name: str, *, low: str, high: str) -> None:
        super().__init__(name)
        self.ends = (low, high)

    def accepts(self, value: object) -> bool:
        """A list of two numbers in order."""
        if not isinstance(value, list) or len(value) != 2 or not all(map(is_number, value)):
            return False
        return bool(value[0] <= value[1])

    def limit(self, value: list[float]) -> str:
        """The range that can be stored."""
        if max(map(abs, value)) > LARGEST_NUMBER:
            return f"expected numbers {_UP_TO}"
        return ""

    def normal(self, value: Any) -> Any:
        """Whole numbers without a point."""
        return [whole(number) for number in value]

    def bind(self, model: type[models.Model]) -> None:
        """Make sure that the columns are there."""
        for name in self.ends:
            model._meta.get_field(name)

    def read(self, instance: Any, keys: Any) -> Any:
        """Both ends, or nothing."""
        values = [getattr(instance, name) for name in self.ends]
        return None if None in values else self.normal(values)

    def write(self, instance: Any, value: Any, *, keys: Any, rows: Any) -> None:
        """Fill or empty both columns."""
        for name, number in zip(self.ends, value or (None, None), strict=True):
            setattr(instance, name, number)
