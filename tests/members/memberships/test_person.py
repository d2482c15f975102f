"""What memberships keep about a person is found, given out with its papers, and erased."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.models import ModelLogEntry

from core.privacy.person import ERASED, PersonFound, PersonSought
from members.memberships.person import SOURCE
from members.models import (
    Membership,
    MembershipCategory,
    MembershipContact,
    MembershipDocument,
    MembershipPath,
    MembershipStep,
)
from tests.builders import make_category, make_membership, make_organisation

pytestmark = pytest.mark.django_db


def trail() -> list[str]:
    """What the log says was taken out, in its order."""
    lines = ModelLogEntry.objects.filter(action__endswith="_out").order_by("pk")
    return [line.action.rpartition(".")[2] for line in lines]


ANA = PersonSought(email="ana@example.org", name="Ana Silva")


def found() -> dict[str, PersonFound]:
    return {each.key.partition(" ")[0]: each for each in SOURCE.find(ANA)}


def make_paper(membership: Membership, *, title: str) -> MembershipDocument:
    file = ContentFile(b"paper", name="paper.txt")
    return MembershipDocument.objects.create(membership=membership, title=title, file=file)


def make_step(membership: Membership, **texts: Any) -> MembershipStep:
    return MembershipStep.objects.create(
        membership=membership, to_status="active", day=dt.date(2020, 1, 1), **texts
    )


@pytest.fixture
def of_organisation() -> Membership:
    """An organisation's, with somebody else and the person among contacts, steps and papers."""
    row = make_membership(organisation=make_organisation())
    row.contacts.create(role="fee", name="Ben", email="ben@example.org")
    row.contacts.create(role="fee", name="A. S.", email="ana@example.org")
    make_step(row, decision="Board", reason="Asked by Silva, Ana")
    make_paper(row, title="Letter of Ana Silva")
    make_paper(row, title="Statutes")
    return row


@pytest.fixture
def of_person() -> Membership:
    category: MembershipCategory = make_category()
    MembershipCategory.objects.filter(pk=category.pk).update(path=MembershipPath.INDIVIDUAL)
    row = Membership.objects.create(
        name="Ana Silva",
        holder_country="PT",
        category=category,
        status="active",
        since="2020",
        in_directory=True,
        notes="Speaks Greek.",
    )
    row.contacts.create(role="fee", name="Ana", email="ana@example.org")
    make_step(row, decision="Ana Silva was invited")
    make_paper(row, title="Her letter")
    return row


@pytest.mark.usefixtures("of_organisation")
def test_of_an_organisation_each_thing_is_found_by_itself() -> None:
    parts = found()

    assert set(parts) == {"contact", "step", "paper"}
    assert {kind for kind, each in parts.items() if each.by_name} == {"step", "paper"}
    assert SOURCE.export(parts["contact"])["email"] == "ana@example.org"
    assert list(SOURCE.files(parts["paper"]).values()) == [b"paper"]


def test_of_an_organisation_nothing_else_goes(
    of_organisation: Membership, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for each in found().values():
            SOURCE.erase(each, ANA)

    assert [each.name for each in of_organisation.contacts.all()] == ["Ben"]
    assert [each.title for each in of_organisation.documents.all()] == ["Statutes"]
    assert of_organisation.steps.get().reason == f"Asked by {ERASED}"
    assert not found()
    assert trail() == ["contact_out", "paper_out"]


@pytest.mark.usefixtures("of_person")
def test_a_person_s_membership_is_given_out_whole() -> None:
    (only,) = found().values()

    told = SOURCE.export(only)

    assert only.by_name
    assert told["notes"] == "Speaks Greek."
    assert [each["email"] for each in told["contacts"]] == ["ana@example.org"]
    assert [each["title"] for each in told["papers"]] == ["Her letter"]
    assert list(SOURCE.files(only).values()) == [b"paper"]


def test_that_there_was_a_member_stays_and_who_it_was_goes(
    of_person: Membership, django_capture_on_commit_callbacks: Any
) -> None:
    paper = of_person.documents.get()
    (only,) = found().values()

    with django_capture_on_commit_callbacks(execute=True):
        SOURCE.erase(only, ANA)

    of_person.refresh_from_db()
    assert (of_person.name, of_person.since, of_person.in_directory) == (ERASED, "2020", False)
    assert (of_person.notes, of_person.holder_country) == ("", "")
    assert of_person.steps.get().decision == f"{ERASED} was invited"
    assert not MembershipContact.objects.exists()
    assert not MembershipDocument.objects.exists()
    assert not paper.file.storage.exists(str(paper.file.name))
    assert not found()


def test_whoever_took_a_step_on_another_site_is_found_and_forgotten() -> None:
    step = make_step(make_membership(organisation=make_organisation()), taken_by="ana@example.org")
    (only,) = found().values()

    told = SOURCE.export(only)
    SOURCE.erase(only, ANA)

    step.refresh_from_db()
    assert (told["taken_by"], step.taken_by) == ("ana@example.org", "")


def test_a_file_that_is_two_papers_goes_with_the_second(
    of_organisation: Membership, django_capture_on_commit_callbacks: Any
) -> None:
    paper = of_organisation.documents.get(title="Letter of Ana Silva")
    of_organisation.documents.filter(title="Statutes").update(file=paper.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        SOURCE.erase(found()["paper"], ANA)

    assert of_organisation.documents.get().file.read() == b"paper"


def test_a_former_member_without_a_page_loses_the_name_only() -> None:
    row = Membership.objects.create(
        name="Ana Silva", category=make_category(), status="ended", since="2010", until="2012"
    )
    (only,) = found().values()

    SOURCE.erase(only, ANA)

    row.refresh_from_db()
    assert (row.name, row.until) == (ERASED, "2012")


def test_what_is_gone_already_is_nothing() -> None:
    gone = PersonFound(key="person 999", what="")

    SOURCE.erase(gone, ANA)

    assert SOURCE.export(gone) == {}
    assert SOURCE.files(gone) == {}
