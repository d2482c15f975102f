"""What a membership was, or is, on a day: from its steps, or its dates where it has none.

A membership from elsewhere may have no steps; then what its dates say for certain counts. *Since*
counts from its first day, *until* to its last.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from members.models import Membership, MembershipPath, MembershipStatus, MembershipStep

_HELD = (MembershipStatus.APPLICANT, MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED)
Status = str
NOTHING: Status = ""


def state_on(membership: Membership, day: dt.date) -> Status:
    """Return the state on a day, "" where there was none yet or nobody knows.

    No query where `steps` and `organisation__dissolution` are loaded.
    """
    if _is_dissolved(membership, day) and membership.status in (*_HELD, MembershipStatus.ENDED):
        return MembershipStatus.ENDED
    if membership.until_last is not None and day > membership.until_last:
        return MembershipStatus.ENDED
    if day >= timezone.localdate():
        return membership.status
    steps = sorted(membership.steps.all(), key=lambda step: (step.day, step.pk))
    taken = [step for step in steps if step.day <= day]
    if taken:
        return taken[-1].to_status
    return _by_dates(membership, day, steps)


def state_today(membership: Membership) -> Status:
    """The state today: that of the row, unless its last day is over."""
    return state_on(membership, timezone.localdate())


def makes_member(membership: Membership) -> bool:
    """Whether a loaded membership makes its organisation a member today, as `active()` asks."""
    is_member = membership.category.path != MembershipPath.AFFILIATE
    return is_member and state_today(membership) == MembershipStatus.ACTIVE


def _by_dates(membership: Membership, day: dt.date, steps: list[MembershipStep]) -> Status:
    """The state before the first step."""
    first = steps[0].from_status if steps else membership.status
    if not first:
        return NOTHING
    if first in _HELD and day >= timezone.localdate(membership.entered_at):
        return first
    if first == MembershipStatus.APPLICANT:
        begun = membership.applicant_since_first or membership.since_first
        return first if begun and begun <= day else NOTHING
    if membership.since_first and membership.since_first <= day:
        return MembershipStatus.ACTIVE if membership.until or first in _HELD else NOTHING
    begun = membership.applicant_since_first
    return MembershipStatus.APPLICANT if begun and begun <= day else NOTHING


def _is_dissolved(membership: Membership, day: dt.date) -> bool:
    gone = getattr(membership.organisation, "dissolution", None)
    return gone is not None and gone.on_last is not None and gone.on_last <= day
