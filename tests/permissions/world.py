"""The world of the matrix: our organisation, theirs, one that isn't born yet, and the network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.management import call_command
from wagtail.models import Page

from home.models import HomePage
from members.editors import add_editor
from members.models import EditorMode, Invitation, MembershipStatus, OrganisationIndexPage
from search.models import Concept
from tests import builders
from tests.permissions.catalogue import catalogue
from tests.permissions.markers import SEARCHED, Markers
from tests.permissions.people import OFFICE, Person, Side
from tests.permissions.things import Thing
from tests.permissions.world_network import (
    OTHER_CONCEPT,
    Network,
    add_membership,
    add_redirect,
    build_network,
)
from tests.permissions.world_pages import Estate, EstateBuilder
from tests.permissions.world_past import add_past
from users.models import User


@dataclass
class World:
    """Everything there is, and a list of things by kind."""

    markers: Markers
    network: Network
    ours: Estate
    theirs: Estate
    unborn: list[Page]
    things: dict[str, list[Thing]] = field(default_factory=dict)

    @cached_property
    def words(self) -> dict[str, str]:
        """What a query or a form may call something of this world by."""
        ours, theirs = self.ours, self.theirs

        def keys(*groups: Iterable[Any]) -> str:
            return "&id=".join(str(each.pk) for group in groups for each in group)

        return {
            "searched": SEARCHED,
            "pages": keys(theirs.pages.values(), ours.pages.values(), self.unborn),
            "images": keys(theirs.images.values(), ours.images.values()),
            "documents": keys(theirs.documents.values(), ours.documents.values()),
            "our_organisation": str(ours.organisation.pk),
            "their_organisation": str(theirs.organisation.pk),
            "their_draft": str(theirs.pages["practice, draft"].pk),
            "our_collection": str(ours.collection.pk),
            "their_email": theirs.checked.email,
            "their_editor": str(theirs.checked.pk),
            "our_invitation": str(Invitation.objects.get(organisation=ours.organisation).pk),
            "their_invitation": str(Invitation.objects.get(organisation=theirs.organisation).pk),
            "office_group": str(self.network.office.groups.get().pk),
            "other_concept": str(Concept.objects.get(record_id=OTHER_CONCEPT).pk),
            "extra_group": str(self.network.group.pk),
        }

    @property
    def users(self) -> dict[Person, User]:
        """Who signs in as whom; nobody does for ANONYMOUS."""
        return {
            Person.CHECKED: self.ours.checked,
            Person.DIRECT: self.ours.direct,
            Person.OFFICE: self.network.office,
            Person.ADMINISTRATOR: self.network.administrator,
        }


def build_world() -> World:
    """Build it all; takes some seconds. Settings must name a media and a search directory."""
    markers = Markers()
    network = build_network(markers)
    ours = EstateBuilder(side=Side.OURS, markers=markers, name="Casa Verde", country="RO").build()
    theirs = EstateBuilder(
        side=Side.THEIRS, markers=markers, name="Nordlys House", country="NO"
    ).build()
    add_past(markers, theirs=theirs, ours=ours)
    _renew_above(markers, network)
    # who edits for two organisations walks from one to the other over the pages above
    add_editor(
        user=ours.direct,
        organisation=builders.make_organisation(name="Casa Mica", country="RO"),
        mode=EditorMode.DIRECT,
    )
    world = World(
        markers=markers, network=network, ours=ours, theirs=theirs, unborn=_unborn(markers)
    )
    for organisation in (ours.organisation, theirs.organisation):
        add_membership(network, markers, organisation, MembershipStatus.ACTIVE)
    add_membership(network, markers, world.unborn[0], MembershipStatus.APPLICANT)
    add_redirect(network, markers, ours.pages["update, live"], "our update")
    add_redirect(network, markers, theirs.pages["update, draft"], "their draft")
    # their draft leads to a page of ours: its list of uses must not name the draft
    theirs.pages["practice, draft"].continues.create(
        target=ours.pages["practice, live with newer draft"]
    )
    theirs.pages["practice, draft"].save()
    # and pages of ours hold pages of theirs that have newer drafts
    ours.pages["practice, draft"].partners.create(target=theirs.organisation)
    ours.pages["practice, draft"].continues.create(
        target=theirs.pages["practice, live with newer draft"]
    )
    ours.pages["practice, draft"].save()
    ours.pages["practice, draft"].save_revision()
    call_command("rebuild_search", verbosity=0)
    world.things = catalogue(world)
    return world


def _renew_above(markers: Markers, network: Network) -> None:
    """Newer drafts of the front page and of the page of all organisations, by the office."""
    for page in (HomePage.objects.get(), OrganisationIndexPage.objects.get()):
        name = type(page).__name__
        page.heading_en = f"{SEARCHED} {markers.plant(f'newer draft of {name}', readers=OFFICE)}"
        page.save_revision(user=network.office, log_action=True)


def _unborn(markers: Markers) -> list[Any]:
    """An organisation that is a draft as a whole, and a page below it."""
    readers = OFFICE
    organisation = builders.make_organisation(
        name=f"{SEARCHED} {markers.plant('organisation that is a draft', readers=readers)}",
        country="SE",
        live=False,
    )
    below = builders.make_update(
        organisation=organisation,
        title=f"{SEARCHED} {markers.plant('page below a draft', readers=readers)}",
        live=False,
    )
    return [organisation, below]
