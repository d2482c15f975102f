"""A suspension closes an organisation for as long as it lasts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from members.models import MembershipStatus
from tests.builders import make_membership, make_organisation

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
