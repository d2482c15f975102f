"""Results as a table: columns and rows; `core.showing.tables` writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.kinds import kind_of
from core.showing import tables
from search.outputs.selection import ResultRow, ResultSelection

#: Widths of the columns in characters, in the order of their headings.
WIDTHS = (45, 12, 18, 20, 32, 22, 14, 14, 12, 12, 60, 12, 12, 45, 45, 20)


def headings(selection: ResultSelection) -> list[str]:
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


def as_csv(selection: ResultSelection, rows: Iterable[ResultRow]) -> bytes:
    """Return the rows in the active language. A list that is cut says so in its last line."""
    return tables.as_csv(_lines(selection, rows))


def as_workbook(selection: ResultSelection, rows: Iterable[ResultRow]) -> bytes:
    """Return the same table as a workbook."""
    return tables.as_workbook([tables.Sheet(rows=_lines(selection, rows), widths=WIDTHS)])


def _lines(selection: ResultSelection, rows: Iterable[ResultRow]) -> Iterator[list[str | float]]:
    names = headings(selection)
    yield [*names]
    for row in rows:
        yield _cells(row, selection)
    if selection.note:
        yield [selection.note, *[""] * (len(names) - 1)]


def _cells(row: ResultRow, selection: ResultSelection) -> list[str | float]:
    card = row.card
    texts = (
        str(card.title),
        card.title.language or "",
        kind_of(card.collection).many,
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
    cells = [*texts, *numbers, row.address, row.permalink]
    if selection.query.near is not None:
        km = row.km_from(selection.query)
        cells.append("" if km is None else km)
    return cells
