"""What had a day already begins and ends with it, by the clock of the site."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations


def fill(apps: Any, _editor: Any) -> None:
    """Whole days, as they were until now. Whoever saves one gives it the clock of its country."""
    rows = apps.get_model("members", "UpdatePage").objects
    dated = rows.exclude(starts="", ends="")
    columns = ("pk", "starts_first", "starts_last", "ends_first", "ends_last")
    for pk, first, last, end_first, end_last in dated.values_list(*columns):
        begins, over = first or end_first, end_last or last
        if begins and over and over < dt.date.max:
            after = over + dt.timedelta(days=1)
            rows.filter(pk=pk).update(begins_at=_midnight(begins), over_at=_midnight(after))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=ZoneInfo(settings.TIME_ZONE))


class Migration(migrations.Migration):
    """Fills the moments that lists of events are made from; they are part of no revision."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("members", "0008_event_times")]

    operations: ClassVar[list[object]] = [migrations.RunPython(fill, migrations.RunPython.noop)]
