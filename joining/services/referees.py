"""What a referee does, and the one reminder."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.mail.outgoing import OutgoingMail
from joining import mails
from joining.models import OPEN, Application, ApplicationStatus, Referee, RefereeState
from joining.services.applying import NotNow, ask_referee
from joining.services.due import each_due
from joining.services.erasing import mails_to

REMINDED_AFTER = timedelta(days=14)


def may_answer(referee: Referee) -> bool:
    """Whether an answer is still of use."""
    return referee.state == RefereeState.ASKED and referee.application.is_open


@transaction.atomic
def answer(referee: Referee, *, text: str) -> None:
    """Store what a referee says. Raises NotNow, Referee.DoesNotExist."""
    row = _locked(referee)
    row.state, row.answer, row.answered_at = RefereeState.ANSWERED, text, timezone.now()
    row.save()
    mails.tell_office(row.application, event="referee")


@transaction.atomic
def decline(referee: Referee) -> None:
    """Note that a referee would rather not; the address isn't needed any more.

    Raises NotNow, Referee.DoesNotExist.
    """
    row = _locked(referee)
    mails_to([row.email]).exclude(state=OutgoingMail.State.QUEUED).delete()
    row.decline()
    mails.tell_office(row.application, event="declined")


def _locked(referee: Referee) -> Referee:
    row = Referee.objects.select_for_update().get(pk=referee.pk)
    if not may_answer(row):
        raise NotNow
    return row


def ask_waiting() -> bool:
    """Ask those who would have got too many mails on the day; return whether any. A slice."""
    waiting = Application.objects.filter(
        status=ApplicationStatus.SENT, referee__state=RefereeState.NAMED, referee__email__gt=""
    )
    return each_due(waiting, ask_referee, order="sent_at")


def remind() -> bool:
    """Remind referees once, two weeks after they were asked; return whether any. A slice."""
    due = Referee.objects.filter(
        state=RefereeState.ASKED,
        reminded_at=None,
        asked_at__lt=timezone.now() - REMINDED_AFTER,
        application__status__in=OPEN,
    )
    return each_due(due, _remind, order="asked_at")


def _remind(row: Referee) -> bool:
    mails.ask_referee(row, again=True)
    row.reminded_at = timezone.now()
    row.save()
    return True
