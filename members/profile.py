"""What an organisation's page lists. Each application adds its part: `members` knows no practices.

register(contribution)        # in <app>/profile.py, which apps.ready() imports
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from core.showing.cards import Card
from core.showing.facts import LinkGroup
from members.models import OrganisationPage


@dataclass(frozen=True, kw_only=True)
class Section:
    """What an organisation publishes of one sort. `collection` names it in the page's address."""

    collection: str
    title: str
    cards: Sequence[Card]


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """One application's part of a profile: what is published, and the parts played elsewhere."""

    sections: Sequence[Section] = ()
    roles: Sequence[LinkGroup] = ()


#: Reads through the public gate with a number of queries that doesn't depend on the records.
Contributor = Callable[[OrganisationPage, HttpRequest], Contribution]
_contributors: list[Contributor] = []


def register(contributor: Contributor) -> None:
    """Add an application's part; parts are shown in the order of registration, once each."""
    if contributor not in _contributors:
        _contributors.append(contributor)


def contributions(organisation: OrganisationPage, request: HttpRequest) -> list[Contribution]:
    """All parts of an organisation's profile."""
    return [contributor(organisation, request) for contributor in _contributors]
