"""How long applications, their files and their referees are kept; the form says the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

#: an address that nobody proved by the link in its mail
UNPROVED = timedelta(days=3)
#: so long before a draft is erased its writer is told
WARNED = timedelta(days=7)


def unfinished() -> timedelta:
    """After the last change of an application that was never sent."""
    return timedelta(days=settings.APPLICATIONS_UNFINISHED_DAYS)


def refused() -> timedelta:
    """After an application was refused or withdrawn."""
    return _months(settings.APPLICATIONS_REFUSED_MONTHS)


def admitted() -> timedelta:
    """After an application was decided with a yes."""
    return _months(settings.APPLICATIONS_FILES_MONTHS)


def referees() -> timedelta:
    """After the decision, for a referee's name and answer."""
    return _months(settings.REFEREES_MONTHS)


def _months(number: int) -> timedelta:
    return timedelta(days=number // 12 * 365 + number % 12 * 30)


def before(kept: timedelta) -> datetime:
    """The moment before which something has been kept for long enough."""
    return timezone.now() - kept


def kept_in_words() -> list[str]:
    """What applicants are told, in the language of this request."""
    return [
        _("What you don’t send is erased %(days)s days after your last change.")
        % {"days": settings.APPLICATIONS_UNFINISHED_DAYS},
        _("An application that isn’t admitted, or that you withdraw, is erased after %(n)s months.")
        % {"n": settings.APPLICATIONS_REFUSED_MONTHS},
        _("If you are admitted, application and files are erased %(n)s months after the decision.")
        % {"n": settings.APPLICATIONS_FILES_MONTHS},
        _("The name and answer of your referee go %(n)s months after the decision.")
        % {"n": settings.REFEREES_MONTHS},
    ]
