"""Which step may follow which: a membership's states as a machine, one for each path. Pure.

Rejoining is another membership: nothing leads out of an end. Back from a suspension goes to where
it began (`back_from`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from members.models import MembershipPath as Path
from members.models import MembershipStatus as Status

Machine = Mapping[str, Sequence[str]]

_CLOSED: Machine = {Status.ENDED: (), Status.REFUSED: (), Status.WITHDRAWN: ()}
_ORGANISATION: Machine = {
    Status.APPLIED: (Status.IN_REVIEW, Status.WITHDRAWN),
    Status.IN_REVIEW: (Status.APPLICANT, Status.REFUSED, Status.WITHDRAWN),
    Status.APPLICANT: (Status.ACTIVE, Status.SUSPENDED, Status.ENDED),
    Status.ACTIVE: (Status.SUSPENDED, Status.ENDED),
    Status.SUSPENDED: (Status.APPLICANT, Status.ACTIVE, Status.ENDED),
    **_CLOSED,
}
_INDIVIDUAL: Machine = {
    Status.APPLIED: (Status.IN_REVIEW, Status.WITHDRAWN),
    Status.IN_REVIEW: (Status.ACTIVE, Status.REFUSED, Status.WITHDRAWN),
    Status.ACTIVE: (Status.SUSPENDED, Status.ENDED),
    Status.SUSPENDED: (Status.ACTIVE, Status.ENDED),
    **_CLOSED,
}
_AFFILIATE: Machine = {
    Status.APPLIED: (Status.ACTIVE, Status.REFUSED, Status.WITHDRAWN),
    Status.ACTIVE: (Status.ENDED,),
    **_CLOSED,
}
MACHINES: Mapping[str, Machine] = {
    Path.ORGANISATION: _ORGANISATION,
    Path.INDIVIDUAL: _INDIVIDUAL,
    Path.AFFILIATE: _AFFILIATE,
}


def next_states(*, path: str, status: str, came_from: str = "") -> tuple[str, ...]:
    """Return the states that may follow. `came_from`: the state that a suspension interrupted."""
    following = MACHINES[path].get(status, (Status.ENDED,))
    if status != Status.SUSPENDED:
        return tuple(following)
    return tuple(each for each in following if each in (came_from, Status.ENDED))
