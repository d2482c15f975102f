"""Former members: their pages stay, marked as such; their editors no longer edit.

Asked anew each time: a membership that ends by its date, or an organisation that is dissolved, is
former on that day without anybody clicking. Whoever never was a member isn't a former one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.permission_policies.collections import CollectionPermissionLookupMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from members.memberships.standing import state_today
from members.models import Membership, MembershipPath, MembershipStatus, OrganisationPage

_HELD = (MembershipStatus.APPLICANT, MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED)


def former_organisations() -> QuerySet[OrganisationPage]:
    """Organisations that are dissolved, or of whose memberships the last has ended."""
    today = timezone.localdate()
    rows = Membership.objects.filter(organisation__isnull=False)
    held = rows.filter(status__in=_HELD).exclude(until_last__lt=today).values("organisation")
    over = Q(status=MembershipStatus.ENDED) | Q(status__in=_HELD, until_last__lt=today)
    ended = rows.filter(over).exclude(organisation__in=held).values("organisation")
    found: QuerySet[OrganisationPage] = OrganisationPage.objects.filter(
        Q(pk__in=ended) | Q(dissolution__on_last__lte=today)
    )
    return found


def is_former(organisation: OrganisationPage) -> bool:
    """Whether an organisation is one of them today. One query."""
    return former_organisations().filter(pk=organisation.pk).exists()


def former_in_words(memberships: Iterable[Membership]) -> str:
    """What a former member is called: “Former member (2016–2024)”; "" for anybody else.

    `memberships` are all of one organisation that are public, with category and dissolution.
    """
    rows = [row for row in memberships if row.category.path != MembershipPath.AFFILIATE]
    if any(state_today(row) != MembershipStatus.ENDED for row in rows):
        return ""
    members = [row for row in rows if row.since or not row.applicant_since]
    if not members:
        return ""
    since = min((row.since[:4] for row in members if row.since), default="")
    until = max((row.until[:4] for row in members if row.until), default="")
    if not until:
        return _("Former member")
    years = since if since == until else f"{since}–{until}"
    return _("Former member (%(years)s)") % {"years": years}


def former_among(keys: Iterable[int]) -> dict[int, str]:
    """What former members among organisations are called, by key. One query."""
    rows: dict[int, list[Membership]] = defaultdict(list)
    public = Membership.objects.public().filter(organisation__in=list(keys))
    for row in public.select_related("category", "organisation__dissolution"):
        rows[row.organisation_id or 0].append(row)
    named = ((pk, former_in_words(found)) for pk, found in rows.items())
    return {pk: words for pk, words in named if words}


def connect() -> None:
    """Let the groups of former members' editors hold nothing, whoever asks Wagtail's policies."""
    for policy in (PagePermissionPolicy, CollectionPermissionLookupMixin):
        _without_former(policy)


def _without_former(policy: Any) -> None:
    plain = policy.get_all_permissions_for_user

    def permissions(self: Any, user: Any) -> Any:
        found = plain(self, user)
        return found.exclude(group__in=_groups_of_former()) if found is not None else found

    policy.get_all_permissions_for_user = permissions


def _groups_of_former() -> Any:
    former = former_organisations().values("pk")
    return Group.objects.filter(
        Q(checked_access__organisation__in=former) | Q(direct_access__organisation__in=former)
    ).values("pk")
