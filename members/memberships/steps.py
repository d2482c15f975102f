"""The one way a membership moves on: a step at a time, locked, dated, by somebody.

A step counts on its day: whoever has ended on the 1st was a member until the day before. An end may
be planned for a day that lies ahead; it comes by itself. Nothing else is dated in the future.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import PartialDate
from core.i18n import current_language
from members.memberships.paths import next_states
from members.models import (
    NOT_ADMITTED,
    Membership,
    MembershipCategory,
    MembershipDocument,
    MembershipStatus,
    MembershipStep,
    OrganisationPage,
)

Papers = Iterable[File[Any]]


class StepRefused(ValueError):
    """A step that may not be taken; its text says why, in the reader's language."""


@transaction.atomic
def open_membership(  # noqa: PLR0913 # all that there is to know of an application
    *,
    category: MembershipCategory,
    organisation: OrganisationPage | None = None,
    name: str = "",
    country: str = "",
    on: dt.date,
    by: Any,
    documents: Papers = (),
    decision: str = "",
) -> Membership:
    """Begin a membership with an application, received `on` that day.

    Without an organisation's page, `name` and `country` say whose it is. `by` may be None: whoever
    applies has no login. Raises StepRefused.
    """
    _refuse_future(on)
    if organisation is not None:
        _refuse_second_application(organisation)
    elif not name.strip():
        raise StepRefused(_("Choose an organisation or write a name."))
    membership = Membership.objects.create(
        organisation=organisation,
        name=name.strip(),
        holder_country=country,
        category=category,
        status=MembershipStatus.APPLIED,
    )
    step = MembershipStep.objects.create(
        membership=membership,
        to_status=MembershipStatus.APPLIED,
        day=on,
        actor=by,
        decision=decision,
    )
    _keep(documents, step=step)
    return membership


@transaction.atomic
def take_step(  # noqa: PLR0913 # all that there is to know of a step
    membership: Membership,
    *,
    to: str,
    on: dt.date,
    by: Any,
    category: MembershipCategory | None = None,
    decision: str = "",
    reason: str = "",
    documents: Papers = (),
) -> MembershipStep:
    """Move a membership on to a state (and category) from the day `on`; return the step.

    `membership.status` is what whoever decides has seen: where somebody else has decided
    meanwhile, this is refused. `by` None is the site itself. Afterwards `membership` is as stored.
    Raises StepRefused, with nothing changed.
    """
    row = _locked(membership)
    _refuse_skipped(row, seen=membership.status, to=to)
    if to == MembershipStatus.ENDED:
        _drop_plan(row)
    else:
        _refuse_future(on)
    _refuse_early(row, on)
    if category is not None:
        _move_to_category(row, category)
    step = MembershipStep.objects.create(
        membership=row,
        from_status=row.status,
        to_status=to,
        day=on,
        actor=by,
        decision=decision,
        reason=reason,
    )
    _move(row, to=to, on=on, today=timezone.localdate())
    _store(row)
    _keep(documents, step=step)
    membership.refresh_from_db()
    return step


@transaction.atomic
def lift_planned_end(membership: Membership) -> None:
    """Take back an end that lies ahead. Raises StepRefused where there is none."""
    row = _locked(membership)
    if not _drop_plan(row):
        raise StepRefused(_("No end is planned."))
    _store(row)
    membership.refresh_from_db()


def allowed_steps(membership: Membership) -> tuple[str, ...]:
    """The states that may follow today; none after the end. One query for suspended ones."""
    over = membership.until_last is not None and membership.until_last < timezone.localdate()
    if over:
        return ()
    return next_states(
        path=membership.category.path,
        status=membership.status,
        came_from=_interrupted(membership),
    )


def planned_end(membership: Membership) -> MembershipStep | None:
    """The end that lies ahead, if one is planned. One query."""
    if membership.status == MembershipStatus.ENDED:
        return None
    return membership.steps.filter(to_status=MembershipStatus.ENDED).last()


def _drop_plan(row: Membership) -> bool:
    """Take an end that lies ahead out of a row; return whether there was one."""
    plan = planned_end(row)
    if plan is None:
        return False
    plan.delete()
    row.until = ""
    return True


