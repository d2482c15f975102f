"""What an admission does in one step, and what each decision means for the membership."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from joining.models import Application, ApplicationStatus, JoiningPath
from joining.services import applying, deciding, erasing, standing
from joining.services.deciding import ChangedMeanwhile
from members.models import (
    EditorAccess,
    Invitation,
    Membership,
    MembershipPath,
    MembershipStatus,
    MembershipStep,
    OrganisationPage,
)
from members.office import ensure_office, office_group
from newsletter.models import Subscriber
from tests.at_once import at_once
from tests.builders import make_category, make_organisation, make_user, organisation_index
from tests.joining.making import address, link_in, mails, make_application, make_sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.APPLICATIONS_ROOT = str(tmp_path)


@pytest.fixture
def office() -> Client:
    ensure_office()
    organisation_index()
    client = Client(HTTP_HOST="localhost")
    client.force_login(make_user(email="olga@example.org", groups=(office_group(),)))
    return client


def category(path: str = MembershipPath.ORGANISATION) -> Any:
    found = make_category(record_id=path, label=path)
    found.path = path
    found.save()
    return found


def sent(**fields: Any) -> Application:
    """An application that came in by its page, so that a membership was opened."""
    row = make_application(**fields)
    applying.send(row, consent="Yes.")
    row.refresh_from_db()
    return row


def decides(office: Client, row: Application, do: str = "admit", **values: Any) -> str:
    row.refresh_from_db()
    today = timezone.localdate().strftime("%d.%m.%Y")
    kind = row.category_id or ""
    data = {"do": do, "version": row.version, "decision": "As in the minutes.", "category": kind}
    data |= {"decided_on": today, **values}
    return office.post(f"/admin/applications/{row.pk}/", data, follow=True).content.decode()


def steps(row: Application) -> list[str]:
    membership = Membership.objects.get()
    assert Application.objects.get(pk=row.pk).membership == membership
    return [step.to_status for step in membership.steps.order_by("pk")]


def test_one_step_makes_everything(office: Client) -> None:
    category()
    row = sent(website="casaclara.example")

    decides(office, row)

    row.refresh_from_db()
    page = OrganisationPage.objects.get()
    membership = Membership.objects.get()
    assert row.status == ApplicationStatus.ADMITTED
    assert (page.live, page.title, page.country) == (False, "Casa Clara", "ES")
    assert (page.original_language, page.website) == ("es", "casaclara.example")
    assert row.organisation == membership.organisation == page
    assert membership.status == MembershipStatus.APPLICANT
    assert membership.applicant_since == timezone.localdate().isoformat()
    assert steps(row) == ["applied", "in_review", "applicant"]
    assert EditorAccess.objects.get().organisation == page
    assert Invitation.objects.get().email == "ana@casaclara.example"
    to_ana = [mail.subject for mail in mails() if mail.to == "ana@casaclara.example"]
    assert len(to_ana) == 3  # it arrived, welcome, the invitation
    assert not any("minutes" in mail.text for mail in mails())


def test_an_organisation_keeps_the_page_it_has(office: Client) -> None:
    category()
    page = make_organisation(name="Casa Clara", country="ES")
    row = sent()

    assert "selected" in office.get(f"/admin/applications/{row.pk}/").content.decode()
    decides(office, row, page=page.pk)

    assert OrganisationPage.objects.get() == page
    assert Membership.objects.get().organisation == page


def test_without_a_category_nothing_is_done(office: Client) -> None:
    row = sent()

    words = decides(office, row)

    assert "Please make a membership category of this kind first." in words
    assert "As in the minutes." in words
    assert Application.objects.get().status == ApplicationStatus.SENT
    assert not OrganisationPage.objects.exists()


def test_a_category_that_comes_later_is_soon_enough(office: Client) -> None:
    row = sent()

    decides(office, row, category=category().pk)

    assert steps(row) == ["applied", "in_review", "applicant"]


def test_a_day_before_it_was_sent_is_refused_and_leaves_nothing(office: Client) -> None:
    category()
    row = sent()
    before = (timezone.localdate() - timedelta(days=3)).isoformat()

    words = decides(office, row, decided_on=before)

    assert "The application was sent on" in words
    assert 'href="#id_decided_on"' in words  # on top of the long page
    assert Application.objects.get().status == ApplicationStatus.SENT
    assert not OrganisationPage.objects.exists()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("do", ["admit", "refuse"])
def test_the_board_s_day_may_lie_before_the_office_s_click(office: Client, do: str) -> None:
    category()
    row = sent()
    came = timezone.now() - timedelta(days=30)
    Application.objects.update(sent_at=came)
    MembershipStep.objects.update(day=timezone.localdate(came))
    office.post(f"/admin/applications/{row.pk}/", {"do": "take_up", "version": row.version})
    met = timezone.localdate() - timedelta(days=10)

    decides(office, row, do, decided_on=met.isoformat())

    applied, review, decided = Membership.objects.get().steps.order_by("pk")
    assert applied.day == review.day == timezone.localdate(came)
    assert decided.day == met


@pytest.mark.parametrize("path", [JoiningPath.INDIVIDUAL, JoiningPath.AFFILIATE])
def test_persons_and_affiliates_get_no_page(office: Client, path: str) -> None:
    category(path)
    row = sent(path=path, in_directory=True)

    decides(office, row)

    membership = Membership.objects.get()
    assert membership.status == MembershipStatus.ACTIVE
    assert (membership.organisation, membership.in_directory) == (None, True)
    assert not OrganisationPage.objects.exists()
    assert not Invitation.objects.exists()


def test_an_affiliate_is_told_where_to_subscribe_and_is_not_subscribed(office: Client) -> None:
    """Nobody gets the newsletter but who asks for it, and confirms it."""
    category(JoiningPath.AFFILIATE)
    row = sent(path=JoiningPath.AFFILIATE)

    decides(office, row)

    welcome = next(mail for mail in mails() if mail.to == row.email and "/newsletter/" in mail.text)
    assert link_in(welcome) == f"/{row.language}/newsletter/subscribe/"
    assert not Subscriber.objects.exists()


def test_a_no_and_what_is_withdrawn_are_steps_and_go_with_the_application(
    office: Client, client: Client
) -> None:
    category()
    refused = sent()
    decides(office, refused, "refuse")
    assert steps(refused) == ["applied", "in_review", "refused"]
    erasing.erase(Application.objects.get())
    assert not Membership.objects.exists()

    withdrawn = sent(email="eva@example.org")
    client.post(address(withdrawn, "withdraw"))

    assert steps(withdrawn) == ["applied", "withdrawn"]


def test_an_admitted_membership_survives_its_application(office: Client) -> None:
    category()
    decides(office, sent())

    erasing.erase(Application.objects.get())

    assert Membership.objects.get().status == MembershipStatus.APPLICANT


def test_what_the_office_ended_by_itself_can_be_withdrawn(client: Client) -> None:
    category()
    row = sent()
    standing.review(row, by=None)
    Membership.objects.update(status=MembershipStatus.REFUSED)

    client.post(address(row, "withdraw"))

    assert Application.objects.get().status == ApplicationStatus.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_decides() -> None:
    row = make_sent()

    def decide() -> type[Exception] | None:
        try:
            deciding.refuse(row, decision="No.", decided_on="2026-03-12", version=0, by=None)
        except ChangedMeanwhile as changed:
            return type(changed)
        return None

    told = at_once(decide, decide)

    assert sorted(told, key=str) == [ChangedMeanwhile, None]
    assert [mail.to for mail in mails()] == [row.email]


@pytest.mark.django_db(transaction=True)
def test_beginning_twice_at_the_same_moment_makes_one_application() -> None:
    def begin() -> None:
        applying.begin(email="ana@example.org", path="organisation", language="es")

    at_once(begin, begin)

    assert Application.objects.count() == 1
    assert len(mails()) == 1


@pytest.mark.django_db(transaction=True)
def test_inviting_a_person_twice_at_the_same_moment_invites_once() -> None:
    def invite() -> str:
        row = applying.invite_person(email="ana@example.org", language="es", by=None)
        return str(row.path)

    assert at_once(invite, invite) == [JoiningPath.INDIVIDUAL] * 2
    assert Application.objects.count() == 1
