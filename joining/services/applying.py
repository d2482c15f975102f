"""What an applicant does: begin, prove the address, write, send, answer, withdraw.

Nothing here tells whether an address was known: what a form answers must not either.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.lately import lately, was_lately
from core.mail.addresses import folded, in_any_case
from joining import mails
from joining.models import (
    OPEN,
    Application,
    ApplicationQuestion,
    ApplicationStatus,
    JoiningPath,
    Referee,
    RefereeState,
)
from joining.models.application import new_key
from joining.models.referee import code_of
from joining.services import standing, trail, twins
from joining.steps import is_complete

#: No address gets a second mail with a link before that, however often somebody enters it.
PAUSE = timedelta(minutes=10)
#: Questions to one referee; what is more waits for the next day.
REFEREE_A_DAY = 3


class NotNow(Exception):
    """The application isn't in a state in which that can be done; the page says which it is."""


class Incomplete(Exception):
    """Something that is needed is missing still."""


def at_address(email: str) -> QuerySet[Application]:
    """Return the applications of a normalised address, whatever its case."""
    return in_any_case(Application.objects.all(), email)


def locked(application: Application) -> Application:
    """Return the row as it is now, held until the transaction ends.

    Raises Application.DoesNotExist if it was erased meanwhile.
    """
    return Application.objects.select_for_update().get(pk=application.pk)


@transaction.atomic
def begin(*, email: str, path: str, language: str) -> None:
    """Note that somebody wants to apply with this address, and mail its owner a link.

    Whoever has an application that isn't decided yet gets the link to that one.
    """
    row = _open_at(email) or _new(email=email, path=path, language=language) or _open_at(email)
    if row is None:  # made and erased in between
        return
    # whom the office invited stays invited: anybody can enter an address here
    if row.proved_at is None and row.path != JoiningPath.INDIVIDUAL:
        row.path, row.language = path, language
    if _may_be_mailed(row):
        _mail_link(row)
        return
    row.save()
    _pretend(row)


def _pretend(row: Application) -> None:
    """Write a mail and take it back: the time that an answer takes says nothing either."""
    with transaction.atomic():
        _mail_link(row)
        transaction.set_rollback(True)


def _open_at(email: str) -> Application | None:
    return at_address(email).filter(status__in=OPEN).select_for_update().first()


def _new(**values: Any) -> Application | None:
    """Make a draft; None if another request made it a moment ago."""
    row = Application(**values)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return None
    return row


def _may_be_mailed(row: Application) -> bool:
    return not was_lately(row.mailed_at, within=PAUSE)


def _mail_link(row: Application) -> None:
    mails.send_link(row)
    row.mailed_at = timezone.now()
    row.save()


@transaction.atomic
def send_link_again(*, email: str) -> None:
    """Mail the link to the latest application of an address, if there is one.

    For nobody, and for whom a mail is under way, the same is written and taken back, so the time
    it takes says nothing either.
    """
    row = at_address(email).select_for_update().order_by("-created_at", "-pk").first()
    if row is not None and _may_be_mailed(row):
        _mail_link(row)
        return
    with transaction.atomic():
        made = _new(email=email, path=JoiningPath.AFFILIATE, language="en") or row
        if made is not None:
            _mail_link(made)
        transaction.set_rollback(True)


@transaction.atomic
def invite_person(*, email: str, language: str, by: Any) -> Application:
    """Invite a person to become an individual member; an open application of theirs stays."""
    new = {"email": email, "path": JoiningPath.INDIVIDUAL, "language": language}
    row = _open_at(email) or _new(**new) or _open_at(email)
    if row is None:  # made and erased in between
        raise NotNow
    if row.proved_at is None:
        row.path, row.language = JoiningPath.INDIVIDUAL, language
    row.mailed_at = row.changed_at = timezone.now()
    row.save()
    mails.send_invitation(row)
    trail.note(row, "invited", by=by)
    return row


@transaction.atomic
def prove(application: Application, *, language: str) -> None:
    """Note that the address's owner has the link, and begin."""
    row = locked(application)
    if row.proved_at is None:
        row.proved_at = row.changed_at = timezone.now()
        row.language = language
        row.mailed_at = None  # whoever has just answered may ask for a link at once
        row.save()