def _locked(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("category")
    return rows.get(pk=membership.pk)


def _interrupted(membership: Membership) -> str:
    """What a suspension interrupted: its step says so, or, of an imported one, its dates."""
    if membership.status != MembershipStatus.SUSPENDED:
        return ""
    step = membership.steps.filter(to_status=MembershipStatus.SUSPENDED).last()
    if step is not None and step.from_status:
        return step.from_status
    only_applicant = membership.applicant_since and not membership.since
    return MembershipStatus.APPLICANT if only_applicant else MembershipStatus.ACTIVE


def _refuse_second_application(organisation: OrganisationPage) -> None:
    OrganisationPage.objects.select_for_update().get(pk=organisation.pk)
    waiting = (MembershipStatus.APPLIED, MembershipStatus.IN_REVIEW)
    if organisation.memberships.filter(status__in=waiting).exists():
        raise StepRefused(_("There is an application of this organisation already."))


def _refuse_skipped(row: Membership, *, seen: str, to: str) -> None:
    """Refuse a step that doesn't follow, or that somebody chose before somebody else decided."""
    status = row.get_status_display()
    if row.status != seen:
        text = _("In the meantime it became “%(status)s”. Look at it again and decide then.")
        raise StepRefused(text % {"status": status})
    if to not in allowed_steps(row):
        text = _("From “%(from)s” it can't become “%(to)s”.")
        names = {"from": status, "to": dict(MembershipStatus.choices).get(to, to)}
        raise StepRefused(text % names)


def _refuse_future(on: dt.date) -> None:
    if on > timezone.localdate():
        raise StepRefused(_("%(day)s lies in the future.") % {"day": _in_words(on)})


def _refuse_early(row: Membership, on: dt.date) -> None:
    """Refuse a day before the last step, or before the membership began."""
    last = row.steps.exclude(day__gt=timezone.localdate()).last()
    days = [last and last.day, row.since_first, row.applicant_since_first]
    latest = max((day for day in days if day), default=None)
    if latest is not None and on < latest:
        raise StepRefused(
            _("%(day)s comes before the last step, of %(last)s.")
            % {"day": _in_words(on), "last": _in_words(latest)}
        )


def _move_to_category(row: Membership, category: MembershipCategory) -> None:
    if category.path != row.category.path:
        raise StepRefused(_("There is no way from this category to that one."))
    row.category = category


def _move(row: Membership, *, to: str, on: dt.date, today: dt.date) -> None:
    """Set state and dates. An end that lies ahead sets the last day only."""
    back = row.status == MembershipStatus.SUSPENDED
    if to == MembershipStatus.APPLICANT and not back:
        row.applicant_since = on.isoformat()
    elif to == MembershipStatus.ACTIVE and not back:
        if row.status == MembershipStatus.APPLICANT and not row.applicant_since:
            row.applicant_since = row.since
        row.since = on.isoformat()
    elif to == MembershipStatus.ENDED:
        began = row.since_first or row.applicant_since_first or dt.date.min
        last = on - dt.timedelta(days=1) if on > dt.date.min else on
        row.until = max(last, began).isoformat()
    if not (to == MembershipStatus.ENDED and on > today):
        row.status = to


def _store(row: Membership) -> None:
    try:
        if row.status not in NOT_ADMITTED:
            row.refuse_overlap()
        with transaction.atomic():
            row.save()
    except ValidationError as refusal:
        raise StepRefused(" ".join(refusal.messages)) from refusal
    except IntegrityError as refusal:
        raise StepRefused(
            _("At that time the organisation has another membership already.")
        ) from refusal


def _keep(documents: Papers, *, step: MembershipStep) -> None:
    for file in documents:
        paper = MembershipDocument(
            membership=step.membership,
            step=step,
            title=str(file.name or "").rpartition("/")[2][:255],
            file=file,
            added_by=step.actor,
        )
        try:
            paper.full_clean()
        except ValidationError as refusal:
            raise StepRefused(" ".join(refusal.messages)) from refusal
        paper.save()


def _in_words(day: dt.date) -> str:
    return PartialDate(day.isoformat()).in_words(current_language())
