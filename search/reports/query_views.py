"""The office's page on what people look for and don't find."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.i18n import current_language, language_in_words
from search.reports.query_log import MONTHS_KEPT, SHOWN_FROM, Sought, report
from search.reports.report_pages import ReportMenuItem, ReportPage

PERMISSION = "search.view_querycount"
URL_NAME = "search_queries"
MONTHS = (1, 3, 12)


class QueriesView(ReportPage):
    """Counts of the last months; `?months=` is one of MONTHS."""

    permission_required = PERMISSION
    template_name = "search/queries.html"
    page_title = _("What people look for")
    header_icon = "search"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The report, its choices and its rules in words."""
        given = self.request.GET.get("months", "")
        months = int(given) if given in map(str, MONTHS) else MONTHS[1]
        found = report(months=months, today=timezone.now().date())
        return super().get_context_data(**kwargs) | {
            "sought": _lines(found.sought),
            "missed": _lines(found.missed),
            "languages": [
                (language_in_words(code, current_language()), _shown(searches), _shown(nothing))
                for code, searches, nothing in found.languages
            ],
            "hidden": found.hidden,
            "choices": [(number, number == months) for number in MONTHS],
            "shown_from": SHOWN_FROM,
            "months_kept": MONTHS_KEPT,
            "is_off": not settings.QUERY_LOG,
        }


def _lines(found: Iterable[Sought]) -> list[dict[str, str]]:
    """Lines of a list in words."""
    return [
        {
            "text": line.text,
            "language": line.language,
            "language_name": language_in_words(line.language, current_language()),
            "searches": _shown(line.searches),
            "nothing": _shown(line.nothing),
        }
        for line in found
    ]


def _shown(number: int) -> str:
    """A number, unless it is so small that it might be about one person."""
    if 0 < number < SHOWN_FROM:
        return gettext("fewer than %(number)s") % {"number": SHOWN_FROM}
    return str(number)


def menu_item() -> ReportMenuItem:
    """The entry among the reports."""
    return ReportMenuItem(
        _("What people look for"),
        reverse(URL_NAME),
        permission=PERMISSION,
        name="search-queries",
        icon_name="search",
        order=1200,
    )


urlpatterns = [path("reports/searches/", QueriesView.as_view(), name=URL_NAME)]
