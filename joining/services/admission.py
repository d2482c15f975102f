"""Admitting an applicant: page, groups, invitation, membership and mail; all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.i18n import loc
from joining import mails
from joining.models import Application, ApplicationStatus, JoiningPath
from joining.services import standing, trail
from joining.services.applying import NotNow
from joining.services.deciding import as_seen
from members.editors import provision
from members.models import MembershipCategory, OrganisationIndexPage, OrganisationPage
from members.people.invitations import InvitationRefused, invite

#: until the organisation says what it is
KIND = "ngo"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What the board decided: its words, and the day as the text of a `PartialDate`."""

    decision: str
    decided_on: str


@transaction.atomic
def admit(
    application: Application,
    *,
    category: MembershipCategory,
    page: OrganisationPage | None,
    decided: Decision,
    version: int,
    by: Any,
) -> None:
    """Close an application with the board's yes.

    An organisation gets `page`, or a new one that isn't online yet; its applicant is invited to
    edit it. Raises ChangedMeanwhile, NotNow, StepRefused; nothing is done then.
    """
    row = as_seen(application, version=version)
    if not row.is_open or row.sent_at is None:
        raise NotNow
    if row.path == JoiningPath.ORGANISATION:
        row.organisation = page or _new_page(row)
        provision(row.organisation)
    standing.admit(
        row,
        category=category,
        organisation=row.organisation,
        on=decided.decided_on,
        by=by,
        decision=decided.decision,
    )
    row.step_to(
        ApplicationStatus.ADMITTED,
        decision=decided.decision,
        decided_on=decided.decided_on,
        decided_by=by,
        closed_at=timezone.now(),
    )
    mails.send_welcome(row)
    _invite(row, by=by)
    trail.note(row, "admitted", by=by)


def _new_page(row: Application) -> OrganisationPage:
    """A page that its organisation fills: nobody else reads what the application said."""
    page = OrganisationPage(
        original_language=row.language,
        country=row.country,
        place=row.town,
        website=row.website,
        kind=KIND,
        live=False,
        **{loc("heading", row.language): row.organisation_name},
    )
    OrganisationIndexPage.objects.get().add_child(instance=page)
    page.save_revision()
    return page


def _invite(row: Application, *, by: Any) -> None:
    if row.organisation is None:
        return
    try:
        invite(email=row.email, language=row.language, organisation=row.organisation, by=by)
    except InvitationRefused:  # edits there already: the organisation had a page before
        return
