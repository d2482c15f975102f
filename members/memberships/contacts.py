"""Contact persons of a membership: kept for their purpose, and forgotten when it has ended."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from members.models import MembershipContact, MembershipStatus

FORGET_CONTACTS = "members: contacts"
#: after the end: questions on the last year's fee, papers to send back
CONTACTS_KEPT = timedelta(days=365)
#: states in which a membership waits for nothing more
_OVER = (MembershipStatus.ENDED, MembershipStatus.REFUSED, MembershipStatus.WITHDRAWN)


def forget_contacts() -> bool:
    """Delete contact persons of memberships that ended, or were refused, that long ago."""
    now = timezone.now()
    recent = MembershipContact.objects.filter(membership__steps__made_at__gte=now - CONTACTS_KEPT)
    over = Q(membership__status__in=_OVER, membership__until_last=None)
    past = Q(membership__until_last__lt=timezone.localdate(now - CONTACTS_KEPT))
    MembershipContact.objects.filter(past | (over & ~Q(pk__in=recent.values("pk")))).delete()
    return False
