"""The parts an organisation plays in what others publish, for its own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.i18n import localised
from core.showing.facts import Link, LinkGroup, date_in_words, shown_in
from members.models import OrganisationPage
from members.profile import register
from members.selectors import publishers_of
from practices.models import Helpline, PracticePartner
from practices.presentation.links import page_link, page_links, publisher_name
from practices.selectors.organisation import (
    helplines_of,
    partnerships_of,
    projects_funded_by,
    projects_with,
)
from practices.selectors.practice import visits_to


@register
def roles_of(organisation: OrganisationPage, request: HttpRequest) -> list[LinkGroup]:
    """Where an organisation takes part in what others publish, and the helplines it runs."""
    partnerships = partnerships_of(organisation)
    pages: dict[str, Sequence[Any]] = {
        _("Partner in projects"): projects_with(organisation),
        _("Funds"): projects_funded_by(organisation),
        _("Received study visits"): visits_to(organisation),
    }
    everything = [*(row.record for row in partnerships), *(p for g in pages.values() for p in g)]
    publishers = publishers_of(everything)
    groups = [
        LinkGroup(
            title=_("Partner in practices"),
            entries=[_partnership(row, request, publishers) for row in partnerships],
        ),
        *(
            LinkGroup(title=title, entries=page_links(found, request, publishers=publishers))
            for title, found in pages.items()
        ),
        LinkGroup(
            title=_("Runs helplines"),
            entries=[_helpline(helpline) for helpline in helplines_of(organisation)],
        ),
    ]
    return [group for group in groups if group.entries]


def _partnership(
    row: PracticePartner, request: HttpRequest, publishers: dict[str, OrganisationPage]
) -> Link:
    since = _("since %(date)s") % {"date": date_in_words(row.since)} if row.since else ""
    parts = [publisher_name(row.record, publishers), str(localised(row, "role")), since]
    return page_link(row.record, request, note=" · ".join(filter(None, parts)))


def _helpline(helpline: Helpline) -> Link:
    name = helpline.heading_in()
    return Link(label=name, url=helpline.get_absolute_url(), note=shown_in(name))
