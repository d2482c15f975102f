"""How long applications, their files and their referees are kept; the form says the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

#: an address that nobody proved by the link in its mail
UNPROVED = timedelta(days=3)
#: so long before a draft is erased its writer is told
WARNED = timedelta(days=7)
#: after a question of the office its applicant is reminded
REMINDED = timedelta(days=30)
#: what counts from the board's day stays at least so long after the decision was entered: minutes
#: may come late, and nothing goes before anybody could see that the day is wrong
ENTERED = timedelta(days=30)


def unfinished() -> timedelta:
    """After the last change of an application that was never sent."""
    return timedelta(days=settings.APPLICATIONS_UNFINISHED_DAYS)


def unanswered() -> timedelta:
    """After the reminder of a question that nobody answers, until the application is closed."""
    return _months(settings.APPLICATIONS_UNANSWERED_MONTHS)


def refused() -> timedelta:
    """After the board's no, or after an application was withdrawn."""
    return _months(settings.APPLICATIONS_REFUSED_MONTHS)


def admitted() -> timedelta:
    """After the board's yes."""
    return _months(settings.APPLICATIONS_FILES_MONTHS)


def referees() -> timedelta:
    """After the decision, for a referee's name and answer."""
    return _months(settings.REFEREES_MONTHS)


def _months(number: int) -> timedelta:
    return timedelta(days=number // 12 * 365 + number % 12 * 30)


def before(kept: timedelta) -> datetime:
    """The moment before which something has been kept for long enough."""
    return timezone.now() - kept


def decided_before(kept: timedelta, *, of: str = "") -> Q:
    """Tell whose board decided so long ago, and what was closed without it; `of` leads there.

    A day of which only month or year is known counts as its last.
    """
    end, entered = before(kept), before(min(kept, ENTERED))
    closed, day = f"{of}closed_at__lt", f"{of}decided_on_last"
    by_board = Q(**{f"{day}__lt": timezone.localdate(end), closed: entered})
    return by_board | Q(**{f"{day}__isnull": True, closed: end})


def kept_in_words() -> list[str]:
    """What applicants are told, in the language of this request."""
    return [
        _("What you don’t send is erased %(days)s days after your last change.")
        % {"days": settings.APPLICATIONS_UNFINISHED_DAYS},
        _(
            "If a question of the office stays unanswered for %(n)s months after a reminder, the "
            "application is closed as if you had withdrawn it."
        )
        % {"n": settings.APPLICATIONS_UNANSWERED_MONTHS},
        _(
            "An application that isn’t admitted is erased %(n)s months after the decision, one "
            "that you withdraw %(n)s months after that."
        )
        % {"n": settings.APPLICATIONS_REFUSED_MONTHS},
        _("If you are admitted, application and files are erased %(n)s months after the decision.")
        % {"n": settings.APPLICATIONS_FILES_MONTHS},
        _("The name and answer of your referee go %(n)s months after the decision.")
        % {"n": settings.REFEREES_MONTHS},
        _("A decision counts from its day, but nothing goes in the %(days)s days after it came in.")
        % {"days": ENTERED.days},
    ]
