"""How much one record takes, and one form: forms, import and database ask the same.

Nobody writes as much. What has no bound, one person makes so large that everybody waits for it, or
so that no page can show it.
"""

from __future__ import annotations

import math
from typing import Any, Final, TypeGuard

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

#: Rows of one kind in a record, and of all kinds in a form of the admin, which takes some hundredth
#: of a second for each.
MOST_ROWS: Final = 200
MOST_ROWS_IN_ALL: Final = 400
#: Characters of a text in one language.
LONGEST_TEXT: Final = 50_000
#: Entries of a short list (sources, authors, regions), and characters of one.
MOST_LINES: Final = 200
LONGEST_LINE: Final = 500
#: Beyond it a JSON number no longer holds every whole number.
LARGEST_NUMBER: Final = 10**15
#: What columns of PostgreSQL hold.
LARGEST_COUNT: Final = 2**31 - 1
LARGEST_FEW: Final = 2**15 - 1
#: Characters of a measured value in words (“3 of 4”).
LONGEST_VALUE: Final = 255
EARLIEST_YEAR: Final = 1000
YEARS_AHEAD: Final = 10


def is_number(value: object) -> TypeGuard[float]:
    """Tell whether a value is a finite number (true and false are not numbers)."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number that no float holds
        return False


def latest_year() -> int:
    """The last year that can be meant: something planned, a draft of a law."""
    return timezone.localdate().year + YEARS_AHEAD


def validate_lines(value: Any) -> None:
    """Refuse a list of too many entries, or with one that is too long."""
    if not isinstance(value, list):
        raise ValidationError(_("Enter a list."), code="list")
    if len(value) > MOST_LINES:
        raise ValidationError(
            _("At most %(most)s entries are possible here; these are %(given)s."),
            params={"most": number_format(MOST_LINES), "given": number_format(len(value))},
            code="lines",
        )
    longest = max((entry for entry in value if isinstance(entry, str)), key=len, default="")
    if len(longest) > LONGEST_LINE:
        raise ValidationError(
            _("An entry has at most %(most)s characters. This one has %(given)s: %(start)s…"),
            params={
                "most": number_format(LONGEST_LINE),
                "given": number_format(len(longest)),
                "start": longest[:60],
            },
            code="line",
        )


def validate_lines_by_language(value: Any) -> None:
    """The same for each language of `{language: […]}`."""
    for lines in value.values() if isinstance(value, dict) else [value]:
        validate_lines(lines)


def validate_value(value: Any) -> None:
    """Refuse what is neither a number of a size that can be shown nor a short text."""
    if isinstance(value, str) and value.strip():
        MaxLengthValidator(LONGEST_VALUE)(value)
    elif is_number(value):
        for validator in NUMBER:
            validator(value)
    else:
        raise ValidationError(_("Enter a number or a short text."), code="value")


TEXT: Final = (MaxLengthValidator(LONGEST_TEXT),)
NUMBER: Final = (MinValueValidator(-LARGEST_NUMBER), MaxValueValidator(LARGEST_NUMBER))
COUNT: Final = (MinValueValidator(-LARGEST_COUNT), MaxValueValidator(LARGEST_COUNT))
FEW: Final = (MinValueValidator(0), MaxValueValidator(LARGEST_FEW))
YEAR: Final = (MinValueValidator(EARLIEST_YEAR), MaxValueValidator(latest_year))
