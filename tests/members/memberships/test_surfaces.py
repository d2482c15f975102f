"""Every state on every surface."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from members.memberships.steps import take_step
from members.models import (
    NOT_ADMITTED,
    Dissolution,
    MembershipCategory,
    MembershipStatus,
    OrganisationPage,
)
from search.state.index_state import drain_all
from tests.builders import make_category, make_membership
from tests.members.memberships.surfaces import House, disagreements, furnish, make_house
from tests.members.memberships.today import TODAY

pytestmark = pytest.mark.django_db
YESTERDAY = (TODAY - dt.timedelta(days=1)).isoformat()
OPEN, MEMBER, FORMER = "is_open", "is_member", "is_former"
Make = Callable[[House], Any]


def voting() -> MembershipCategory:
    category = make_category()
    category.votes = 1
    category.save()
    return category


def membership(status: str, **fields: str) -> Make:
    dates = {"since": ""} if status in NOT_ADMITTED else {"since": "2016"}
    if status == MembershipStatus.ENDED:
        dates["until"] = "2024"
    return lambda house: make_membership(
        organisation=house.organisation, category=voting(), status=status, **{**dates, **fields}
    )


def dissolve(house: House) -> None:
    membership(MembershipStatus.ACTIVE)(house)
    Dissolution.objects.create(organisation=house.organisation, on=TODAY.isoformat())


def take_offline(house: House) -> None:
    membership(MembershipStatus.ACTIVE)(house)
    OrganisationPage.objects.get(pk=house.organisation.pk).unpublish()


STATES: dict[str, tuple[Make, set[str]]] = {
    "no membership": (lambda house: None, {OPEN}),
    **{status: (membership(status), {OPEN}) for status in NOT_ADMITTED},
    "applicant": (membership(MembershipStatus.APPLICANT), {OPEN}),
    "active": (membership(MembershipStatus.ACTIVE), {OPEN, MEMBER}),
    "active, to end today": (
        membership(MembershipStatus.ACTIVE, until=TODAY.isoformat()),
        {OPEN, MEMBER},
    ),
    "suspended": (membership(MembershipStatus.SUSPENDED), set()),
    "ended": (membership(MembershipStatus.ENDED), {OPEN, FORMER}),
    "ended by its day": (membership(MembershipStatus.ACTIVE, until=YESTERDAY), {OPEN, FORMER}),
    "suspended until yesterday": (
        membership(MembershipStatus.SUSPENDED, until=YESTERDAY),
        {OPEN, FORMER},
    ),
    "dissolved": (dissolve, {OPEN, FORMER}),
    "taken offline": (take_offline, set()),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_on_every_surface(state: str) -> None:
    make, said = STATES[state]
    house = furnish(make_house("quokka"))

    make(house)
    drain_all()

    assert (
        disagreements(
            house,
            is_open=OPEN in said,
            is_member=MEMBER in said or state == "taken offline",
            is_former=FORMER in said,
        )
        == {}
    )


def test_a_former_member_s_page_and_what_it_published_say_so() -> None:
    house = make_house("quokka")
    membership(MembershipStatus.ENDED)(house)

    for page in (house.organisation, house.practice):
        assert "Former member (2016–2024)" in house.client.get(page.url_in("en")).content.decode()
    listed = house.client.get("/en/organisations/?view=all").content.decode()
    assert "Former member (2016–2024)" in listed


def test_what_was_taken_off_singly_stays_off_when_a_suspension_ends() -> None:
    house = make_house("quokka")
    row = membership(MembershipStatus.ACTIVE)(house)
    house.practice.unpublish()

    take_step(row, to=MembershipStatus.SUSPENDED, on=TODAY, by=None)
    assert house.client.get(house.organisation.url_in("en")).status_code == 404
    take_step(row, to=MembershipStatus.ACTIVE, on=TODAY, by=None)

    assert house.client.get(house.organisation.url_in("en")).status_code == 200
    assert house.client.get(house.practice.url_in("en")).status_code == 404
