"""Who is a member today: the database and Python say the same, and nobody asks in another way."""

from __future__ import annotations

import datetime as dt
import re
from itertools import product

import pytest

from members.memberships.standing import makes_member
from members.models import (
    Dissolution,
    Membership,
    MembershipPath,
    MembershipStatus,
    OrganisationPage,
)
from members.models.membership import NOT_ADMITTED
from tests.builders import make_category, make_membership, make_organisation
from tests.members.memberships.today import TODAY
from tests.project.sources import modules, named

ADMITTED = [status for status in MembershipStatus if status not in NOT_ADMITTED]
YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.mark.django_db
def test_the_database_and_python_say_the_same() -> None:
    friends = make_category(record_id="friends")
    friends.path = MembershipPath.AFFILIATE
    friends.save()
    days = ("", YESTERDAY.isoformat(), TODAY.isoformat())
    members = set()
    for status, until, category in product(ADMITTED, days, (None, friends)):
        organisation = make_organisation(name=f"{status} {until} {category}")
        make_membership(organisation=organisation, status=status, until=until, category=category)
        if (status, category) == (MembershipStatus.ACTIVE, None) and until != days[1]:
            members.add(organisation.pk)
    gone = make_organisation(name="Gone")
    make_membership(organisation=gone, status=MembershipStatus.ACTIVE)
    Dissolution.objects.create(organisation=gone, on=YESTERDAY.isoformat())

    said = {row.organisation_id for row in Membership.objects.all() if makes_member(row)}
    everybody = OrganisationPage.objects.all()

    assert set(everybody.members().values_list("pk", flat=True)) == said == members
    assert set(everybody.others()) == {page for page in everybody if not page.is_member}
    assert {page.pk for page in everybody if page.is_member} == members


def test_nobody_asks_in_another_way() -> None:
    """Eight places did: for the organisations of memberships that are active."""
    asks = re.compile(r'active\(\)\s*\.values\("organisation')
    found = [named(path) for path in modules() if asks.search(path.read_text("utf-8"))]

    assert found == ["members/models/membership.py", "members/models/organisation.py"]
