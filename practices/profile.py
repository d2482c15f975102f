"""What an organisation does and knows: its part of the organisation's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.i18n import localised
from core.showing.facts import Link, LinkGroup, date_in_words, shown_in
from members.models import OrganisationPage
from members.profile import Contribution, Section
from members.selectors import publishers_of
from practices.models import (
    ExchangePage,
    Helpline,
    PracticePage,
    PracticePartner,
    ProjectPage,
    ResearchPage,
    ResourcePage,
)
from practices.presentation.cards import cards_of
from practices.presentation.links import page_link, page_links, publisher_name
from practices.selectors.organisation import (
    helplines_of,
    partnerships_of,
    projects_funded_by,
    projects_with,
    published_by,
)
from practices.selectors.practice import visits_to


def contribution(organisation: OrganisationPage, request: HttpRequest) -> Contribution:
    """Practices, projects, studies, study visits and materials; roles in those of others."""
    return Contribution(
        sections=sections_of(organisation, request), roles=roles_of(organisation, request)
    )


def sections_of(organisation: OrganisationPage, request: HttpRequest) -> list[Section]:
    """What an organisation publishes, by sort. One query each; empty sorts are left out."""
    titles: dict[Any, str] = {
        PracticePage: _("Practices"),
        ProjectPage: _("Projects"),
        ResearchPage: _("Studies and reports"),
        ExchangePage: _("Study visits"),
        ResourcePage: _("Materials"),
    }
    sections = [
        Section(
            collection=model.collection,
            title=title,
            cards=cards_of(published_by(model, organisation), request),
        )
        for model, title in titles.items()
    ]
    return [section for section in sections if section.cards]


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
