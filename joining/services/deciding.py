"""What the office does with an application. Of two who do something at once, one learns of it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from joining import mails
from joining.models import Application, ApplicationNote, ApplicationQuestion, ApplicationStatus
from joining.services import standing, trail
from joining.services.applying import NotNow, locked


class ChangedMeanwhile(Exception):
    """Somebody else, or the applicant, has changed the application since it was looked at."""

    def __init__(self, application: Application) -> None:
        super().__init__(application.pk)
        self.application = application


def as_seen(application: Application, *, version: int) -> Application:
    """Return the row, locked, if it is as whoever acts has seen it. Raises ChangedMeanwhile."""
    row = locked(application)
    if row.version != version:
        raise ChangedMeanwhile(row)
    return row


@transaction.atomic
def take_up(application: Application, *, version: int, by: Any) -> None:
    """Note that the office reads it. Raises ChangedMeanwhile, NotNow."""
    row = as_seen(application, version=version)
    if row.status != ApplicationStatus.SENT or row.taken_up_at:
        raise NotNow
    standing.review(row, by=by)
    row.step_to(ApplicationStatus.SENT, taken_up_at=timezone.now())
    trail.note(row, "taken_up", by=by)


@transaction.atomic
def ask_back(application: Application, *, text: str, version: int, by: Any) -> None:
    """Ask the applicant by mail. Raises ChangedMeanwhile, NotNow."""
    row = as_seen(application, version=version)
    if row.status not in (ApplicationStatus.SENT, ApplicationStatus.ASKED):
        raise NotNow
    now = timezone.now()
    standing.review(row, by=by)
    row.step_to(ApplicationStatus.ASKED, taken_up_at=row.taken_up_at or now)
    ApplicationQuestion.objects.create(application=row, text=text, by=by)
    mails.send_question(row, text=text)
    trail.note(row, "asked", by=by)


@transaction.atomic
def write_note(application: Application, *, text: str, by: Any) -> None:
    """Write a note that only the office and the board's readers see."""
    ApplicationNote.objects.create(application=locked(application), text=text, by=by)
    trail.note(application, "noted", by=by)


@transaction.atomic
def refuse(
    application: Application, *, decision: str, decided_on: str, version: int, by: Any
) -> None:
    """Close an application with the board's no, and tell the applicant.

    Raises ChangedMeanwhile, NotNow, StepRefused.
    """
    row = as_seen(application, version=version)
    if not row.is_open or row.sent_at is None:
        raise NotNow
    standing.refuse(row, on=decided_on, by=by, decision=decision)
    row.step_to(
        ApplicationStatus.REFUSED,
        decision=decision,
        decided_on=decided_on,
        decided_by=by,
        closed_at=timezone.now(),
    )
    mails.send_refused(row)
    trail.note(row, "refused", by=by)
