"""An event with everything stated, and one's own in place of any of it."""

from __future__ import annotations

from typing import Any

from members.models import OrganisationPage, UpdateKind, UpdatePage
from tests.builders import make_organisation, make_update


def make_event(*, organisation: OrganisationPage | None = None, **fields: Any) -> UpdatePage:
    """Two hours of an afternoon in Iași, years ahead."""
    values: dict[str, Any] = {
        "kind": UpdateKind.EVENT,
        "title": "Open day",
        "date": "2026-01-02",
        "starts": "2099-06-13",
        "start_time": "14:30",
        "end_time": "16:00",
        "time_zone": "Europe/Bucharest",
        "attendance": "both",
        "place": "Iași",
        "country": "RO",
        "registration": "https://example.org/register",
        **fields,
    }
    owner = organisation or make_organisation(name="Casa Verde", country="RO")
    return make_update(organisation=owner, **values)
