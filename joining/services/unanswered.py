"""Questions that no applicant answers: one reminder, and in the end the application is closed."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from joining import limits, mails
from joining.models import Application, ApplicationQuestion, ApplicationStatus
from joining.services import standing, trail
from joining.services.due import each_due


def _quiet(*, asked: Any, written: Any) -> Q:
    """Neither has the office asked since `asked`, nor the applicant written since `written`."""
    questions = ApplicationQuestion.objects.filter(application=OuterRef("pk"), at__gt=asked)
    return ~Exists(questions) & (Q(changed_at=None) | Q(changed_at__lte=written))


#: the reminder of the last question, to which nothing came yet
_REMINDED = Q(warned_at__isnull=False) & _quiet(asked=OuterRef("warned_at"), written=F("warned_at"))


def _asked(*states: Q) -> QuerySet[Application]:
    return Application.objects.filter(*states, status=ApplicationStatus.ASKED)


def remind() -> bool:
    """Remind a batch of applicants, and tell the office; return whether any. A slice.

    Once after each question or change, `limits.REMINDED` later.
    """
    before = limits.before(limits.REMINDED)
    due = _asked(_quiet(asked=before, written=before), ~_REMINDED)
    return each_due(due, _remind, order="changed_at")


def _remind(row: Application) -> bool:
    mails.send_unanswered(row)
    mails.tell_office(row, event="unanswered")
    row.warned_at = timezone.now()
    row.save(update_fields=["warned_at"])
    return True


def close() -> bool:
    """Close a batch of those who answered no reminder; return whether any. A slice."""
    due = _asked(_REMINDED, Q(warned_at__lt=limits.before(limits.unanswered())))
    return each_due(due, _close, order="warned_at")


def _close(row: Application) -> bool:
    standing.withdraw(row)
    row.step_to(ApplicationStatus.WITHDRAWN, closed_at=timezone.now())
    trail.note(row, "lapsed")
    mails.send_lapsed(row)
    mails.tell_office(row, event="lapsed")
    return True
