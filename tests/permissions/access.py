"""Who may do what: the classes of access, and what each promises a person about a thing."""

from __future__ import annotations

from enum import Enum

from tests.permissions.people import EDITORS, OFFICE, READERS, Person, Side
from tests.permissions.things import Thing


class Access(Enum):
    """To whom an address is open. Everybody not named is refused, and reads no marker anyway."""

    PUBLIC = "everybody, without an account; what isn't public doesn't exist for strangers"
    LINK = "whoever holds the secret link that the address is"
    SIGNED_IN = "everybody who may enter the admin; it shows each only what is theirs or public"
    EXPLORERS = "whoever edits the page, and editors the office's pages on the way to their own"
    CHOOSERS = "whoever may refer to the thing: it is theirs or public"
    EDITORS = "whoever edits the organisation that the thing belongs to, and the office"
    PUBLISHERS = "as EDITORS, without editors whose pages the office checks"
    OWNER = "the one person who began it"
    OFFICE = "the network office"
    USERS = "the network office; an administrator's login is for administrators"
    ADMINISTRATOR = "administrators: it is a system setting"
    NOBODY = "nobody: the project doesn't use it, or nobody may change it there"


class Expected(Enum):
    """What a person is promised."""

    OPEN = "answers"
    CLOSED = "is refused, and nothing changes"
    EITHER = "depends on the state of the thing"


def expected(access: Access, person: Person, thing: Thing, *, email: str) -> Expected:
    """What `person`, who signs in as `email`, may expect of an address about `thing`."""
    return Expected.OPEN if _may(access, person, thing, email) else _refused(access, person, thing)


def _may(access: Access, person: Person, thing: Thing, email: str) -> bool:
    signed_in = person != Person.ANONYMOUS
    theirs = signed_in and person in READERS[thing.side]
    return {
        Access.PUBLIC: thing.public,
        Access.LINK: True,
        Access.SIGNED_IN: signed_in,
        Access.EXPLORERS: theirs,
        Access.CHOOSERS: signed_in and (theirs or thing.public),
        Access.EDITORS: theirs,
        Access.PUBLISHERS: theirs and person != Person.CHECKED,
        Access.OWNER: thing.owner == email,
        Access.OFFICE: person in OFFICE,
        Access.USERS: person in OFFICE
        and (person == Person.ADMINISTRATOR or thing.state != "administrator"),
        Access.ADMINISTRATOR: person == Person.ADMINISTRATOR,
        Access.NOBODY: False,
    }[access]


def _refused(access: Access, person: Person, thing: Thing) -> Expected:
    """Two classes leave room: a draft for those who edit it, and pages above one's own."""
    if access is Access.PUBLIC and person in READERS[thing.side] and person != Person.ANONYMOUS:
        return Expected.EITHER
    if access is Access.EXPLORERS and person in EDITORS and thing.side is Side.NETWORK:
        return Expected.EITHER
    return Expected.CLOSED
