"""A suspension closes an organisation for as long as it lasts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.editors import add_editor
from members.models import MembershipStatus, OrganisationPage
from tests.builders import make_administrator, make_membership, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "open_again"), [(-1, True), (0, False), (1, False)])
def test_a_suspension_that_is_over_closes_nothing(days: int, open_again: bool) -> None:
    until = timezone.localdate() + dt.timedelta(days=days)
    organisation = make_organisation()

    make_membership(
        organisation=organisation,
        status=MembershipStatus.SUSPENDED,
        since="2020",
        until=until.isoformat(),
    )

    assert organisation.is_public() is open_again


def test_a_suspension_without_an_end_goes_on() -> None:
    organisation = make_organisation()

    make_membership(organisation=organisation, status=MembershipStatus.SUSPENDED)

    assert not organisation.is_public()


# -- the admin says so ---------------------------------------------------------------------------
SAID = "is suspended. Until the office lifts that, nothing of it is shown in public"


def editors_first_page(organisation: OrganisationPage) -> str:
    editor, client = make_user(), Client(HTTP_HOST="localhost")
    add_editor(user=editor, organisation=organisation)
    client.force_login(editor)
    return client.get("/admin/").content.decode()


def test_its_editors_are_told_on_the_admin_s_first_page() -> None:
    organisation = make_organisation()
    make_membership(organisation=organisation, status=MembershipStatus.SUSPENDED)

    assert f"The membership of “{organisation.title}” {SAID}" in editors_first_page(organisation)


def test_editors_of_others_and_the_office_are_not() -> None:
    make_membership(organisation=make_organisation(), status=MembershipStatus.SUSPENDED)
    member = make_organisation()
    make_membership(organisation=member, status=MembershipStatus.ACTIVE)
    root = Client(HTTP_HOST="localhost")
    root.force_login(make_administrator())

    assert SAID not in editors_first_page(member)
    assert SAID not in root.get("/admin/").content.decode()


def test_whoever_suspends_reads_what_it_does() -> None:
    root = Client(HTTP_HOST="localhost")
    root.force_login(make_administrator())

    form = root.get(reverse("wagtailsnippets_members_membership:add")).content.decode()

    assert "While an organisation is suspended, nothing of it is shown in public" in form
