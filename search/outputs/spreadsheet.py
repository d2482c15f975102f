"""Results as CSV (RFC 4180).

UTF-8 without a byte order mark: programs read it as it is, and the first heading has no invisible
character before it. A spreadsheet program opens it by "import from text", encoding UTF-8.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cope_network.core.exports import safe_cell
from search.outputs.selection import Row, Selection
from search.registry import source_of

CONTENT_TYPE = "text/csv; charset=utf-8"


def headings(selection: Selection) -> list[str]:
    """Names of the columns in the active language."""
    names = [
        _("title"),
        _("language of the title"),
        _("what it is"),
        _("kind"),
        _("organisation"),
        _("place"),
        _("country codes"),
        _("languages"),
        _("written in"),
        _("date"),
        _("summary"),
        _("latitude"),
        _("longitude"),
        _("page"),
        _("permanent address"),
    ]
    near = selection.query.near
    if near is not None:
        names.append(_("km from %(town)s") % {"town": near.town.name})
    return [capfirst(name) for name in names]


def as_csv(selection: Selection, rows: Iterable[Row]) -> bytes:
    """Return the rows in the active language. A list that is cut says so in its last line."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    names = headings(selection)
    writer.writerow([safe_cell(name) for name in names])
    for row in rows:
        writer.writerow(_cells(row, selection))
    if selection.note:
        writer.writerow([safe_cell(selection.note), *[""] * (len(names) - 1)])
    return file.getvalue().encode("utf-8", "replace")


def _cells(row: Row, selection: Selection) -> list[str | float]:
    card = row.card
    source = source_of(card.collection)
    texts = (
        str(card.title),
        card.title.language or "",
        source.label() if source is not None else card.collection,
        card.kind_label,
        card.organisation,
        card.place,
        " ".join(row.countries),
        " ".join(card.languages),
        card.original_language,
        card.date,
        str(card.summary),
    )
    numbers: list[str | float] = list(row.point or ("", ""))
    cells = [*map(safe_cell, texts), *numbers, row.address, row.permalink]
    if selection.query.near is not None:
        km = row.km_from(selection.query)
        cells.append("" if km is None else km)
    return cells
