"""The record of processing that every network has to keep (GDPR art. 30), made of the table."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import TYPE_STRING
from openpyxl.utils import get_column_letter

from core.network.now import network_now
from core.privacy.facts import activities_in_words
from core.showing.exports import xml_text
from members.office_pages import OfficeMenuItem, OfficeView

URL_NAME = "record_of_processing"
TITLE = gettext_lazy("Record of processing")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (28, 32, 40, 40, 60, 40, 32, 32)


def headings() -> list[str]:
    """What art. 30(1) wants of each activity, in the active language."""
    return [
        _("Activity"),
        _("Of whom"),
        _("Why"),
        _("On what ground"),
        _("What, and how long"),
        _("Who else gets it"),
        _("To other countries"),
        _("Tables"),
    ]


def rows() -> list[list[str]]:
    """The whole record, an activity in each row."""
    nowhere = _("nowhere, unless the server or the mail provider stands there")
    return [
        [
            each.title,
            each.people,
            each.why,
            each.ground,
            "\n".join(f"{what}: {kept}" for what, kept in each.lines),
            each.receivers,
            nowhere,
            " ".join(each.tables),
        ]
        for each in activities_in_words()
    ]


def workbook() -> bytes:
    """Return the record as XLSX; its texts are texts, never formulas."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for line in (headings(), *rows()):
        cells = [WriteOnlyCell(sheet, value=xml_text(text)) for text in line]
        for cell in cells:
            cell.data_type = TYPE_STRING
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class ProcessingView(OfficeView):
    """The record, to read, print and take along (`?export=xlsx`)."""

    template_name = "wagtailadmin/personal_data/processing.html"
    page_title = TITLE
    header_icon = "list-ul"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, or give it as a file."""
        if request.GET.get("export") != "xlsx":
            return self.render_to_response(self.get_context_data())
        return HttpResponse(
            workbook(),
            content_type=WORKBOOK,
            headers={"Content-Disposition": 'attachment; filename="processing.xlsx"'},
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who is responsible, and the activities."""
        return super().get_context_data(**kwargs) | {
            "network": network_now(),
            "today": date_format(timezone.localdate()),
            "activities": activities_in_words(),
        }


def menu_item() -> OfficeMenuItem:
    """The entry among the reports."""
    return OfficeMenuItem(
        TITLE, reverse(URL_NAME), name="record-of-processing", icon_name="list-ul", order=1310
    )
