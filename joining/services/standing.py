"""What an application means for the membership: each decision is a step of its dated history."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from core.dates import PartialDate
from joining.models import Application, JoiningPath
from members.memberships.steps import allowed_steps, open_membership, take_step
from members.models import Membership, MembershipCategory, MembershipStatus, OrganisationPage

#: what an admission leads to
ADMITTED_AS = {
    JoiningPath.ORGANISATION: MembershipStatus.APPLICANT,
    JoiningPath.INDIVIDUAL: MembershipStatus.ACTIVE,
    JoiningPath.AFFILIATE: MembershipStatus.ACTIVE,
}
#: the paths that nobody needs to be invited to
OFFERED = (JoiningPath.ORGANISATION, JoiningPath.AFFILIATE)


def categories_for(path: str) -> list[MembershipCategory]:
    """The categories that somebody on this path applies for."""
    known: Any = MembershipCategory.objects  # its type is the base class's manager
    return list(known.filter(path=path, by_invitation=False))


def open_paths() -> list[JoiningPath]:
    """The paths on which strangers may apply: not those of which every category is closed."""
    known: Any = MembershipCategory.objects  # its type is the base class's manager
    rows = set(known.values_list("path", "by_invitation"))
    return [path for path in OFFERED if (path, True) not in rows or (path, False) in rows]


def open_for(row: Application) -> None:
    """Begin the membership of an application that was sent; none while there is no category.

    Raises StepRefused.
    """
    category = row.category or next(iter(categories_for(row.path)), None)
    if row.membership is not None or category is None:
        return
    row.category = category
    row.membership = open_membership(
        category=category,
        name=row.heading,
        country=row.country,
        on=timezone.localdate(row.sent_at),
        by=None,
    )


def review(row: Application, *, by: Any) -> None:
    """Note that it is in review, where that is a step of its own. Raises StepRefused.

    It is from the day it was sent: on which day the office clicked stands in the trail, and says
    nothing about when the board met.
    """
    membership = row.membership
    if membership is not None and MembershipStatus.IN_REVIEW in allowed_steps(membership):
        take_step(
            membership, to=MembershipStatus.IN_REVIEW, on=timezone.localdate(row.sent_at), by=by
        )


def withdraw(row: Application) -> None:
    """Close the membership that never was, unless the office has moved it on by itself."""
    membership = row.membership
    if membership is not None and MembershipStatus.WITHDRAWN in allowed_steps(membership):
        take_step(membership, to=MembershipStatus.WITHDRAWN, on=timezone.localdate(), by=None)


def refuse(row: Application, *, on: str, by: Any, decision: str) -> None:
    """Close it by the board's decision of a day. Raises StepRefused."""
    day = PartialDate(on).first
    review(row, by=by)
    if row.membership is not None:
        to = MembershipStatus.REFUSED
        take_step(row.membership, to=to, on=day, by=by, decision=decision)


def admit(
    row: Application,
    *,
    category: MembershipCategory,
    organisation: OrganisationPage | None,
    on: str,
    by: Any,
    decision: str,
) -> None:
    """Make an applicant, a member or an affiliate of it. Raises StepRefused."""
    row.category = category
    open_for(row)
    membership = row.membership
    if membership is None:  # open_for has a category
        raise ValueError(row.pk)
    Membership.objects.filter(pk=membership.pk).update(
        category=category, organisation=organisation, in_directory=row.in_directory
    )
    membership.refresh_from_db()
    day = PartialDate(on).first
    review(row, by=by)
    take_step(membership, to=ADMITTED_AS[JoiningPath(row.path)], on=day, by=by, decision=decision)
