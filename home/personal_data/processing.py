"""The record of processing that every network has to keep (GDPR art. 30), made of the table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.network.now import network_now
from core.privacy.facts import activities_in_words
from core.showing.tables import XLSX, Sheet, as_workbook, download
from members.office_pages import OfficeMenuItem, OfficeView

URL_NAME = "record_of_processing"
TITLE = gettext_lazy("Record of processing")
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


class ProcessingView(OfficeView):
    """The record, to read, print and take along (`?export=xlsx`)."""

    template_name = "wagtailadmin/personal_data/processing.html"
    page_title = TITLE
    header_icon = "list-ul"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, or give it as a file."""
        if request.GET.get("export") != "xlsx":
            return self.render_to_response(self.get_context_data())
        content = as_workbook([Sheet(rows=[headings(), *rows()], widths=WIDTHS)])
        return download(content, kind=XLSX, name="processing")

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
