"""Helplines on screen: a number only if it was confirmed within twelve months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Prefetch
from django.http import HttpRequest

from core.folding import order_of
from core.i18n import Localised, localised
from core.showing.facts import Link, safe_url
from core.templatetags.content import breakable
from core.visibility import is_public, with_noted
from members.models import OrganisationPage
from practices.models import Helpline
from practices.models.registers import HelplineOperator
from practices.presentation.figures import place_words


@dataclass(frozen=True, kw_only=True)
class HelplineShown:
    """One helpline as readers see it. `phone` and `email` are empty where they aren't confirmed."""

    key: str
    url: str
    name: Localised
    country: str
    nation: str
    place: str
    phone: str
    email: str
    hours: Localised
    audience: Localised
    operators: tuple[Link, ...]
    as_of: str
    confirmed_on: str


def _operator_links(operator: OrganisationPage, *, request: HttpRequest) -> list[Link]:
    name = operator.heading_in()
    links = [Link(label=name, url=operator.get_url(request) or "")]
    website = safe_url(operator.website)
    if website:
        host = urlsplit(website).netloc.removeprefix("www.")
        links.append(Link(label=breakable(host), url=website))
    return links


def helpline_shown(helpline: Helpline, *, request: HttpRequest) -> HelplineShown:
    """Put a helpline into words; its operators' rows must be loaded (`public_helplines`)."""
    shown = helpline.is_number_shown
    operators = [row.target for row in helpline.operators.all() if is_public(row.target)]
    links = [link for page in operators for link in _operator_links(page, request=request)]
    return HelplineShown(
        key=helpline.key,
        url=helpline.get_absolute_url(),
        name=localised(helpline, "name"),
        country=helpline.country,
        nation=helpline.nation,
        place=place_words(helpline.country, helpline.nation),
        phone=helpline.phone if shown else "",
        email=helpline.email if shown else "",
        hours=localised(helpline, "hours"),
        audience=localised(helpline, "audience"),
        operators=tuple(links),
        as_of=helpline.as_of,
        confirmed_on=helpline.confirmed_on,
    )


def public_helplines(
    *, request: HttpRequest, country: str = "", ids: Iterable[str] | None = None
) -> list[HelplineShown]:
    """Helplines (of a country, or by record id), confirmed numbers first; three queries."""
    rows = Helpline.objects.for_public().prefetch_related(
        Prefetch(
            "operators",
            HelplineOperator.objects.prefetch_related(with_noted("target", OrganisationPage)),
        )
    )
    if country:
        rows = rows.filter(country=country)
    if ids is not None:
        rows = rows.filter(record_id__in=list(ids))
    shown = [helpline_shown(row, request=request) for row in rows]
    return sorted(shown, key=lambda line: (not line.phone, line.country, order_of(str(line.name))))
