"""Every surface on which an organisation may stand, each asked whether it stands there now."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.test import Client
from django.utils import timezone

from members.editors import add_editor
from members.memberships.roll import roll_of
from members.models import OrganisationPage
from members.models.update import UpdateKind
from newsletter.models import Mailing
from newsletter.sending.segments import readers_of
from practices.models import PracticePage
from records.exporting import Export
from tests.builders import (
    make_exchange,
    make_organisation,
    make_practice,
    make_project,
    make_update,
    make_user,
)
from tests.members.events.making import make_event
from tests.newsletter.making import make_subscriber
from users.models import User


@dataclass(frozen=True, kw_only=True)
class House:
    """An organisation with a point, a practice, an editor and a subscriber of its address."""

    name: str
    organisation: OrganisationPage
    practice: PracticePage
    editor: User
    client: Client

    @property
    def address(self) -> str:
        """The e-mail address that it gave, and by which it reads the newsletter."""
        return f"{self.name}@example.org"


def make_house(name: str) -> House:
    """Make one; `name` is one rare word in small letters."""
    organisation = make_organisation(
        name=name.title(),
        country="RO",
        latitude=47.1,
        longitude=27.5,
        place="Iași",
        email=f"{name}@example.org",
    )
    practice = make_practice(organisation=organisation, title=f"{name} practice")
    editor = make_user(email=f"editor-of-{name}@example.org")
    add_editor(user=editor, organisation=organisation)
    house = House(
        name=name,
        organisation=organisation,
        practice=practice,
        editor=editor,
        client=Client(HTTP_HOST="localhost"),
    )
    make_subscriber(house.address)
    return house


def furnish(house: House) -> House:
    """Let an organisation publish one of every sort; all have its name in their titles."""
    owner, name = house.organisation, house.name
    make_update(organisation=owner, title=f"{name} news")
    make_update(organisation=owner, title=f"{name} partners", kind=UpdateKind.CALL_FOR_PARTNERS)
    make_event(organisation=owner, title=f"{name} meeting", starts="2099-05-01")
    make_exchange(organisation=owner, title=f"{name} visit")
    make_project(organisation=owner, title=f"{name} project")
    return house


def _says(address: str) -> Callable[[House], bool]:
    """Whether the name stands on a page that nobody has asked for it."""

    def said(house: House) -> bool:
        answer = house.client.get(address)
        assert answer.status_code == 200
        return house.name in answer.content.decode().lower()

    return said


def _opens(path: Callable[[House], str]) -> Callable[[House], bool]:
    return lambda house: house.client.get(path(house)).status_code == 200


def _names(address: str) -> Callable[[House], bool]:
    def named(house: House) -> bool:
        answer = house.client.get(address.format(name=house.name))
        assert answer.status_code == 200
        return f"organisations/{house.name}" in answer.content.decode().lower()

    return named


def _counted(what: str) -> Callable[[House], bool]:
    """Whether the list of countries counts what the organisation is, or has shared."""

    def counted(house: House) -> bool:
        rows = house.client.get("/en/countries/").context["rows"]
        return any(getattr(row, what) for row in rows if row.code == house.organisation.country)

    return counted


def _exported(house: House) -> bool:
    stream = io.StringIO()
    Export(public=True).write(stream)
    return f'"id": "{house.name}"' in stream.getvalue()


def _is_written_to(house: House) -> bool:
    readers = readers_of(Mailing(frequency="issues", members_only=True))
    return readers.filter(email=house.address).exists()


def may_edit(house: House) -> bool:
    """Whether its editor may edit its page and what it published."""
    editor = User.objects.get(pk=house.editor.pk)
    pages = (house.organisation, house.practice)
    return all(page.permissions_for_user(editor).can_edit() for page in pages)


def _votes(house: House) -> bool:
    return house.name.title() in {each.name for each in roll_of(timezone.localdate())}


PUBLISHED = ("practices", "updates", "exchanges", "projects")
#: open to readers
OPEN: Mapping[str, Callable[[House], bool]] = {
    "page": _opens(lambda house: house.organisation.url_in("en")),
    "publication": _opens(lambda house: house.practice.url_in("en")),
    "permanent address": lambda house: (
        house.client.get(f"/r/organisations/{house.name}/").status_code == 302
    ),
    "list of all": _names("/en/organisations/?view=all"),
    "list of practices": _names("/en/practices/"),
    "search": _names("/en/search/?q={name}"),
    "CSV": _names("/en/search/results.csv?q={name}"),
    "feed": _names("/en/search/results.atom?q={name}"),
    "GeoJSON of a search": _names("/en/search/results.geojson?q={name}"),
    "API": _names("/api/v1/search?q={name}"),
    "sitemap": _names("/sitemap-organisations.xml"),
    "export": _exported,
    "front page": _says("/en/"),
    "organisations of the countries": _counted("organisations"),
    "practices of the countries": _counted("practices"),
    "country": _says("/en/countries/ro/"),
    "map page": _says("/en/map/?layer=organisations&layer=members"),
    "map in another page": _says("/en/map/embed/?layer=organisations&layer=members"),
    "places as CSV": _says("/en/map/places.csv?layer=organisations&layer=members"),
    **{f"list of {name}": _says(f"/en/{name}/") for name in PUBLISHED},
    **{
        f"feed of {name}": _says(f"/en/search/results.atom?collection={name}") for name in PUBLISHED
    },
    "calls": _says("/en/updates/?kind=call_for_partners"),
    "feed of news and events": _says("/en/updates/feed.xml"),
    "events": _says("/en/events/"),
    "events as a calendar": _says("/en/events/calendar.ics"),
}
#: of members only, where readers look
MEMBERS: Mapping[str, Callable[[House], bool]] = {
    "directory": _names("/en/organisations/"),
    "members on the map": _names("/en/map/members.geojson"),
    "members on the page of the map": _says("/en/map/?layer=members"),
    "members of the countries": _counted("members"),
}
#: of members, whether their page is open or the office took it offline
ASKED: Mapping[str, Callable[[House], bool]] = {
    "mails to members": _is_written_to,
    "roll": _votes,
}
#: of those who are no members
OTHERS: Mapping[str, Callable[[House], bool]] = {
    "others on the map": _names("/en/map/organisations.geojson"),
    "others on the page of the map": _says("/en/map/?layer=organisations"),
}
#: of everybody but former members
EDITING: Mapping[str, Callable[[House], bool]] = {"editing": may_edit}


def disagreements(
    house: House, *, is_open: bool, is_member: bool, is_former: bool
) -> dict[str, bool]:
    """The surfaces that say something else than they should, with what they say."""
    expected = (
        (OPEN, is_open),
        (MEMBERS, is_open and is_member),
        (ASKED, is_member),
        (OTHERS, is_open and not is_member),
        (EDITING, not is_former),
    )
    return {
        name: not wanted
        for surfaces, wanted in expected
        for name, stands in surfaces.items()
        if stands(house) is not wanted
    }
