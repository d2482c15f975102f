"""Applications for membership: with the office, being written, decided; each with secrets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from joining.links import token_of, token_of_referee
from joining.models import Application, ApplicationNote, ApplicationStatus, Referee
from tests.joining.making import make_application, make_sent
from tests.permissions.markers import Markers
from tests.permissions.people import OFFICE, Side
from tests.permissions.things import Kind, Thing

#: what whoever holds an applicant's link has written and reads there
OWN = frozenset({"name of a file of an application", "organisation that applies"})
#: what a referee is told
NAMED = frozenset({"organisation that applies", "address of a referee"})


def build_applications(markers: Markers) -> list[Application]:
    """A draft, and one that is with the office."""
    word = markers.plant("organisation that applies", readers=OFFICE)
    sent = make_sent(organisation_name=word)
    sent.files.update(name=markers.plant("name of a file of an application", readers=OFFICE))
    Referee.objects.filter(application=sent).update(
        name=markers.plant("name of a referee", readers=OFFICE),
        email=f"{markers.plant('address of a referee', readers=OFFICE)}@example.org",
    )
    ApplicationNote.objects.create(
        application=sent, text=markers.plant("note on an application", readers=OFFICE)
    )
    draft = make_application(
        email="draft@example.org",
        organisation_name=markers.plant("organisation that writes an application", readers=()),
    )
    return [sent, draft]


def application_things(applications: list[Any]) -> Iterator[Thing]:
    """What the addresses about them name. A draft is nobody's in the admin."""
    for row in applications:
        file = row.files.first()
        values = {"pk": str(row.pk), "key": str(file.pk)}
        if row.status != ApplicationStatus.DRAFT:
            yield Thing(
                kind=Kind.APPLICATION, side=Side.NETWORK, state=row.status, pk=row.pk, values=values
            )
        links = {"token": token_of(row), "key": str(file.pk), "slug": "who"}
        yield Thing(kind=Kind.APPLICANTS_LINK, side=Side.NETWORK, state=row.status, values=links)
        yield Thing(
            kind=Kind.REFEREES_LINK,
            side=Side.NETWORK,
            state=row.status,
            values={"token": token_of_referee(row.referee)},
        )