@transaction.atomic
def write(
    application: Application,
    values: Mapping[str, Any],
    *,
    language: str,
    referee: Mapping[str, Any] | None = None,
) -> None:
    """Store answers, half filled or not. Raises NotNow."""
    row = locked(application)
    if not row.may_be_written:
        raise NotNow
    for name, value in values.items():
        setattr(row, name, value)
    row.language, row.changed_at = language, timezone.now()
    row.save()
    if referee is not None:
        name_referee(row, referee)


def name_referee(row: Application, values: Mapping[str, Any]) -> None:
    """Store whom the applicant names; somebody else has not been asked yet."""
    referee = Referee.objects.filter(application=row).first() or Referee(application=row)
    is_other = folded(referee.email) != folded(str(values["email"]))
    for name, value in values.items():
        setattr(referee, name, value)
    if is_other:
        referee.key, referee.state, referee.answer = new_key(), RefereeState.NAMED, ""
        referee.asked_at = referee.reminded_at = referee.answered_at = None
    referee.save()


@transaction.atomic
def send(application: Application, *, consent: str) -> None:
    """Hand the application, or the answers to the office's question, to the office.

    Raises NotNow, Incomplete.
    """
    row = locked(application)
    if not row.may_be_written:
        raise NotNow
    if not is_complete(row):
        raise Incomplete
    now, answers = timezone.now(), row.status == ApplicationStatus.ASKED
    open_questions = ApplicationQuestion.objects.filter(application=row, answered_at=None)
    open_questions.update(answered_at=now)
    row.changed_at = now
    if not answers:
        row.sent_at = now
        standing.open_for(row)
    row.step_to(ApplicationStatus.SENT, consent=consent, consent_at=now)
    ask_referee(row)
    mails.tell_office(row, event="answered" if answers else "sent")
    if not answers:
        mails.send_received(row)
        twins.tell_colleague(row)
    trail.note(row, "answered" if answers else "sent")


def ask_referee(row: Application) -> bool:
    """Ask whom a sent application names; later where that address was asked often enough today.

    Returns whether that is done, also by noting that the referee would rather not.
    """
    referee = Referee.objects.filter(application=row, state=RefereeState.NAMED).first()
    if referee is None or not referee.email:
        return False
    if _has_declined(row, referee.email):  # and was told not to hear of it again
        referee.decline()
        return True
    same = in_any_case(Referee.objects.all(), referee.email)
    if same.filter(lately("asked_at", within=timedelta(days=1))).count() >= REFEREE_A_DAY:
        return False
    referee.state, referee.asked_at = RefereeState.ASKED, timezone.now()
    referee.save()
    mails.ask_referee(referee)
    return True


def _has_declined(row: Application, email: str) -> bool:
    """Whether whoever has an address would rather not, in this application or one before it."""
    rows = Referee.objects.filter(application__in=at_address(row.email))
    return rows.filter(declined__contains=code_of(email)).exists()


@transaction.atomic
def answer(application: Application, *, answers: Mapping[int, str]) -> None:
    """Store what an applicant answers, by the question's key; sent by `send`. Raises NotNow."""
    row = locked(application)
    if row.status != ApplicationStatus.ASKED:
        raise NotNow
    for question in ApplicationQuestion.objects.filter(application=row, answered_at=None):
        if question.pk in answers:
            question.answer = answers[question.pk]
            question.save()
    Application.objects.filter(pk=row.pk).update(changed_at=timezone.now())


@transaction.atomic
def withdraw(application: Application) -> None:
    """End an application by its applicant's wish. Raises NotNow."""
    row = locked(application)
    if not row.is_open:
        raise NotNow
    was_sent = row.sent_at is not None
    standing.withdraw(row)
    row.step_to(ApplicationStatus.WITHDRAWN, closed_at=timezone.now())
    trail.note(row, "withdrawn")
    if was_sent:
        mails.tell_office(row, event="withdrawn")
