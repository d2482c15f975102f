"""How many rows a form of the admin takes: looked at before the first of them is built.

Django builds as many as a form says it has, up to 2,000, each with its choosers.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.forms import IntegerField
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.bounds import MOST_ROWS, MOST_ROWS_IN_ALL

_COUNT = IntegerField()  # reads a number as Django will


def too_many_rows(sent: QueryDict) -> list[str]:
    """Say what is wrong with a form of more rows than anybody fills in; nothing for any other."""
    rows = [_rows(sent.get(name)) for name in sent if name.endswith("-TOTAL_FORMS")]
    if max(rows, default=0) <= MOST_ROWS and sum(rows) <= MOST_ROWS_IN_ALL:
        return []
    words = _(
        "This form has too many rows. It takes at most %(most)s of one kind and %(in_all)s in all: "
        "please go back and remove some."
    )
    return [words % {"most": MOST_ROWS, "in_all": MOST_ROWS_IN_ALL}]


def _rows(count: object) -> int:
    try:
        return int(_COUNT.to_python(count) or 0)
    except ValidationError:  # Django says so itself, and builds no row
        return 0
