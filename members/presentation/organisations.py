"""Organisations as links, contacts and cards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.countries import country_name, nation_name
from core.i18n import localised
from core.showing.cards import Card
from core.showing.facts import Link, place_in_words, safe_url
from members.models import OrganisationPage
from members.organisation_kinds import organisation_kind


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How to reach an organisation, as in its own data. `website` is "" unless safe to follow."""

    name: Any
    url: str
    address: str
    place: str
    phone: str
    phone_url: str
    email: str
    website: str
    website_label: str

    @property
    def is_stated(self) -> bool:
        """Whether there is any way to reach the organisation."""
        return bool(self.phone or self.email or self.website or self.website_label)


def organisation_link(
    organisation: OrganisationPage, request: HttpRequest, *, note: str = ""
) -> Link:
    """A link to an organisation; a name is a name, so no note on its language."""
    return Link(
        label=organisation.heading_in(), url=str(organisation.get_url(request) or ""), note=note
    )


def place_of(organisation: OrganisationPage) -> str:
    """Town, nation and country in words."""
    return place_in_words(
        organisation.place,
        nation_name(organisation.nation) if organisation.nation else "",
        country_name(organisation.country),
    )


def contact_of(organisation: OrganisationPage, request: HttpRequest) -> Contact:
    """An organisation's contact block."""
    address = place_in_words(organisation.address, organisation.postcode)
    return Contact(
        name=organisation.heading_in(),
        url=str(organisation.get_url(request) or ""),
        address=address,
        place=place_of(organisation),
        phone=organisation.phone,
        phone_url=telephone_url(organisation.phone),
        email=organisation.email,
        website=safe_url(organisation.website),
        website_label=organisation.website,
    )


def telephone_url(number: str) -> str:
    """A `tel:` address for a number as written: `+33 (0) 142 53 7185` dials +33142537185."""
    international = number.strip().startswith("+")
    digits = re.sub(r"\D", "", number.replace("(0)", "") if international else number)
    return f"tel:{'+' if international else ''}{digits}" if digits else ""


def organisation_card(
    organisation: OrganisationPage, request: HttpRequest, *, memberships: tuple[str, ...] = ()
) -> Card:
    """An organisation in a list; `memberships` in words."""
    return Card.of(
        organisation,
        url=str(organisation.get_url(request) or ""),
        kind_label=capfirst(organisation_kind(organisation.kind)),
        summary=localised(organisation, "summary"),
        place=place_of(organisation),
        facts=tuple((_("Membership"), words) for words in memberships),
    )
