"""What an organisation's page lists: what it publishes, by kind, and the parts it plays elsewhere.

`members` knows no practices: each application adds the parts that it knows of.

@register        # in <app>/profile.py (core.discovery)
def roles_of(organisation: OrganisationPage, request: HttpRequest) -> list[LinkGroup]: …
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst

from core.kinds import Kind, Place, kinds_in
from core.showing.cards import Card
from core.showing.facts import LinkGroup
from members.models import OrganisationPage


@dataclass(frozen=True, kw_only=True)
class Section:
    """What an organisation publishes of one sort. `collection` names it in the page's address."""

    collection: str
    title: str
    cards: Sequence[Card]


#: Reads through the public gate with a number of queries that doesn't depend on the records.
Roles = Callable[[OrganisationPage, HttpRequest], Sequence[LinkGroup]]
_roles: list[Roles] = []


def register(roles: Roles) -> Roles:
    """Add the parts an application knows of; they are shown in the order of registration."""
    _roles.append(roles)
    return roles


def roles_of(organisation: OrganisationPage, request: HttpRequest) -> list[LinkGroup]:
    """Where an organisation takes part in what others publish, and what it runs."""
    return [group for roles in _roles for group in roles(organisation, request)]


def sections_of(organisation: OrganisationPage, request: HttpRequest) -> list[Section]:
    """What an organisation publishes, by kind. One query each; kinds without any are left out."""
    sections = [
        Section(
            collection=kind.collection,
            title=capfirst(kind.many),
            cards=[kind.card(page, request) for page in _published(kind, organisation)],
        )
        for kind in kinds_in(Place.PROFILE)
    ]
    return [section for section in sections if section.cards]


def _published(kind: Kind, organisation: OrganisationPage) -> Iterable[Any]:
    below = kind.model.objects.for_public().filter(
        path__startswith=organisation.path, depth=organisation.depth + 1
    )
    found: Iterable[Any] = below.order_by(*kind.in_profile)
    return found
