"""What memberships keep about one person: found, given out with the papers, and erased.

An individual member's membership is one thing, with its steps, contact persons and papers. Of an
organisation's, each contact person, step, note and paper that names somebody is one of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.privacy.columns import texts_of
from core.privacy.person import ERASED, PersonalData, PersonFound, PersonSought
from members.memberships.actions import note
from members.models import (
    Membership,
    MembershipContact,
    MembershipDocument,
    MembershipPath,
    MembershipStep,
)

WORDS = {
    "person": _("Membership of a person, with contacts, notes and papers"),
    "notes": _("Notes on a membership"),
    "contact": _("Contact person of a membership"),
    "step": _("Step of a membership: decision and reason"),
    "paper": _("Paper of a membership (goes whole)"),
}


def find(sought: PersonSought) -> Iterator[PersonFound]:
    """Find the person in all memberships. Four queries."""
    rows = Membership.objects.select_related("organisation", "category")
    memberships = {row.pk: row for row in rows.order_by("pk")}
    own = {row.pk for row in memberships.values() if is_persons(row) and sought.is_in(row.name)}
    for row in memberships.values():
        texts = texts_of(row)
        if row.pk in own:
            yield _found("person", row.pk, row, by_name=not sought.has_address(row.name))
        elif any(map(sought.is_in, texts)):
            named = not any(map(sought.has_address, texts))
            yield _found("notes", row.pk, row, by_name=named)
    for kind, of, part, more in _parts():
        texts = texts_of(part)
        if of not in own and any(map(sought.is_in, texts)):
            named = not any(map(sought.has_address, texts))
            yield _found(kind, part.pk, memberships[of], by_name=named, more=more)


def _parts() -> Iterator[tuple[str, int, Model, str]]:
    """Kind, membership, row of what lies below memberships, and what people call it."""
    for contact in MembershipContact.objects.order_by("pk"):
        yield "contact", contact.membership_id, contact, contact.name
    for step in MembershipStep.objects.order_by("pk"):
        yield "step", step.membership_id, step, ""
    for paper in MembershipDocument.objects.order_by("pk"):
        yield "paper", paper.membership_id, paper, paper.title


def is_persons(membership: Membership) -> bool:
    """Tell whether a person is the member, not an organisation."""
    is_individual = membership.category.path == MembershipPath.INDIVIDUAL
    return membership.organisation_id is None and is_individual


def _found(
    kind: str, key: int, membership: Membership, *, by_name: bool, more: str = ""
) -> PersonFound:
    return PersonFound(
        key=f"{kind} {key}",
        what=WORDS[kind],
        where=f"{membership} – {more}" if more else str(membership),
        url=reverse("membership", args=[membership.pk]),
        by_name=by_name,
        name=membership.name if kind == "person" else "",
    )


def _part(found: PersonFound) -> tuple[str, int]:
    kind, _space, key = found.key.partition(" ")
    return kind, int(key)


def export(found: PersonFound) -> dict[str, Any]:
    """Return what is stored; nothing if it is gone."""
    kind, key = _part(found)
    if kind == "contact":
        return _first(MembershipContact.objects.filter(pk=key), ("role", "name", "email"))
    if kind == "step":
        return _first(MembershipStep.objects.filter(pk=key), STEP)
    if kind == "paper":
        return _first(MembershipDocument.objects.filter(pk=key), PAPER)
    rows = Membership.objects.filter(pk=key)
    if kind == "notes":
        return _first(rows, ("name", "notes"))
    told = _first(rows, MEMBERSHIP)
    if told:
        told["contacts"] = list(_below(MembershipContact, key).values("role", "name", "email"))
        told["steps"] = list(_below(MembershipStep, key).values(*STEP))
        told["papers"] = list(_below(MembershipDocument, key).values(*PAPER))
    return told


PAPER = ("title", "file", "added_at")
STEP = ("from_status", "to_status", "day", "decision", "reason", "taken_by")
MEMBERSHIP = (
    "name", "holder_country", "category__label_en", "status", "applicant_since", "since", "until",
    "fee_paid_until", "in_directory", "notes",
)  # fmt: skip


def _first(rows: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    return dict(rows.values(*columns).first() or {})


def _below(model: Any, membership: int) -> Any:
    return model.objects.filter(membership=membership).order_by("pk")


def _papers(found: PersonFound) -> Any:
    kind, key = _part(found)
    if kind == "person":
        return _below(MembershipDocument, key)
    rows = MembershipDocument.objects.filter(pk=key)
    return rows if kind == "paper" else rows.none()


def files(found: PersonFound) -> Mapping[str, bytes]:
    """Return the papers; one whose file is missing is left out."""
    contents = {}
    for paper in _papers(found):
        if paper.file.storage.exists(paper.file.name):
            with paper.file.open("rb") as file:
                contents[f"{paper.pk} {_file_name(paper)}"] = file.read()
    return contents


def _file_name(paper: MembershipDocument) -> str:
    return str(paper.file.name).rpartition("/")[2]


def erase(found: PersonFound, sought: PersonSought) -> None:
    """Erase what was found. That somebody was a member, and when, stays without the name."""
    kind, key = _part(found)
    if kind == "contact":
        for contact in MembershipContact.objects.filter(pk=key):
            contact.delete()
            note(contact.membership, "contact_out", role=contact.role)
    elif kind == "step":
        _erase_from_steps(MembershipStep.objects.filter(pk=key), sought)
    elif kind == "notes":
        _erase_from_membership(key, sought)
    elif kind == "person":
        _below(MembershipContact, key).delete()
        _erase_from_steps(_below(MembershipStep, key), sought)
        Membership.objects.filter(pk=key).update(
            name=ERASED, holder_country="", notes="", in_directory=False
        )
    for paper in _papers(found):
        _erase_paper(paper)


def _erase_from_steps(steps: Any, sought: PersonSought) -> None:
    for step in steps.select_for_update(of=("self",)):
        MembershipStep.objects.filter(pk=step.pk).update(
            decision=sought.without(step.decision),
            reason=sought.without(step.reason),
            taken_by="" if sought.is_in(step.taken_by) else step.taken_by,
        )


def _erase_from_membership(key: int, sought: PersonSought) -> None:
    """Nobody's membership can be without a name: what is nothing but the name becomes ERASED."""
    for row in Membership.objects.filter(pk=key).select_for_update(of=("self",)):
        name = sought.without(row.name) or (ERASED if row.name else "")
        Membership.objects.filter(pk=key).update(name=name, notes=sought.without(row.notes))


def _erase_paper(paper: MembershipDocument) -> None:
    """Delete the row, and the file when that is certain and no other paper is the same one."""
    storage, name, key = paper.file.storage, str(paper.file.name), paper.pk
    paper.delete()
    note(paper.membership, "paper_out", paper=key)
    if not MembershipDocument.objects.filter(file=name).exists():
        transaction.on_commit(lambda: storage.delete(name))


SOURCE = PersonalData(
    name="membership",
    models=(
        "members.Membership",
        "members.MembershipContact",
        "members.MembershipDocument",
        "members.MembershipStep",
    ),
    find=find,
    export=export,
    erase=erase,
    files=files,
)
