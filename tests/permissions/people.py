"""Who asks: five persons, and what of the world is theirs."""

from __future__ import annotations

from enum import StrEnum


class Person(StrEnum):
    """Everybody who may stand before the site. The editors edit for *our* organisation."""

    ANONYMOUS = "anonymous"
    CHECKED = "checked"
    DIRECT = "direct"
    OFFICE = "office"
    ADMINISTRATOR = "administrator"


class Side(StrEnum):
    """Whose something is."""

    OURS = "ours"
    THEIRS = "theirs"
    #: the network office's: registers, front page, newsletter, subscribers
    NETWORK = "network"


EDITORS = frozenset({Person.CHECKED, Person.DIRECT})
ADMINISTRATORS = frozenset({Person.ADMINISTRATOR})
OFFICE = frozenset({Person.OFFICE}) | ADMINISTRATORS
STAFF = EDITORS | OFFICE
EVERYBODY = frozenset(Person)

#: who may read what one side keeps to itself
READERS = {Side.OURS: STAFF, Side.THEIRS: OFFICE, Side.NETWORK: OFFICE}
