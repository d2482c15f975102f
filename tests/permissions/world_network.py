"""What the network office keeps: registers, newsletter, subscribers, and the system's settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, GroupApprovalTask, Page, Site, Workflow

from core.network.funder import Funder
from home.models import MenuEntry
from joining.models import Application
from maps.tasks import look_up
from members.models import ContactRole, Country, MembershipCategory, MembershipStatus
from members.office import ensure_office, office_group
from newsletter.models import Action, ConsentEvent, How, IssuePage, Mailing, State, Subscriber
from search.models import QueryCount
from tests import builders
from tests.newsletter.issues import about, make_issue, text
from tests.newsletter.making import make_subscriber
from tests.newsletter.sending.making import make_mailing
from tests.permissions.markers import SEARCHED, Markers
from tests.permissions.people import OFFICE, STAFF
from tests.permissions.world_joining import build_applications
from tests.practices.register_builders import (
    make_helpline,
    make_policy,
    make_recommendation,
    make_statistic,
    make_term,
)
from users.models import User

OTHER_CONCEPT = "contact"


@dataclass
class Network:
    """The office, the administrator, and what is theirs. `pages` are by type and state."""

    office: User
    administrator: User
    group: Group
    collection: Collection
    site: Site
    workflow: Workflow
    task: GroupApprovalTask
    look_up: str
    pages: dict[str, Any] = field(default_factory=dict)
    redirects: list[Redirect] = field(default_factory=list)
    snippets: dict[str, list[Any]] = field(default_factory=dict)
    mailings: list[Mailing] = field(default_factory=list)
    subscribers: list[Subscriber] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)


def build_network(markers: Markers) -> Network:
    """Everything but the organisations, with a marker in all that isn't public."""
    ensure_office()
    network = Network(
        office=builders.make_user(
            email="office@example.org", first_name="Olga", groups=(office_group(),)
        ),
        administrator=builders.make_administrator(),
        group=Group.objects.create(name=markers.plant("group", readers=OFFICE)),
        collection=_collection(markers),
        site=Site.objects.create(
            hostname="other.example",
            port=81,
            site_name=markers.plant("other site", readers=STAFF),
            root_page=builders.make_standard_page(title="Elsewhere"),
        ),
        workflow=Workflow.objects.create(name=markers.plant("unused workflow", readers=STAFF)),
        task=GroupApprovalTask.objects.create(name=markers.plant("unused task", readers=STAFF)),
        look_up=look_up.enqueue("Main Street 1", "RO", "address").id,
    )
    network.pages = _pages(markers)
    network.snippets = _registers()
    _subscribers(network, markers)
    network.applications = build_applications(markers)
    _searches(markers)
    return network


def _collection(markers: Markers) -> Collection:
    name = markers.plant("collection of the office", readers=OFFICE)
    return Collection.get_first_root_node().add_child(name=name)


def _pages(markers: Markers) -> dict[str, Any]:
    def secret(what: str) -> str:
        return f"{SEARCHED} {markers.plant(what, readers=OFFICE)}"

    study = builders.make_research(title="What visits change")
    issue = make_issue(about(study), text(heading_en="A word"), heading_en="News of May")
    issue.heading_en = secret("newer subject of the issue")
    issue.save_revision()
    home = builders.home_page()
    return {
        "front page, live": home,
        "list of organisations, live": builders.organisation_index(),
        "library, live": builders.library_page(),
        "page of the office, live": builders.make_standard_page(title="About us"),
        "page of the office, draft": builders.make_standard_page(
            title=secret("standard page"), live=False
        ),
        "research in the library, live": study,
        "research in the library, draft": builders.make_research(
            title=secret("research of the library"), live=False
        ),
        "issue, live with newer draft": issue,
        "issue, draft": make_issue(
            text(heading_en=secret("text in an issue")),
            heading_en=secret("issue"),
            live=False,
        ),
        "archive, live": issue.get_parent().specific,
    }


def _registers() -> dict[str, list[Any]]:
    """One entry of every snippet that everybody may read, and a keyword to merge one into."""
    builders.make_concept(record_id=OTHER_CONCEPT, label="Contact")
    entries = [
        builders.make_concept(),
        Country.objects.create(record_id="RO", introduction_en="About Romania."),
        builders.make_category(),
        make_policy(),
        make_statistic(),
        make_recommendation(),
        make_helpline(),
        make_term(),
        Funder.objects.create(name="The Foundation"),
        MenuEntry.objects.create(place="legal", address="https://example.org/"),
    ]
    return {entry._meta.label_lower: [entry] for entry in entries}


def _subscribers(network: Network, markers: Markers) -> None:
    for state in (State.PENDING, State.ACTIVE, State.UNSUBSCRIBED):
        word = markers.plant(f"address of a subscriber who is {state.value}", readers=OFFICE)
        subscriber = make_subscriber(f"{word}@example.org", state=state, key=f"key-of-{state}")
        network.subscribers.append(subscriber)
        event = ConsentEvent.objects.create(
            subscriber=subscriber,
            digest=markers.plant(f"digest of the consent {state.value}", readers=OFFICE),
            action=Action.GIVEN,
            how=How.IMPORT,
            wording=markers.plant(f"proof of the consent {state.value}", readers=OFFICE),
        )
        network.snippets.setdefault("newsletter.consentevent", []).append(event)
    network.snippets["newsletter.subscriber"] = list(network.subscribers)
    issue = IssuePage.objects.get(pk=network.pages["issue, live with newer draft"].pk)
    mailing = make_mailing(issue=issue, by=network.office)
    mailing.reason = markers.plant("why a sending waits", readers=OFFICE)
    mailing.save()
    network.mailings.append(mailing)


def _searches(markers: Markers) -> None:
    QueryCount.objects.create(
        month=timezone.localdate().replace(day=1),
        language="en",
        digest="d",
        text=markers.plant("what people search for", readers=OFFICE),
        searches=9,
    )


def add_membership(
    network: Network, markers: Markers, organisation: Any, status: MembershipStatus
) -> None:
    """A membership of an organisation, with all that only the office knows of it."""
    category = MembershipCategory.objects.all()[0]
    membership = builders.make_membership(
        organisation=organisation, category=category, status=status
    )

    def secret(what: str) -> str:
        return markers.plant(f"{what} of {organisation.record_id}", readers=OFFICE)

    membership.notes = secret("notes on the membership")
    membership.save()
    membership.steps.create(
        to_status=status,
        day=timezone.localdate(),
        decision=secret("decision"),
        reason=secret("reason"),
    )
    membership.contacts.create(role=ContactRole.BOARD_VOTE, name=secret("contact person"))
    membership.documents.create(
        title=secret("paper"), file=ContentFile(b"We are.", name="statutes.txt")
    )
    network.snippets.setdefault("members.membership", []).append(membership)


def add_redirect(network: Network, markers: Markers, page: Page, what: str) -> None:
    """A redirect from an old address to a page."""
    word = markers.plant(f"old address of {what}", readers=OFFICE)
    network.redirects.append(
        Redirect.objects.create(old_path=f"/en/{word}", redirect_page=page, is_permanent=True)
    )
