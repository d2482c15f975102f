"""Where a result page's other outputs are, in words and addresses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.showing.tables import WORKBOOK_TYPE
from search.query import SearchQuery


@dataclass(frozen=True, kw_only=True)
class Output:
    """A link to the whole list in another form; `content_type` is for programs."""

    label: str
    url: str
    content_type: str


_FORMS: tuple[tuple[str, Promise, str], ...] = (
    ("xlsx", _("Table for a spreadsheet program (XLSX)"), WORKBOOK_TYPE),
    ("csv", _("Table (CSV)"), "text/csv"),
    ("geojson", _("Places (GeoJSON)"), "application/geo+json"),
    ("atom", _("Feed (Atom)"), "application/atom+xml"),
)


def outputs_of(query: SearchQuery) -> list[Output]:
    """All outputs of a query, in the active language; none of a blank one."""
    if query.is_blank:
        return []
    query = replace(query, page=1)
    params = query.urlencode()
    found = [
        Output(
            label=str(label), url=f"{reverse(f'search:{form}')}?{params}", content_type=content_type
        )
        for form, label, content_type in _FORMS
    ]
    asked = [("lang", query.language), *query.to_params()]
    url = f"{reverse('api:search')}?{urlencode(asked)}"
    return [*found, Output(label="JSON", url=url, content_type="application/json")]
