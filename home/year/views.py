"""The office's page of the year, and the same as a workbook."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from core.network.now import network_now
from core.showing.tables import XLSX, Sheet, as_workbook, download
from home.year.counting import YearCount
from home.year.tables import Table, Year
from members.models import Membership
from members.office_pages import OfficeMenuItem, OfficeView, office_only

URL_NAME, FILE_URL_NAME = "network_year", "network_year_file"
EARLIEST = 1950  # no network of today is older; a slip of the pen may be


def years(today: dt.date) -> list[int]:
    """The years that can be chosen, the running one first. Two queries."""
    joined = Membership.objects.aggregate(first=Min("since_first"))["first"]
    wrote = Page.objects.aggregate(first=Min("first_published_at"))["first"]
    begun = [day.year for day in (joined, wrote) if day is not None]
    first = max(EARLIEST, min(begun, default=today.year))
    return list(range(today.year, min(first, today.year) - 1, -1))


def year_of(number: int) -> Year:
    """A year that can be chosen. Raises Http404 for others."""
    today = timezone.localdate()
    if number not in years(today):
        raise Http404(f"there is nothing to count in {number}")
    return Year(year=number, today=today)


class YearView(OfficeView):
    """The tables of a year, `?year=`; the last whole one where none is named. Can be printed."""

    template_name = "wagtailadmin/year/year.html"
    page_title = gettext_lazy("The network’s year")
    header_icon = "calendar"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The year's tables, and the other years."""
        offered = years(timezone.localdate())
        given = self.request.GET.get("year", "")
        usual = offered[1] if len(offered) > 1 else offered[0]
        chosen = int(given) if given.isascii() and given.isdecimal() and len(given) == 4 else usual
        year = year_of(chosen if chosen in offered else usual)
        return super().get_context_data(**kwargs) | {
            "year": year,
            "years": offered,
            "tables": YearCount(year).tables(),
            "network": network_now().name,
        }


@office_only
def workbook(request: HttpRequest, year: int) -> HttpResponse:
    """The same tables as a workbook, a sheet for each."""
    chosen = year_of(year)
    sheets = [_sheet(table) for table in YearCount(chosen).tables()]
    return download(as_workbook(sheets), kind=XLSX, name=f"network-{chosen.year}")


def _sheet(table: Table) -> Sheet:
    """The table, and below it where its numbers come from."""
    source = _("Source: %(source)s") % {"source": table.source}
    return Sheet(title=table.title, rows=[table.headings, *table.rows, (), (source,)])


def menu_item() -> MenuItem:
    """The entry among the reports."""
    return OfficeMenuItem(
        YearView.page_title, reverse(URL_NAME), name="network-year", icon_name="calendar", order=100
    )


urlpatterns = [
    path("reports/network-year/", YearView.as_view(), name=URL_NAME),
    path("reports/network-year/<int:year>.xlsx", workbook, name=FILE_URL_NAME),
]
