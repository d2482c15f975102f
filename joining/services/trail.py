"""The audit trail of an application: who read, fetched, asked, decided, and when."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from joining.models import Application

ACTIONS = {
    "sent": _("Application sent"),
    "withdrawn": _("Application withdrawn"),
    "lapsed": _("Application closed: no answer"),
    "taken_up": _("Application taken up"),
    "asked": _("Applicant asked back"),
    "answered": _("Applicant answered"),
    "noted": _("Note written"),
    "read": _("File of an application fetched"),
    "admitted": _("Applicant admitted"),
    "refused": _("Applicant not admitted"),
    "invited": _("Person invited to apply"),
    "erased": _("Application erased"),
}
PREFIX = "joining."


def note(application: Application, action: str, *, by: Any = None, **data: Any) -> None:
    """Add a line; it names the application by its number, never a person who applied."""
    log(instance=application, action=f"{PREFIX}{action}", user=by, data=data or None)


def lines_of(application: Application) -> Any:
    """The lines about an application, the latest first."""
    entries = ModelLogEntry.objects.for_instance(application).select_related("user")
    return entries.order_by("-timestamp", "-pk")
