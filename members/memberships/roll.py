"""The electoral roll of a day: who could vote then, with how many votes.

A member votes that day if its membership was active and its category has votes. Of an organisation
no person is named, but in the office's own copy.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.fonts import FontFace

from core.countries import country_name
from core.dates import PartialDate
from core.folding import order_of
from core.i18n import current_language
from core.showing.tables import Cell
from members.memberships.standing import state_on
from members.models import ContactRole, Membership, MembershipPath, MembershipStatus

# it says at length which letters it keeps: those of people's names
logging.getLogger("fontTools").setLevel(logging.WARNING)
FONT = Path(__file__).with_name("commissioner.ttf")


SEPARATOR = "; "  # between persons
FITTING = 500  # characters of persons in a row of the PDF


@dataclass(frozen=True, kw_only=True)
class Voter:
    """One line of the roll. `persons` vote for an organisation; empty unless asked for."""

    name: str
    country: str
    category: str
    votes: int
    persons: str = ""


def roll_of(day: dt.date, *, with_persons: bool = False) -> list[Voter]:
    """Return who could vote on a day, by name. Three queries, however many there are."""
    members = Membership.objects.filter(category__votes__gt=0).select_related(
        "category", "organisation__dissolution"
    )
    voters = [
        Voter(
            name=row.holder,
            country=country_name(row.country) if row.country else "",
            category=str(row.category.heading_in()),
            votes=row.category.votes,
            persons=_persons(row) if with_persons else "",
        )
        for row in members.prefetch_related("steps", "contacts")
        if state_on(row, day) == MembershipStatus.ACTIVE
        and (with_persons or row.category.path != MembershipPath.INDIVIDUAL)
    ]
    return sorted(voters, key=lambda voter: (order_of(voter.name), voter.category))


def _persons(row: Membership) -> str:
    named = [each for each in row.contacts.all() if each.role == ContactRole.BOARD_VOTE]
    return SEPARATOR.join(
        f"{each.name} <{each.email}>" if each.email else each.name for each in named
    )


def title_of(day: dt.date) -> str:
    """The heading of a roll."""
    return _("Electoral roll of %(day)s") % {
        "day": PartialDate(day.isoformat()).in_words(current_language())
    }


def lines_of(voters: Sequence[Voter], *, with_persons: bool) -> Iterator[list[Cell]]:
    """The roll as a table, with headings and, last, the sum of votes."""
    names = [_("name"), _("country"), _("category"), _("votes")]
    extra = [_("votes for it")] if with_persons else []
    yield [capfirst(name) for name in (*names, *extra)]
    for each in voters:
        line: list[Cell] = [each.name, each.country, each.category, each.votes]
        yield [*line, *([each.persons] if with_persons else [])]
    total: list[Cell] = [_("Together"), "", "", sum(each.votes for each in voters)]
    yield [*total, *([""] if with_persons else [])]


def _parts(line: list[Cell]) -> Iterator[list[Cell]]:
    """A line as several, where its persons wouldn't fit on a page: a row isn't broken."""
    *before, last = line
    part = ""
    for person in str(last or "").split(SEPARATOR):
        if part and len(part) + len(person) > FITTING:
            yield [*before, part]
            before, part = [""] * len(before), ""
        part = f"{part}{SEPARATOR}{person}" if part else person
    yield [*before, part]


def as_pdf(voters: Sequence[Voter], *, day: dt.date, with_persons: bool) -> bytes:
    """Return the roll as a PDF with its letters embedded, to print and to sign."""
    pdf = FPDF(format="A4")
    pdf.add_font("print", fname=FONT)
    pdf.set_title(title_of(day))
    pdf.set_lang(current_language())
    pdf.set_auto_page_break(auto=True, margin=15)
    pdf.add_page()
    pdf.set_font("print", size=16)
    pdf.multi_cell(0, 10, title_of(day), new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("print", size=9)
    widths = (55, 30, 40, 15, 50) if with_persons else (80, 40, 50, 20)
    plain = FontFace(emphasis="")
    with pdf.table(
        col_widths=widths, line_height=5, text_align="LEFT", headings_style=plain
    ) as table:
        for line in lines_of(voters, with_persons=with_persons):
            for part in _parts(line) if with_persons else [line]:
                row = table.row()
                for cell in part:
                    row.cell("" if cell is None else str(cell))
    file = io.BytesIO()
    pdf.output(file)
    return file.getvalue()
