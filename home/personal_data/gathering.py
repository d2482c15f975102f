"""What all applications find about one person, and erasing what the office chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from wagtail.log_actions import log

from core.folding import fold
from core.privacy.person import CannotErase, PersonalData, PersonFound, PersonSought, personal_data
from users.models import User

GIVEN = "cope.person.given"
ERASED = "cope.person.erased"
SALT = "privacy.request"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing found, and whose it is to tell about."""

    source: PersonalData
    found: PersonFound

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.source.name}|{self.found.key}"


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """What was erased, and what stays: each with the reason, "" where the office let it be."""

    erased: tuple[Entry, ...]
    stays: tuple[tuple[Entry, str], ...]


def gather(sought: PersonSought) -> list[Entry]:
    """Return everything that is found, what is surely the person's first. Where each stands is
    worked out when it is read.
    """
    entries = [
        Entry(source=source, found=found)
        for source in personal_data()
        for found in source.find(sought)
    ]
    return sorted(entries, key=lambda entry: entry.found.by_name)


def code_of(sought: PersonSought) -> str:
    """Return what stands for a person in the log; nobody without the key can tell who it is."""
    who = sought.email.casefold() or fold(sought.name)
    secret = settings.CONSENT_KEY
    return salted_hmac(SALT, who, secret=secret, algorithm="sha256").hexdigest()[:16]


def numbers(entries: Iterable[Entry]) -> dict[str, int]:
    """Return how many things each application found."""
    return dict(Counter(entry.source.name for entry in entries))


def note_given(sought: PersonSought, entries: list[Entry], *, by: User) -> None:
    """Write into the log that somebody's data were given out: a code, numbers, no data."""
    log(
        instance=by,
        action=GIVEN,
        user=by,
        data={"code": code_of(sought), "given": numbers(entries)},
    )


@transaction.atomic
def erase_chosen(sought: PersonSought, chosen: Collection[str], *, by: User) -> Erasure:
    """Erase what the office chose and what can go; write into the log how much.

    It is looked for anew: what somebody else erased meanwhile is gone, and nothing else goes.
    """
    erased: list[Entry] = []
    refused: dict[str, str] = {}
    for entry in gather(sought):
        if entry.key not in chosen or entry.found.stays:
            continue
        try:
            with transaction.atomic():
                entry.source.erase(entry.found, sought)
        except CannotErase as error:
            refused[entry.key] = str(error)
        else:
            erased.append(entry)
    stays = tuple(
        (entry, refused.get(entry.key) or str(entry.found.stays)) for entry in gather(sought)
    )
    data: dict[str, Any] = {"code": code_of(sought), "erased": numbers(erased)}
    log(
        instance=by,
        action=ERASED,
        user=by,
        data={**data, "stays": numbers(entry for entry, _why in stays)},
    )
    return Erasure(erased=tuple(erased), stays=stays)
